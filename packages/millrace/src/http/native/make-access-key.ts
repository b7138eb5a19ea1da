import { randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { Static } from "typebox";
import { newId } from "../../core/ids.ts";
import { INSTANCE } from "../../secrets/vault.ts";
import type { AccessKey } from "../../store/access-keys.ts";
import { createAccessKey } from "../../store/access-keys.ts";
import type { Scope } from "../../store/api-keys.ts";
import { SCOPES } from "../../store/api-keys.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { sealedAccessKey } from "../known-access-keys.ts";

/** What of the API's parts access keys need. */
export type KeyDependencies = Pick<ApiDependencies, "store" | "vault" | "clock">;

/** Makes an access key, of a project or of the whole instance, and answers it with its secret, this once. */
export async function answerNewAccessKey(
  reply: FastifyReply,
  { store, vault, clock }: KeyDependencies,
  given: { readonly projectId?: string; readonly label: string; readonly scopes: readonly Scope[] },
): Promise<AccessKey & Static<typeof sealedAccessKey>> {
  const secret: Static<typeof sealedAccessKey> = { secretAccessKey: randomBytes(30).toString("base64") };
  const id = newId();
  const scopes = SCOPES.filter((scope) => given.scopes.includes(scope));
  const sealedSecret = await vault.seal({ projectId: given.projectId ?? INSTANCE, holderId: id }, secret);
  const made = await createAccessKey(
    store,
    { ...given, id, accessKeyId: newAccessKeyId(), scopes, sealedSecret },
    clock.timestamp(),
  );
  void reply.code(201).header("cache-control", "no-store");
  return { ...made, ...secret };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** `MRAK` and 16 characters of 5 random bits each: of the length that AWS's own have, and no AWS key. */
function newAccessKeyId(): string {
  return `MRAK${[...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
