import type { Message, Outcome } from "../../core/message.ts";
import { callEach } from "../send-each.ts";
import { outcomeOf } from "./outcomes.ts";
import { REQUESTS } from "./request-client.ts";

/** What is under way for a message. */
export interface Cancellable {
  cancel(): void;
}

/** The outcome of a message that arrived. */
export const DELIVERED: Outcome = { kind: "delivered" };

const STOPPED: Outcome = outcomeOf({ noAnswer: "aborted", said: "" });

/** Sends one message, calls `done` once, and answers what can be cancelled; undefined where there is nothing. */
export type SendMessage = (message: Message, done: (outcome: Outcome) => void) => Cancellable | undefined;

/** Sends each message of a batch as a request of its own, several at once, until the signal says to stop. */
export function sendBatch(
  batch: readonly Message[],
  signal: AbortSignal,
  send: SendMessage,
): Promise<readonly Outcome[]> {
  if (signal.aborted) return Promise.resolve(batch.map(() => STOPPED));
  return new Promise((resolve) => {
    /** What each worker has under way, or had last. */
    const open: (Cancellable | undefined)[] = [];
    const cancel = (): void => open.forEach((exchange) => exchange?.cancel());
    signal.addEventListener("abort", cancel);
    callEach(
      batch,
      REQUESTS,
      (message, worker, done) => {
        open[worker] = send(message, done);
      },
      (outcomes) => {
        signal.removeEventListener("abort", cancel);
        resolve(outcomes);
      },
    );
  });
}
