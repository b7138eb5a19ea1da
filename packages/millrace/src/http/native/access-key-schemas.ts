import Type from "typebox";
import { SCOPES } from "../../store/api-keys.ts";

/** What of an access key can be changed. */
export const accessKeyChange = Type.Object(
  {
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    disabled: Type.Optional(Type.Boolean({ description: "Requests signed with it are refused." })),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** An access key as it is answered. */
export const accessKey = Type.Object({
  id: Type.String(),
  projectId: Type.Optional(Type.String({ description: "Absent from keys of the whole instance." })),
  accessKeyId: Type.String({ description: "What requests name the key by: `MRAK` and 16 characters." }),
  label: Type.String(),
  scopes: Type.Array(Type.Enum([...SCOPES])),
  disabled: Type.Boolean(),
  createTime: Type.String({ format: "date-time" }),
  updateTime: Type.String({ format: "date-time" }),
});

/** An access key just made. */
export const madeAccessKey = Type.Object({
  ...accessKey.properties,
  secretAccessKey: Type.String({ description: "What requests are signed with. It is answered this once." }),
});
