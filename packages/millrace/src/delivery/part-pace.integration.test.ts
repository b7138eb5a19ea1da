import { expect, it, vi } from "vitest";
import type { Message } from "../core/message.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { PartPace } from "./part-pace.ts";
import { LaneBench, named } from "./testing/lane-bench.ts";
import { TokenBucket } from "./token-bucket.ts";

const error = { code: "throttled", message: "slow", blame: "destination" } as const;

/** A message whose key names its part. */
const messageTo = (part: string): Message => ({
  event: { ...named(1), position: 1, acceptedAt: 0 },
  body: "1",
  bodyBytes: 1,
  key: part,
  keyBytes: part.length,
  attributes: {},
});

it("a part finds the rate it takes: most of it, seldom more, and no part pays for another", () => {
  const clock = new ManualClock();
  const pace = new PartPace(clock, {
    recordsPerSecond: 1_000,
    bytesPerSecond: 1_000_000,
    of: (message) => message.key,
    learn: () => {},
  });
  const takes = new TokenBucket(300, clock.elapsed(), 300);
  const counts = { hot: 0, refused: 0, cold: 0 };
  for (let ms = 0; ms < 60_000; ms++) {
    for (let i = 0; i < 2; i++) {
      if (pace.refusedBy(messageTo("cold")) === undefined) counts.cold++;
      if (pace.refusedBy(messageTo("hot")) !== undefined) continue;
      if (takes.available(clock.elapsed()) >= 1) {
        takes.take(1, clock.elapsed());
        counts.hot++;
      } else {
        counts.refused++;
        expect(pace.throttled(messageTo("hot"))).toBe(true);
      }
    }
    clock.advance(1);
  }
  expect(counts.cold).toBe(120_000);
  expect(counts.hot).toBeGreaterThan(60 * 300 * 0.75);
  expect(counts.refused).toBeLessThan(counts.hot * 0.15);
});

it("a destination made of parts is paced by part: one that is at its limit holds back its own messages alone", async () => {
  const bench = await LaneBench.make();
  bench.limits = { ...bench.limits, batchRecords: 50 };
  const { destination } = bench;
  let tokens = 20;
  const refill = setInterval(() => (tokens = Math.min(20, tokens + 4)), 10);
  const partOf = (message: Message): string => (Number(message.event.data) % 2 === 0 ? "hot" : "cold");
  Object.assign(destination, {
    parts: { recordsPerSecond: 1_000, bytesPerSecond: 1_000_000, of: partOf, learn: () => {} },
  });
  destination.script = (message) => {
    if (partOf(message) === "cold" || tokens-- > 0) return { kind: "delivered" };
    return { kind: "retry", error };
  };
  bench.lanes = bench.newLanes();
  await bench.lanes.start();
  await bench.log.append(Array.from({ length: 2_000 }, (_, i) => named(i)));
  const started = performance.now();
  await vi.waitFor(
    () => expect(destination.taken.filter((data) => Number(data) % 2 === 1)).toHaveLength(1_000),
    { timeout: 10_000 },
  );
  const coldAfter = performance.now() - started;
  await vi.waitFor(() => expect(new Set(destination.taken).size).toBe(2_000), { timeout: 20_000 });
  const hotAfter = performance.now() - started;
  expect(coldAfter).toBeLessThan(hotAfter * 0.7);
  clearInterval(refill);
  await bench.close();
  await bench.remove();
}, 40_000);
