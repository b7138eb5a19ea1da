import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { newId } from "../../core/ids.ts";
import { systemClock } from "../../core/time.ts";
import { planRange } from "../resolution.ts";
import { SqliteHistory } from "../sqlite-history.ts";

/**
 * What the delivery history costs: a call, a flush of ten thousand active routes, their disk, the largest answer, a roll-up.
 * Run it with `node --expose-gc --import tsx packages/millrace/src/history/testing/history-bench.ts`.
 */
const CALLS = 1_000_000;
const ROUTES = 10_000;
const PROJECT = newId();
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const best = (times: number, run: () => void): number => {
  const took = Array.from({ length: times }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...took);
};
/** One to sixty milliseconds, as a stream would answer. */
const latencies = Float64Array.from({ length: 4_096 }, (_, i) => 2 + Math.exp(Math.sin(i * 1.7) * 3));

const folder = await mkdtemp(join(tmpdir(), "millrace-history-bench-"));
let ahead = 0;
const clock = { ...systemClock, now: () => Date.now() + ahead };
const history = await SqliteHistory.open({
  folder,
  clock,
  logger: { warn: (fields, message) => say(`${message} ${JSON.stringify(fields)}`) },
});

const counter = history.counterOf(PROJECT, newId());
const bare = { first: 0, retried: 0, sum: 0 };
const bareMs = best(8, () => {
  for (let i = 0; i < CALLS; i++) {
    if (i % 16 === 0) bare.retried++;
    else bare.first++;
    bare.sum += latencies[i % 4_096] ?? 0;
  }
});
const callMs = best(8, () => {
  for (let i = 0; i < CALLS; i++) counter.delivered(latencies[i % 4_096] ?? 0, i % 16 !== 0);
});
say(`1,000,000 delivered(): ${callMs.toFixed(1)} ms; three bare additions instead: ${bareMs.toFixed(1)} ms`);
await history.flush();

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const ids = Array.from({ length: ROUTES }, newId);
const before = heap();
const counters = ids.map((id) => history.counterOf(PROJECT, id));
say(`an idle route: ${((heap() - before) / ROUTES).toFixed(0)} bytes beside its id`);

const countAll = (each: number): void => {
  counters.forEach((one, route) => {
    one.attempted(each, each * 800);
    for (let i = 0; i < each; i++) one.delivered(latencies[(route + i) % 4_096] ?? 0, true);
  });
};
const loop = monitorEventLoopDelay({ resolution: 1 });
for (let round = 0; round < 5; round++) {
  countAll(100);
  await new Promise((resolve) => setTimeout(resolve, 50));
  loop.reset();
  loop.enable();
  const [started, use] = [performance.now(), performance.eventLoopUtilization()];
  await history.flush();
  const { active } = performance.eventLoopUtilization(use);
  loop.disable();
  say(
    `flush of 10,000 active routes: on disk after ${(performance.now() - started).toFixed(0)} ms, ` +
      `main thread ${active.toFixed(0)} ms of it, longest pause ${(loop.max / 1e6).toFixed(1)} ms`,
  );
}

for (let minute = 0; minute < 60; minute++) {
  ahead += MINUTE;
  await history.flush();
  countAll(20);
  await history.flush();
}
const { size } = await stat(join(folder, "history.db"));
say(
  `an hour of 10,000 routes: ${(size / 1e6).toFixed(0)} MB, ${(size / 61 / ROUTES).toFixed(0)} bytes a point`,
);
ahead += 3 * DAY;
const rollUpStarted = performance.now();
await history.rollUp();
say(`its roll-up: ${(performance.now() - rollUpStarted).toFixed(0)} ms in the writer's thread`);

ahead += DAY;
await history.flush();
for (let minute = 0; minute < 1_440; minute++) {
  ahead += MINUTE;
  await history.flush();
  for (let i = 0; i < 50; i++) counter.delivered(latencies[(minute + i) % 4_096] ?? 0, true);
  await history.flush();
}
const { projectId, routeId } = counter.owner;
const now = clock.now();
const range = planRange({ from: now - DAY, to: now, resolution: "minute" }, now);
const readMs = best(10, () => void history.read(projectId, routeId, range));
say(
  `a day of minutes of one route: ${history.read(projectId, routeId, range).points.length} points in ${readMs.toFixed(0)} ms`,
);
await history.close();
await rm(folder, { recursive: true });
