import type { Position } from "../core/event.ts";
import type { EpochMilliseconds } from "../core/time.ts";
import type { ParkedDelivery } from "../ledger/ledger.ts";
import { rowBehind } from "./delivery.ts";
import type { Slices } from "./slices.ts";

/**
 * How a lane ends without sending again what was confirmed: what is open below the last confirmed delivery is parked, due
 * at once, and the cursor moves to before the first that is open behind it.
 */
export interface CloseOut {
  readonly parked: readonly ParkedDelivery[];
  readonly cursor: Position | undefined;
}

/** Where everything is settled up to, if the lane were to end now. */
export function closeOut(slices: Slices, now: EpochMilliseconds): CloseOut {
  const taken = slices.deliveries();
  const confirmed = taken.reduce((last, { stand, position }) => (stand === "done" ? position : last), 0);
  const parked: ParkedDelivery[] = [];
  for (const delivery of taken) {
    if (delivery.stand === "done" || delivery.row !== undefined) continue;
    if (delivery.position > confirmed) return { parked, cursor: delivery.position - 1 };
    parked.push(rowBehind(delivery, now));
  }
  return { parked, cursor: slices.through };
}
