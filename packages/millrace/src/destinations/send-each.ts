import type { Message, Outcome } from "../core/message.ts";

/**
 * Sends each message of a batch by itself, `atOnce` at a time. Once the place cannot be reached, the messages that were
 * not sent yet need not find that out one by one.
 */
export async function sendEach(
  batch: readonly Message[],
  atOnce: number,
  send: (message: Message) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  let unavailable: Outcome | undefined;
  const work = async (): Promise<void> => {
    for (let i = next++; i < batch.length; i = next++) {
      const message = batch[i];
      if (message === undefined) continue;
      const outcome = unavailable ?? (await send(message));
      if (outcome.kind === "unavailable") unavailable = outcome;
      outcomes[i] = outcome;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, batch.length) }, work));
  return outcomes;
}
