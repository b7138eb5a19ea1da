import Type from "typebox";
import { InvalidInputError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { bodyReadByHandler } from "../validation.ts";

const rotation = Type.Object(
  {
    masterKey: Type.Optional(
      Type.String({
        description:
          "The new master key, 32 bytes in base64 or hexadecimal: required where the present one comes from the setting masterKey, refused where it stands in the data folder's file.",
      }),
    ),
  },
  { additionalProperties: false },
);

const rotated = Type.Object({
  masterKeyId: Type.String({ description: "Fingerprint of the new master key." }),
  previousMasterKeyId: Type.String(),
  rewrapped: Type.Integer({ description: "Data keys wrapped anew: one for each project with credentials." }),
  source: Type.Enum(["file", "setting"], {
    description:
      "Where the next start takes the master key from. The file holds the new one already; where it is the setting, change it before the next start.",
  }),
});

/** The master key: never answered, and changed by keys of the whole instance alone. */
export function serveMasterKey(api: Api, deps: Pick<ApiDependencies, "rotation">): void {
  api.post(
    "/v1/master-key::rotate",
    {
      config: { access: "instance" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags: ["master-key"],
        summary: "Change the master key while everything runs",
        body: rotation,
        response: { 200: rotated },
      },
    },
    async (request) => deps.rotation.rotate(keyIn(request.body)),
  );
}

/** Read by hand: a fault found by the schema shows the value it found, which may be a key in the wrong place. */
function keyIn(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (!isJsonObject(body)) throw malformed("", "must be an object");
  const { masterKey, ...others } = body;
  if (Object.keys(others).length > 0) throw malformed("", 'may hold nothing but "masterKey"');
  if (masterKey !== undefined && typeof masterKey !== "string")
    throw malformed("masterKey", "must be a string");
  return masterKey;
}

function malformed(name: string, detail: string): InvalidInputError {
  return new InvalidInputError(`${name === "" ? "The body" : name} ${detail}.`, [
    { in: "body", name, detail },
  ]);
}
