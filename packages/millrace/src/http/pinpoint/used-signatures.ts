import { setImmediate } from "node:timers/promises";
import type { Clock, EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import type { Store } from "../../store/open-store.ts";
import { keepUsedSignatures, someUsedSignatures } from "../../store/used-signatures.ts";
import type { SignatureOutcome, SignatureUse } from "./seen-signatures.ts";
import { SeenSignatures } from "./seen-signatures.ts";

/** They are kept for so long after they expired: a clock that is set back must not make them good again. */
const KEPT_LONGER: Milliseconds = 60_000;

/** Signatures that are read together: some milliseconds of work. */
const READ_AT_ONCE = 1_000;

/**
 * Signatures of calls that changed something, each until it expires, over restarts too: whoever overheard one cannot use
 * it again.
 */
export class UsedSignatures {
  readonly #store: Store;
  readonly #clock: Pick<Clock, "now">;
  readonly #seen: SeenSignatures;
  /** Those of before the start come in with the first call. */
  #loading: Promise<void> | undefined;
  #waiting: SignatureUse[] = [];
  #writing: Promise<void> | undefined;

  constructor(store: Store, clock: Pick<Clock, "now">) {
    this.#store = store;
    this.#clock = clock;
    this.#seen = new SeenSignatures(clock);
  }

  /** Uses a signature up, before what it signs is carried out: `new` once that is on disk. */
  async use(use: SignatureUse): Promise<SignatureOutcome> {
    await (this.#loading ??= this.#load());
    const outcome = this.#seen.add(use);
    if (outcome !== "new") return outcome;
    try {
      await this.#keep(use);
    } catch (error) {
      this.giveBack(use);
      throw error;
    }
    return "new";
  }

  /** The call was not carried out: its signature may come again, as long as this process lives. */
  giveBack(use: Omit<SignatureUse, "attempt">): void {
    this.#seen.remove(use);
  }

  async #load(): Promise<void> {
    try {
      const past = this.#past();
      for (let last: Buffer | undefined; ;) {
        const some = await someUsedSignatures(this.#store, last, READ_AT_ONCE);
        for (const { signature, expiry } of some) if (expiry >= past) this.#seen.restore(signature, expiry);
        last = some.at(-1)?.signature;
        if (last === undefined) return;
        // Reading is synchronous: without a break the whole process would stand still until the last of them.
        await setImmediate();
      }
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }

  /** Calls that come together share a transaction. */
  #keep(use: SignatureUse): Promise<void> {
    this.#waiting.push(use);
    return (this.#writing ??= this.#write());
  }

  async #write(): Promise<void> {
    await setImmediate();
    const signatures = this.#waiting.map(({ signature, expiry }) => ({
      signature: Buffer.from(signature, "hex"),
      expiry,
    }));
    this.#waiting = [];
    this.#writing = undefined;
    await keepUsedSignatures(this.#store, signatures, this.#past());
  }

  #past(): EpochMilliseconds {
    return this.#clock.now() - KEPT_LONGER;
  }
}
