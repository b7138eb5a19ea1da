import type { Sender } from "../core/destination.ts";
import { messageOf } from "../core/errors.ts";
import { sizeOfAll } from "../core/message.ts";
import type { Bytes, Message, Outcome } from "../core/message.ts";
import { ATTEMPT_LIMIT, TRIES_PER_ATTEMPT, tryWait } from "../core/retry-schedule.ts";
import type { Clock } from "../core/time.ts";

/** What an attempt needs of its surroundings. */
export interface AttemptContext {
  readonly sender: Sender;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random: () => number;
  /** The ordering keys of the messages, where several of one key may be among them. */
  readonly keys: readonly string[] | undefined;
  /** Called before messages go out once more. */
  readonly onAgain: (records: number, bytes: Bytes) => void;
}

/**
 * One attempt of a batch: sends it, and tries messages that were throttled or failed for the moment again at once,
 * at most {@link TRIES_PER_ATTEMPT} times within {@link ATTEMPT_LIMIT}. Answers an outcome a message, in order.
 * What was sent after a message of its key that failed goes out again with it, so that the last copies are in order.
 */
export async function attempt(batch: readonly Message[], context: AttemptContext): Promise<Outcome[]> {
  const { clock, random, signal, keys, sender, onAgain } = context;
  const started = clock.elapsed();
  const outcomes = await send(sender, batch, signal);
  for (let tries = 1; tries < TRIES_PER_ATTEMPT; tries++) {
    const again = indexesToRetry(outcomes, keys);
    if (again.length === 0) break;
    const wait = Math.max(tryWait(tries, random()), longestAfter(outcomes, again));
    if (signal.aborted || clock.elapsed() + wait - started > ATTEMPT_LIMIT) break;
    await pause(clock, signal, wait);
    if (signal.aborted) break;
    const messages = again.flatMap((i) => batch[i] ?? []);
    onAgain(messages.length, sizeOfAll(messages));
    const retried = await send(sender, messages, signal);
    again.forEach((index, i) => {
      const outcome = retried[i];
      if (outcome !== undefined) outcomes[index] = outcome;
    });
  }
  return outcomes;
}

/** Messages that failed for the moment and, of their keys, all that came after them and were not refused. */
function indexesToRetry(outcomes: readonly Outcome[], keys: readonly string[] | undefined): number[] {
  const found: number[] = [];
  const failed = new Set<string>();
  for (let i = 0; i < outcomes.length; i++) {
    const kind = outcomes[i]?.kind;
    const key = keys?.[i] ?? "";
    if (kind === "retry") {
      found.push(i);
      if (key !== "") failed.add(key);
    } else if (failed.size > 0 && kind !== "discard" && failed.has(key)) found.push(i);
  }
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

function pause(clock: Clock, signal: AbortSignal, wait: number): Promise<void> {
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
