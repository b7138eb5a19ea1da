import Type from "typebox";
import type { Scope } from "../../store/api-keys.ts";
import { SCOPES } from "../../store/api-keys.ts";

/** What a new key is made of. @param scopes those it can be given */
export function newKeySchema<Given extends Scope>(scopes: readonly Given[], description: string) {
  return Type.Object(
    {
      label: Type.String({ minLength: 1, maxLength: 200, description: "What the key is for, for people." }),
      scopes: Type.Array(Type.Enum([...scopes]), { minItems: 1, maxItems: scopes.length, description }),
    },
    { additionalProperties: false },
  );
}

/** A key as it is answered. */
export const apiKey = Type.Object({
  id: Type.String(),
  projectId: Type.Optional(Type.String({ description: "Absent from keys of the whole instance." })),
  label: Type.String(),
  scopes: Type.Array(Type.Enum([...SCOPES])),
  createTime: Type.String({ format: "date-time" }),
});

/** A key just made. */
export const madeKey = Type.Object({
  ...apiKey.properties,
  key: Type.String({ description: "The key itself. It is answered this once and kept as a hash." }),
});
