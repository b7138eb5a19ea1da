import { systemClock } from "../../core/time.ts";
import { SqliteHistory } from "../sqlite-history.ts";

/** Counts a thousand deliveries, flushes, says so on standard output, and begins again: to be killed at any moment. */
const history = await SqliteHistory.open({
  folder: process.argv[2] ?? ".",
  clock: systemClock,
  logger: { warn: (_fields, message) => void process.stderr.write(`${message}\n`) },
});
const counter = history.counterOf("p", "r");
for (let flushed = 1; ; flushed++) {
  for (let i = 0; i < 1_000; i++) counter.delivered(i, true);
  await history.flush();
  process.stdout.write(`${flushed}\n`);
}
