import { THROTTLED } from "../core/message.ts";
import type { Outcome } from "../core/message.ts";
import type { Batch } from "./batch.ts";
import type { Breaker } from "./breaker.ts";
import type { SharedSender } from "./senders.ts";
import type { Tally } from "./settle.ts";

/** What has to be told how a destination does. */
interface Learners extends Pick<SharedSender, "pace" | "parts"> {
  readonly breaker: Breaker;
}

/** Tells breaker and pace what the outcomes of a batch say of the destination. */
export function learn(
  batch: Batch,
  outcomes: readonly Outcome[],
  tally: Tally,
  { breaker, pace, parts }: Learners,
): void {
  const { unavailable, lastError, answered, failed, after } = tally;
  if (answered > 0) pace.flows();
  if (unavailable?.error.code === THROTTLED && !breaker.open) {
    pace.throttled(true, unavailable.after);
    breaker.failed(0, unavailable.error, 0);
  } else if (unavailable !== undefined) {
    breaker.unavailable(unavailable.error, unavailable.after, answered > 0);
  } else if (answered > 0) {
    breaker.succeeded();
    if (lastError !== undefined) breaker.note(lastError);
  } else if (failed > 0 && lastError !== undefined) breaker.failed(failed, lastError, after);
  if (failed > 0) learnOfThrottling(batch, outcomes, after, { pace, parts });
}

/** Single messages that were throttled speak for the part that takes them; where parts are not known, for the whole. */
function learnOfThrottling(
  batch: Batch,
  outcomes: readonly Outcome[],
  after: number,
  { pace, parts }: Pick<Learners, "pace" | "parts">,
): void {
  let ofWhole = false;
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.kind !== "retry" || outcome.error.code !== THROTTLED) continue;
    const message = batch.messages[i];
    if (message === undefined || parts?.throttled(message) !== true) ofWhole = true;
  }
  if (ofWhole) pace.throttled(false, after);
}
