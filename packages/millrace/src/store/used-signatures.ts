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

/** Keeps signatures, those that are kept already among them, and forgets the ones that expired before `past`. */
export async function keepUsedSignatures(
  store: Store,
  signatures: readonly UsedSignature[],
  past: EpochMilliseconds,
): Promise<void> {
  await inTransaction(store, async (transaction) => {
    await transaction.deleteFrom("used_signatures").where("expiry", "<", past).execute();
    await transaction
      .insertInto("used_signatures")
      .values([...signatures])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** Some of the signatures that are kept, in their order. @param after the last one that is known already */
export async function someUsedSignatures(
  store: Store,
  after: Buffer | undefined,
  limit: number,
): Promise<readonly UsedSignature[]> {
  let query = store.selectFrom("used_signatures").select(["signature", "expiry"]);
  if (after !== undefined) query = query.where("signature", ">", after);
  return query.orderBy("signature").limit(limit).execute();
}
