import type { Event, Position } from "../core/event.ts";
import type { Message, TooLarge } from "../core/message.ts";
import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { ParkedDelivery } from "../ledger/ledger.ts";

/**
 * Where a delivery stands.
 * - `ready`: may go into the next batch.
 * - `waiting`: an earlier one of its key has to end first, or the part of the destination that takes it is at its limit.
 * - `parked`: waits for its next attempt.
 * - `underWay`: in a batch that is being sent.
 * - `done`: ended.
 */
export type DeliveryStand = "ready" | "waiting" | "parked" | "underWay" | "done";

/** What counts the deliveries that have neither ended nor been parked. */
interface Unsettled {
  unsettled: number;
}

/** One event on its way along one lane, from being taken from the source until it has ended. */
export class Delivery {
  readonly position: Position;
  /** Deliveries of one key go out in order of position; empty where order means nothing. */
  readonly key: string;
  /** The piece of the log it was taken with; undefined for one that was parked before the lane was opened. */
  readonly slice: Unsettled | undefined;
  stand: DeliveryStand = "waiting";
  /** The event and what the format step made of it; let go of while parked. */
  event: Event | undefined;
  formatted: Message | TooLarge | undefined;
  /** Its row in the ledger. With one, its slice no longer waits for it. */
  row: ParkedDelivery | undefined;
  /** It has an entry among those that are ready, which may be out of date. */
  queued = false;
  /** The part of the destination that takes it was at its limit. */
  deferred = false;
  /** The batch it was put into last: which one, and no more. */
  batch: object | undefined;
  /** When a parked delivery is due, by {@link Clock.elapsed}. */
  dueAt: Milliseconds = 0;
  /** How often it was held back because the destination was unavailable, and others got through before it was held again. */
  holds = 0;
  /** How often anything had got through when it was held the last time. */
  heldAt = -1;

  constructor(position: Position, key: string, slice: Unsettled | undefined) {
    this.position = position;
    this.key = key;
    this.slice = slice;
  }

  /** Attempts that count against its schedule. */
  get attempts(): number {
    return this.row?.attempts ?? 0;
  }
}

/** The row of a delivery that has not been attempted on its own account: it waits behind one of its key, or to be sent at all. */
export function rowBehind({ position, key }: Delivery, nextAttemptAt: EpochMilliseconds): ParkedDelivery {
  return { position, orderingKey: key, attempts: 0, nextAttemptAt };
}
