import type { ServerProcess } from "./server-process.ts";
import { until } from "./support.ts";

/** Calls under way at once. */
const AT_ONCE = 6;

/** Milliseconds from each start to the kill behind it. */
const WAITS = [700, 1_500, 300, 1_100];

/**
 * Does `work` again and again, several at once, while the server is killed and started again; and kills it once more when
 * all of it is done.
 * @returns how often it was done: for all numbers below
 */
export async function throughKills(
  server: ServerProcess,
  work: (n: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const stop = new AbortController();
  const goOn = async (): Promise<void> => {
    while (!stop.signal.aborted) await work(next++);
  };
  const working = Array.from({ length: AT_ONCE }, goOn);
  for (const wait of WAITS) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    await server.crash();
  }
  stop.abort();
  await Promise.all(working);
  await server.crash();
  return next;
}

/** Makes the same call again until it is taken: a kill may have come between the flush and the answer. */
export async function untilTaken(call: () => Promise<boolean>): Promise<void> {
  await until(() => call().catch(() => false), 60);
}
