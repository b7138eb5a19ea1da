import type { FastifyReply } from "fastify";
import type { ApiKey, Scope } from "../../store/api-keys.ts";
import { createApiKey, SCOPES } from "../../store/api-keys.ts";
import { hashApiKey, newApiKey } from "../api-key.ts";
import type { ApiDependencies } from "../api-dependencies.ts";

/** Makes a key, of a project or of the whole instance, and answers it with its text, this once. */
export async function answerNewKey(
  reply: FastifyReply,
  { store, clock }: Pick<ApiDependencies, "store" | "clock">,
  given: { readonly projectId?: string; readonly label: string; readonly scopes: readonly Scope[] },
): Promise<ApiKey & { readonly key: string }> {
  const key = newApiKey();
  const scopes = SCOPES.filter((scope) => given.scopes.includes(scope));
  const made = await createApiKey(store, { ...given, scopes, hash: hashApiKey(key) }, clock.timestamp());
  void reply.code(201).header("cache-control", "no-store");
  return { ...made, key };
}
