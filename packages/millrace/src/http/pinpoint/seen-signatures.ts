import type { Clock, EpochMilliseconds, Milliseconds } from "../../core/time.ts";

/** That somebody used a signature for a call that changes something. */
export interface SignatureUse {
  /** The project of the key that it was made with, or a key of the whole instance. */
  readonly holderId: string;
  /** 64 hexadecimal digits. */
  readonly signature: string;
  /** Which call of its client it was, and which try of it; empty where the client does not say. */
  readonly attempt: string;
  /** The same for one signature always, since signatures cover it. */
  readonly expiry: EpochMilliseconds;
}

/**
 * What comes of using a signature; the call must not go on but where it is `new`: `seen` where the signature was used
 * already, `alike` where its client says that this is another call or another try of it, `full` where no more can be
 * remembered.
 */
export type SignatureOutcome = "new" | "seen" | "alike" | "full";

/** So many signatures are remembered. */
interface Limits {
  /** Of all holders together: some 50 MB. */
  readonly all: number;
  /** Of one holder, so that none can use up what there is for the others. */
  readonly each: number;
}

const LIMITS: Limits = { all: 250_000, each: 50_000 };

/** What is remembered of a signature. */
type Use = Pick<SignatureUse, "holderId" | "attempt">;

/** Signatures are forgotten together that expire within so long of each other: nobody looks through all of them for that. */
const SLOT: Milliseconds = 10_000;

/** Signatures of calls that changed something, each until it expires, in memory: see {@link UsedSignatures}. */
export class SeenSignatures {
  readonly #clock: Pick<Clock, "now">;
  readonly #limits: Limits;
  /** The use of each signature, by the slot that it expires in. */
  readonly #slots = new Map<number, Map<string, Use>>();
  readonly #held = new Map<string, number>();
  #size = 0;

  constructor(clock: Pick<Clock, "now">, limits = LIMITS) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Remembers a signature until it expires. */
  add({ holderId, signature, attempt, expiry }: SignatureUse): SignatureOutcome {
    const bytes = bytesOf(signature);
    const first = this.#slots.get(slotOf(expiry))?.get(bytes);
    if (first !== undefined)
      return first.attempt !== "" && attempt !== "" && first.attempt !== attempt ? "alike" : "seen";
    if (this.#isFull(holderId)) this.#forgetExpired();
    if (this.#isFull(holderId)) return "full";
    this.#remember(bytes, { holderId, attempt }, expiry);
    return "new";
  }

  /** Remembers one of before a restart, when nobody knows any more whose it was and which attempt. */
  restore(signature: Buffer, expiry: EpochMilliseconds): void {
    const bytes = signature.toString("latin1");
    if (this.#slots.get(slotOf(expiry))?.has(bytes) === true) return;
    this.#remember(bytes, { holderId: "", attempt: "" }, expiry);
  }

  /** The call was not carried out: its signature may come again. */
  remove({ holderId, signature, expiry }: Omit<SignatureUse, "attempt">): void {
    if (this.#slots.get(slotOf(expiry))?.delete(bytesOf(signature)) === true) this.#count(holderId, -1);
  }

  #remember(bytes: string, use: Use, expiry: EpochMilliseconds): void {
    const slot = this.#slots.get(slotOf(expiry)) ?? new Map<string, Use>();
    this.#slots.set(slotOf(expiry), slot.set(bytes, use));
    this.#count(use.holderId, 1);
  }

  #isFull(holderId: string): boolean {
    return this.#size >= this.#limits.all || (this.#held.get(holderId) ?? 0) >= this.#limits.each;
  }

  #forgetExpired(): void {
    const now = slotOf(this.#clock.now());
    for (const [slot, signatures] of this.#slots)
      if (slot < now) {
        for (const { holderId } of signatures.values()) this.#count(holderId, -1);
        this.#slots.delete(slot);
      }
  }

  #count(holderId: string, more: number): void {
    const held = (this.#held.get(holderId) ?? 0) + more;
    if (held === 0) this.#held.delete(holderId);
    else this.#held.set(holderId, held);
    this.#size += more;
  }
}

/** A text of its own, half as long: the digits may be a slice of a whole header, and would keep all of it in memory. */
function bytesOf(signature: string): string {
  return Buffer.from(signature, "hex").toString("latin1");
}

function slotOf(time: EpochMilliseconds): number {
  return Math.floor(time / SLOT);
}
