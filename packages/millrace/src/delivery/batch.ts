import type { DestinationLimits } from "../core/destination.ts";
import type { Event } from "../core/event.ts";
import type { Bytes, DeliveryError, Message, TooLarge } from "../core/message.ts";
import { isTooLarge, sizeOf } from "../core/message.ts";
import type { ParkedDelivery } from "../ledger/ledger.ts";
import type { Delivery } from "./delivery.ts";

/** How much may go out at the moment, beside what one batch of the destination holds. */
export interface Allowance {
  readonly records: number;
  readonly bytes: Bytes;
}

/** No limit but the destination's own. */
export const UNLIMITED: Allowance = { records: Infinity, bytes: Infinity };

/** An event no message could be made of, and why. */
export interface Undeliverable {
  readonly event: Event;
  readonly error: DeliveryError;
  /** The delivery, where it was known before. */
  readonly delivery: Delivery | undefined;
}

/** What is sent together: messages, or one event that is too large for the destination. */
export class Batch {
  readonly deliveries: Delivery[] = [];
  readonly messages: Message[] = [];
  tooLarge: TooLarge["tooLarge"] | undefined;
  /** Of its messages; of those that an event too large became, as they go out. */
  bytes: Bytes = 0;
}

/** A batch being put together, and what was settled on the way to it. */
export class Cut {
  readonly batch = new Batch();
  readonly undeliverable: Undeliverable[] = [];
  /** Deliveries to be parked behind others of their key. */
  readonly parked: ParkedDelivery[] = [];
  /** Why the log could not be read, where it could not. */
  failure: Error | undefined;
  /** Parked deliveries whose events the log no longer holds. */
  readonly gone: Delivery[] = [];
  readonly #records: number;
  readonly #bytes: Bytes;
  #full = false;

  constructor(limits: DestinationLimits, allowance: Allowance) {
    this.#records = Math.min(limits.batchRecords, allowance.records);
    this.#bytes = Math.min(limits.batchBytes, allowance.bytes);
  }

  /** Nothing more fits, or something did not. */
  get full(): boolean {
    return this.#full || this.failure !== undefined;
  }

  /** True where the batch holds something to send. */
  get sends(): boolean {
    return this.batch.deliveries.length > 0;
  }

  /** Adds what was formatted; false where it does not fit, and then nothing more is added. An empty batch takes anything. */
  add(delivery: Delivery, formatted: Message | TooLarge): boolean {
    if (this.#full) return false;
    const { batch } = this;
    if (isTooLarge(formatted)) {
      this.#full = true;
      if (this.sends) return false;
      batch.tooLarge = formatted.tooLarge;
    } else {
      const bytes = batch.bytes + sizeOf(formatted);
      if (this.sends && bytes > this.#bytes) {
        this.#full = true;
        return false;
      }
      batch.bytes = bytes;
      batch.messages.push(formatted);
      this.#full = batch.messages.length >= this.#records;
    }
    batch.deliveries.push(delivery);
    delivery.batch = batch;
    return true;
  }
}
