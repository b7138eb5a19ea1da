import type { Sender } from "../core/destination.ts";
import { messageOf } from "../core/errors.ts";
import type { Message, Outcome } from "../core/message.ts";
import { ATTEMPT_LIMIT, TRIES_PER_ATTEMPT, tryWait } from "../core/retry-schedule.ts";
import type { Clock } from "../core/time.ts";

/** What an attempt needs of its surroundings. */
export interface AttemptContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random: () => number;
}

/**
 * One attempt of a batch: sends it, and tries messages that were throttled or failed for the moment again at once,
 * at most {@link TRIES_PER_ATTEMPT} times within {@link ATTEMPT_LIMIT}. Answers an outcome a message, in order.
 */
export async function attempt(
  sender: Sender,
  batch: readonly Message[],
  context: AttemptContext,
): Promise<Outcome[]> {
  const started = context.clock.now();
  const outcomes = await send(sender, batch, context.signal);
  for (let tries = 1; tries < TRIES_PER_ATTEMPT; tries++) {
    const again = indexesToRetry(outcomes);
    const wait = Math.max(tryWait(tries, context.random()), longestAfter(outcomes, again));
    if (again.length === 0 || context.signal.aborted || context.clock.now() + wait - started > ATTEMPT_LIMIT)
      break;
    await pause(context, wait);
    if (context.signal.aborted) break;
    const retried = await send(
      sender,
      again.flatMap((i) => batch[i] ?? []),
      context.signal,
    );
    again.forEach((index, i) => {
      const outcome = retried[i];
      if (outcome !== undefined) outcomes[index] = outcome;
    });
  }
  return outcomes;
}

function indexesToRetry(outcomes: readonly Outcome[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < outcomes.length; i++) if (outcomes[i]?.kind === "retry") found.push(i);
  return found;
}

function longestAfter(outcomes: readonly Outcome[], indexes: readonly number[]): number {
  return indexes.reduce((longest, index) => {
    const outcome = outcomes[index];
    return outcome?.kind === "retry" ? Math.max(longest, outcome.after ?? 0) : longest;
  }, 0);
}

/** A sender that breaks its promise (throws, or answers too few outcomes) must not lose a message. */
async function send(sender: Sender, batch: readonly Message[], signal: AbortSignal): Promise<Outcome[]> {
  try {
    const outcomes = await sender.send(batch, signal);
    return batch.map((_, i) => outcomes[i] ?? broken("the sender answered fewer outcomes than messages"));
  } catch (error) {
    return batch.map(() => broken(messageOf(error)));
  }
}

function broken(message: string): Outcome {
  return { kind: "unavailable", error: { code: "sender_failed", message, blame: "millrace" } };
}

function pause({ clock, signal }: AttemptContext, wait: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(wait, done);
    signal.addEventListener("abort", done);
  });
}
