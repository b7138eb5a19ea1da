import type { DestinationLimits, Formatter } from "../core/destination.ts";
import type { Event, Position } from "../core/event.ts";
import type { DeliveryError, Message } from "../core/message.ts";
import { isDiscard, isTooLarge } from "../core/message.ts";
import type { DeadLetter, ParkedDelivery } from "../ledger/ledger.ts";
import type { Feed } from "./feed.ts";

/** An event no message could be made of, and why. */
export interface Undeliverable {
  readonly event: Event;
  readonly error: DeliveryError;
}

/** A piece of a lane's way through the log: what is sent together, and how far the cursor may move once it is settled. */
export interface Batch {
  /** Messages not settled yet. */
  messages: Message[];
  /** How often the batch was sent. */
  sent: number;
  /** The parked rows the messages come from, by position; undefined for messages on their first way. */
  readonly parked: ReadonlyMap<Position, ParkedDelivery> | undefined;
  /** Deliveries that ended before anything could be sent: the format step said no. */
  readonly undeliverable: readonly Undeliverable[];
  /** What earlier attempts at this batch have settled, to be committed with it. */
  readonly settled: { readonly parked: ParkedDelivery[]; readonly dead: DeadLetter[] };
  /** Where the cursor stands once this batch and all before it are settled; undefined for parked deliveries. */
  readonly through: Position | undefined;
  readonly bytes: number;
}

/**
 * Cuts the next batch from a feed: as many messages as the destination's limits allow, fewer where the feed ends.
 * Undefined where the feed has nothing.
 */
export function cutBatch(feed: Feed, format: Formatter, limits: DestinationLimits): Batch | undefined {
  const cut = collector(format, limits);
  for (let event = feed.peek(); event !== undefined; event = feed.peek()) {
    if (!cut.add(event)) break;
    feed.take();
  }
  return cut.empty ? undefined : cut.batch(undefined, feed.takenTo);
}

/** A batch of parked deliveries that are due, oldest position first; those that do not fit stay for the next one. */
export function cutRetries(
  due: readonly { readonly event: Event; readonly parked: ParkedDelivery }[],
  format: Formatter,
  limits: DestinationLimits,
): Batch {
  const cut = collector(format, limits);
  const taken = new Map<Position, ParkedDelivery>();
  for (const { event, parked } of due) {
    if (!cut.add(event)) break;
    taken.set(event.position, parked);
  }
  return cut.batch(taken, undefined);
}

function collector(format: Formatter, limits: DestinationLimits) {
  const messages: Message[] = [];
  const undeliverable: Undeliverable[] = [];
  let bytes = 0;
  return {
    /** False where the event does not fit any more. */
    add(event: Event): boolean {
      if (messages.length >= limits.batchRecords || undeliverable.length >= limits.batchRecords) return false;
      const formatted = format(event);
      if (isDiscard(formatted)) {
        undeliverable.push({ event, error: formatted.discard });
        return true;
      }
      if (isTooLarge(formatted)) {
        undeliverable.push({ event, error: formatted.tooLarge.error });
        return true;
      }
      const size = formatted.bodyBytes + formatted.keyBytes;
      if (messages.length > 0 && bytes + size > limits.batchBytes) return false;
      bytes += size;
      messages.push(formatted);
      return true;
    },
    get empty(): boolean {
      return messages.length === 0 && undeliverable.length === 0;
    },
    batch: (parked: Batch["parked"], through: Batch["through"]): Batch => ({
      messages,
      sent: 0,
      parked,
      undeliverable,
      settled: { parked: [], dead: [] },
      through,
      bytes,
    }),
  };
}
