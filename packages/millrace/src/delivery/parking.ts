import TinyQueue from "tinyqueue";
import type { Position } from "../core/event.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { Delivery } from "./delivery.ts";

/** Deliveries one lane may have parked; at the bound its cursor stands still instead. */
export const MAX_PARKED = 10_000;

interface Due {
  readonly at: Milliseconds;
  readonly delivery: Delivery;
}

/** A lane's parked deliveries in memory, and the one timer that wakes the lane when the next is due. */
export class Parking {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #parked = new Map<Position, Delivery>();
  /** Those with a time of their own. One that was taken or ended since is passed over when its turn comes. */
  readonly #due = new TinyQueue<Due>([], (a, b) => a.at - b.at || a.delivery.position - b.delivery.position);
  #cancelTimer: (() => void) | undefined;
  #timerAt: Milliseconds = Infinity;

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  get size(): number {
    return this.#parked.size;
  }

  get(position: Position): Delivery | undefined {
    return this.#parked.get(position);
  }

  /** Takes in a delivery that has a row. It comes up only once it was scheduled. */
  add(delivery: Delivery): void {
    this.#parked.set(delivery.position, delivery);
  }

  /** The delivery comes up at its {@link Delivery.dueAt}. */
  schedule(delivery: Delivery): void {
    this.#due.push({ at: delivery.dueAt, delivery });
    if (delivery.dueAt < this.#timerAt) this.#setTimer();
  }

  /** The delivery ended. */
  remove(delivery: Delivery): void {
    this.#parked.delete(delivery.position);
  }

  /** The next delivery whose time has come. */
  takeDue(): Delivery | undefined {
    const next = this.#peek();
    if (next === undefined || next.at > this.#clock.elapsed()) return undefined;
    this.#due.pop();
    return next.delivery;
  }

  /** True where a delivery's time has come. */
  get hasDue(): boolean {
    const next = this.#peek();
    return next !== undefined && next.at <= this.#clock.elapsed();
  }

  /** When the next delivery is due; undefined where none has a time. */
  get nextAt(): EpochMilliseconds | undefined {
    const next = this.#peek();
    return next && this.#clock.now() + Math.max(0, Math.round(next.at - this.#clock.elapsed()));
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#timerAt = Infinity;
  }

  #peek(): Due | undefined {
    for (let next = this.#due.peek(); next !== undefined; next = this.#due.peek()) {
      if (next.delivery.stand === "parked" && next.delivery.dueAt === next.at) return next;
      this.#due.pop();
    }
    return undefined;
  }

  /** One timer, for the earliest delivery; a lane that is woken and does not take it is woken again by what held it up. */
  #setTimer(): void {
    this.close();
    const next = this.#peek();
    if (next === undefined) return;
    this.#timerAt = next.at;
    this.#cancelTimer = this.#clock.after(Math.max(0, next.at - this.#clock.elapsed()), () => {
      this.close();
      this.#wake();
    });
  }

  /** Sets the timer for what is next, after the due ones were taken. */
  settleTimer(): void {
    if (this.#cancelTimer === undefined) this.#setTimer();
  }
}
