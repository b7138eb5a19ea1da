import type { Position } from "../core/event.ts";
import type { DeadLetter, ParkedDelivery } from "../ledger/ledger.ts";

/** What is to be written down of what a lane has settled. */
export class Settled {
  /** Where the cursor moves to; undefined where it stays. */
  cursor: Position | undefined;
  delivered = 0;
  readonly parked: ParkedDelivery[] = [];
  readonly unparked: Position[] = [];
  readonly dead: DeadLetter[] = [];
  readonly resolved: Position[] = [];

  get empty(): boolean {
    return (
      this.cursor === undefined &&
      this.parked.length === 0 &&
      this.unparked.length === 0 &&
      this.dead.length === 0 &&
      this.resolved.length === 0
    );
  }

  /** Takes in what was settled later. */
  add(later: Settled): void {
    this.cursor = later.cursor ?? this.cursor;
    this.delivered += later.delivered;
    // One at a time: a spread of ten thousand arguments overflows the stack.
    for (const each of later.parked) this.parked.push(each);
    for (const each of later.unparked) this.unparked.push(each);
    for (const each of later.dead) this.dead.push(each);
    for (const each of later.resolved) this.resolved.push(each);
  }
}
