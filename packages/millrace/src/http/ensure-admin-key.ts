import type { Timestamp } from "../core/time.ts";
import { createApiKey, deleteApiKey, findApiKeyByHash, listApiKeys } from "../store/api-keys.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import { hashApiKey, newApiKey } from "./api-key.ts";

/** Labels tell where a key of the whole instance comes from. */
const CONFIGURED = "MILLRACE_ADMIN_KEY";
const GENERATED = "made at the first start";

/**
 * Sees to it that somebody can call the API: the configured key works and earlier configured ones don't any more;
 * where none is configured, the first start makes one.
 * @returns the key just made, to be printed once; undefined where none had to be made
 */
export async function ensureAdminKey(
  store: Store,
  configured: string | undefined,
  now: Timestamp,
): Promise<string | undefined> {
  return inTransaction(store, async (transaction) => {
    const existing = await listApiKeys(transaction, undefined);
    if (configured === undefined)
      return existing.some(({ scopes }) => scopes.includes("admin"))
        ? undefined
        : makeKey(transaction, newApiKey(), GENERATED, now);
    const same = await findApiKeyByHash(transaction, hashApiKey(configured));
    for (const key of existing) {
      if (key.label === CONFIGURED && key.id !== same?.id) await deleteApiKey(transaction, undefined, key.id);
    }
    if (same === undefined) await makeKey(transaction, configured, CONFIGURED, now);
    return undefined;
  });
}

async function makeKey(store: Store, key: string, label: string, now: Timestamp): Promise<string> {
  await createApiKey(store, { label, scopes: ["admin"], hash: hashApiKey(key) }, now);
  return key;
}
