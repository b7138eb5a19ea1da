import type { EpochMilliseconds } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import { inTransaction } from "./open-store.ts";

/** A signature that a call was carried out with. */
export interface UsedSignature {
  /** 32 bytes. */
  readonly signature: Buffer;
  /** Nobody can use it after this time. */
  readonly expiry: EpochMilliseconds;
}

/** Keeps signatures until they expire, those that are kept already among them, and forgets the ones that have. */
export async function keepUsedSignatures(
  store: Store,
  signatures: readonly UsedSignature[],
  now: EpochMilliseconds,
): Promise<void> {
  await inTransaction(store, async (transaction) => {
    await transaction.deleteFrom("used_signatures").where("expiry", "<", now).execute();
    await transaction
      .insertInto("used_signatures")
      .values([...signatures])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** The signatures that are kept and have not expired. */
export async function listUsedSignatures(
  store: Store,
  now: EpochMilliseconds,
): Promise<readonly UsedSignature[]> {
  return store
    .selectFrom("used_signatures")
    .select(["signature", "expiry"])
    .where("expiry", ">=", now)
    .execute();
}
