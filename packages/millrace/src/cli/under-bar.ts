import { SingleBar } from "cli-progress";
import { inParallel } from "../core/in-parallel.ts";

/** Runs a task an item, some at once, under a progress bar where a person watches; answers in the items' order. */
export async function underBar<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  showBar: boolean,
  run: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const bar = new SingleBar({
    format: "{bar} {value}/{total} | {percentage}% | {eta_formatted} left",
    stream: process.stderr,
  });
  if (showBar && process.stderr.isTTY) bar.start(items.length, 0);
  const answers: Answer[] = [];
  try {
    await inParallel([...items.entries()], Math.max(1, atOnce), async ([i, item]) => {
      answers[i] = await run(item);
      bar.increment();
    });
  } finally {
    bar.stop();
  }
  return answers;
}
