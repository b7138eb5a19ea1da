import type { Message, Outcome } from "../core/message.ts";

/**
 * Sends each message of a batch by itself, `atOnce` at a time. Once the place cannot be reached, the messages that were
 * not sent yet need not find that out one by one.
 */
export function sendEach(
  batch: readonly Message[],
  atOnce: number,
  send: (message: Message) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  return new Promise((resolve, reject) => {
    callEach(batch, atOnce, (message, _worker, settle) => void send(message).then(settle, reject), resolve);
  });
}

/** Sends one message and calls `done`, once. `worker` counts from 0: each sends one message at a time. */
export type SendOne = (message: Message, worker: number, done: (outcome: Outcome) => void) => void;

/** {@link sendEach} with calls: where so little is done for a message that a promise for each counts. */
export function callEach(
  batch: readonly Message[],
  atOnce: number,
  send: SendOne,
  end: (outcomes: readonly Outcome[]) => void,
): void {
  const outcomes: Outcome[] = [];
  let next = 0;
  let left = batch.length;
  let unavailable: Outcome | undefined;

  const settle = (at: number, outcome: Outcome): void => {
    if (outcome.kind === "unavailable") unavailable = outcome;
    outcomes[at] = outcome;
    if (--left === 0) end(outcomes);
  };

  const work = (worker: number): void => {
    let at = 0;
    let sending = false;
    let waiting = false;
    const done = (outcome: Outcome): void => {
      waiting = false;
      settle(at, outcome);
      // One that is done before `send` returns is followed by the next in the loop: calls must not pile up.
      if (!sending) goOn();
    };
    const goOn = (): void => {
      while (!waiting) {
        const message = batch[next];
        if (message === undefined) return;
        at = next++;
        if (unavailable !== undefined) settle(at, unavailable);
        else {
          waiting = true;
          sending = true;
          send(message, worker, done);
          sending = false;
        }
      }
    };
    goOn();
  };

  if (batch.length === 0) end(outcomes);
  for (let worker = 0; worker < Math.min(atOnce, batch.length); worker++) work(worker);
}
