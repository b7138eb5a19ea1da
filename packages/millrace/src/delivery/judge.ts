import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { DeliveryError, Outcome } from "../core/message.ts";
import type { RetrySchedule } from "../core/retry-schedule.ts";
import { nextAttempt } from "../core/retry-schedule.ts";
import { THROTTLED } from "../core/message.ts";
import type { Delivery } from "./delivery.ts";

/** What becomes of a delivery after an attempt. */
export type Verdict =
  | { readonly kind: "delivered" }
  /** Goes out again as soon as anything may; the attempt does not count. */
  | { readonly kind: "hold" }
  /** Waits behind one of its key that failed; the attempt does not count. */
  | { readonly kind: "behind" }
  | { readonly kind: "park"; readonly error: DeliveryError; readonly wait: Milliseconds }
  | { readonly kind: "dead"; readonly ended: "discarded" | "expired"; readonly error: DeliveryError };

/** What a verdict depends on beside the outcome. */
export interface JudgeContext {
  readonly schedule: RetrySchedule;
  readonly now: EpochMilliseconds;
  readonly random: () => number;
  /** The destination is unavailable: what failed on its first way is held and loses no attempt. */
  readonly open: boolean;
  /** {@link Breaker.successes}. */
  readonly successes: number;
  /** The attempt was cut short by a stop: what did not end says nothing of anybody. */
  readonly aborted: boolean;
  /** What an earlier one of the same key in this batch came to, where it did not end. */
  readonly blocked: Map<string, "held" | "parked">;
}

/** Held so often, while others got through in between, a delivery is what fails, and not the destination. */
const HOLDS_OF_ONE = 3;

/** Decides what becomes of one delivery. To be called in the batch's order: {@link JudgeContext.blocked} is kept up to date. */
export function judge(delivery: Delivery, outcome: Outcome, context: JudgeContext): Verdict {
  const verdict = judgeAlone(delivery, outcome, context);
  const { blocked } = context;
  const before = delivery.key === "" ? undefined : blocked.get(delivery.key);
  if (before !== undefined && verdict.kind !== "dead") return { kind: before === "held" ? "hold" : "behind" };
  if (delivery.key !== "" && verdict.kind === "hold") blocked.set(delivery.key, "held");
  if (delivery.key !== "" && verdict.kind === "park") blocked.set(delivery.key, "parked");
  return verdict;
}

function judgeAlone(delivery: Delivery, outcome: Outcome, context: JudgeContext): Verdict {
  switch (outcome.kind) {
    case "delivered":
      return outcome;
    case "discard":
      return { kind: "dead", ended: "discarded", error: outcome.error };
    case "unavailable":
      if (context.aborted) return { kind: "hold" };
      // Being throttled is the pace's business, and says nothing of the delivery.
      return outcome.error.code === THROTTLED || held(delivery, context)
        ? { kind: "hold" }
        : failed(delivery, outcome, context);
    case "retry":
      if (context.aborted) return { kind: "hold" };
      return context.open && delivery.row === undefined && held(delivery, context)
        ? { kind: "hold" }
        : failed(delivery, outcome, context);
  }
}

/** False once it is this delivery that fails, and not the destination. */
function held(delivery: Delivery, { successes }: JudgeContext): boolean {
  if (delivery.heldAt !== successes) {
    delivery.heldAt = successes;
    delivery.holds++;
  }
  return delivery.holds <= HOLDS_OF_ONE;
}

function failed(
  delivery: Delivery,
  { error, after }: Extract<Outcome, { kind: "retry" | "unavailable" }>,
  { schedule, now, random }: JudgeContext,
): Verdict {
  const made = delivery.attempts + 1;
  const at = nextAttempt(schedule, made, now, random(), after);
  return at === undefined
    ? { kind: "dead", ended: "expired", error }
    : { kind: "park", error, wait: at - now };
}
