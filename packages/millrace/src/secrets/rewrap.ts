import { setImmediate } from "node:timers/promises";
import type { KeyStore } from "./key-store.ts";
import type { Keyring, WrappedKey } from "./keyring.ts";

/** Keys wrapped in one go, some two milliseconds of work; then the process may do something else. */
const KEYS_A_SLICE = 100;

/**
 * Wraps data keys anew under the keyring's current master key, all of them or none. Answers how many there were.
 * @throws {SealBrokenError} where one of them cannot be opened
 */
export async function rewrap(
  keyring: Keyring,
  keys: KeyStore,
  which: (key: WrappedKey) => boolean,
): Promise<number> {
  const wrapped: WrappedKey[] = [];
  for (let after: string | undefined = ""; after !== undefined;) {
    const slice: readonly WrappedKey[] = await keys.listDataKeys({ after, limit: KEYS_A_SLICE });
    for (const key of slice) {
      if (key.masterKeyId === keyring.current.id || !which(key)) continue;
      const { id, projectId } = key;
      wrapped.push(keyring.wrap({ id, projectId }, keyring.unwrap(key)));
    }
    after = slice.at(-1)?.id;
    await setImmediate();
  }
  await keys.rewrapDataKeys(wrapped);
  return wrapped.length;
}
