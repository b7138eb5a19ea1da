import type { Position } from "../core/event.ts";
import type { Clock, EpochMilliseconds } from "../core/time.ts";
import type { ParkedDelivery } from "../ledger/ledger.ts";

/** Deliveries one lane may have parked; at the bound its cursor stands still instead. */
export const MAX_PARKED = 10_000;

/** A lane's parked deliveries in memory, and the one timer that wakes the lane when the next is due. */
export class Parking {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #waiting = new Map<Position, ParkedDelivery>();
  readonly #underWay = new Set<Position>();
  #cancelTimer: (() => void) | undefined;
  #timerAt: EpochMilliseconds = Infinity;

  constructor(parked: readonly ParkedDelivery[], clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
    for (const each of parked) this.#waiting.set(each.position, each);
    this.#setTimer();
  }

  get size(): number {
    return this.#waiting.size;
  }

  get(position: Position): ParkedDelivery | undefined {
    return this.#waiting.get(position);
  }

  /** Takes up to `limit` deliveries whose time has come, oldest position first. They are under way until put back or removed. */
  takeDue(limit: number): ParkedDelivery[] {
    if (this.#waiting.size === this.#underWay.size) return [];
    const now = this.#clock.now();
    const due: ParkedDelivery[] = [];
    for (const each of this.#waiting.values()) {
      if (each.nextAttemptAt <= now && !this.#underWay.has(each.position)) due.push(each);
    }
    due.sort((a, b) => a.position - b.position);
    const taken = due.slice(0, limit);
    for (const each of taken) this.#underWay.add(each.position);
    return taken;
  }

  /** Parks a delivery, or parks it again. */
  put(parked: ParkedDelivery): void {
    this.#underWay.delete(parked.position);
    this.#waiting.set(parked.position, parked);
    if (parked.nextAttemptAt < this.#timerAt) this.#setTimer();
  }

  /** The delivery ended. */
  remove(position: Position): void {
    this.#underWay.delete(position);
    this.#waiting.delete(position);
  }

  /** When the next delivery is due; undefined where none waits. */
  get nextAt(): EpochMilliseconds | undefined {
    let next: EpochMilliseconds | undefined;
    for (const each of this.#waiting.values()) {
      if (this.#underWay.has(each.position)) continue;
      if (next === undefined || each.nextAttemptAt < next) next = each.nextAttemptAt;
    }
    return next;
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#timerAt = Infinity;
  }

  /** One timer, for the earliest delivery that is still to come; those already due are the lane's to take when it likes. */
  #setTimer(): void {
    this.close();
    const now = this.#clock.now();
    let next: EpochMilliseconds | undefined;
    for (const { position, nextAttemptAt } of this.#waiting.values()) {
      if (
        nextAttemptAt > now &&
        !this.#underWay.has(position) &&
        (next === undefined || nextAttemptAt < next)
      )
        next = nextAttemptAt;
    }
    if (next === undefined) return;
    this.#timerAt = next;
    this.#cancelTimer = this.#clock.after(next - now, this.#onTimer);
  }

  readonly #onTimer = (): void => {
    this.#wake();
    this.#setTimer();
  };
}
