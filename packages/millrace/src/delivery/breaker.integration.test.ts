import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../core/message.ts";
import { DEFAULT_SCHEDULE } from "../core/retry-schedule.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { LaneBench, named, PROJECT } from "./testing/lane-bench.ts";

const DELIVERED: Outcome = { kind: "delivered" };
const error = { code: "broken", message: "broken", blame: "destination" } as const;
const later: Outcome = { kind: "retry", error };
const down: Outcome = { kind: "unavailable", error };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("the breaker of a lane", () => {
  let bench: LaneBench;
  let clock: ManualClock;
  beforeEach(async () => {
    bench = await LaneBench.make();
    clock = new ManualClock();
    bench.clock = clock;
    bench.schedule = DEFAULT_SCHEDULE;
    bench.limits = { ...bench.limits, batchRecords: 5, concurrency: 1 };
    bench.lanes = bench.newLanes();
  });
  afterEach(async () => {
    const its = clock;
    const turning = setInterval(() => its.advance(100), 1);
    await bench.close().finally(() => clearInterval(turning));
    await bench.remove();
  });
  const append = (count: number, from = 0) =>
    bench.log.append(Array.from({ length: count }, (_, i) => named(from + i)));
  const state = () => bench.lanes.stateOf("route-1");
  /** Lets time pass until the condition holds, in steps that give the lane the chance to work. */
  const passUntil = async (holds: () => boolean, step = 1_000, most = 100_000): Promise<void> => {
    for (let i = 0; i < most && !holds(); i++) {
      clock.advance(step);
      await pause(1);
    }
    expect(holds()).toBe(true);
  };

  it("opens on what speaks for the destination; one probe of one message at a time, less and less often", async () => {
    bench.destination.script = () => down;
    await append(100);
    await bench.lanes.start();
    await vi.waitFor(() => expect(state()).toMatchObject({ state: "open", cursor: 0, lag: 100, parked: 0 }));
    expect(state()).toMatchObject({ cause: { code: "broken" }, lastError: { code: "broken" } });
    expect(state()?.nextProbeAt).toBeDefined();
    expect(bench.destination.batches).toHaveLength(1);
    const at: number[] = [];
    for (let probe = 1; probe <= 9; probe++) {
      await passUntil(() => bench.destination.batches.length > probe, 100);
      at.push(clock.elapsed());
      expect(bench.destination.batches.at(-1)).toHaveLength(1);
      await vi.waitFor(() => expect(state()?.nextProbeAt).toBeDefined());
    }
    const waits = at.slice(1).map((each, i) => Math.round((each - (at[i] ?? 0)) / 1_000));
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    // Days of it cost no event an attempt.
    for (let hour = 0; hour < 72; hour++) {
      clock.advance(3_600_000);
      await pause(2);
    }
    expect(state()).toMatchObject({ state: "open", cursor: 0, parked: 0, deadLetters: 0 });
    bench.destination.script = () => DELIVERED;
    await passUntil(() => state()?.cursor === bench.log.head());
    expect(state()).toMatchObject({ state: "healthy", deadLetters: 0, counts: { delivered: 100 } });
    expect(new Set(bench.destination.taken).size).toBe(100);
  });

  it("probes with one message after the other, so that no single one can keep it open", async () => {
    bench.destination.script = (message, _, batch) =>
      batch === 1 || message.event.data === "0" ? down : DELIVERED;
    await append(40);
    await bench.lanes.start();
    await vi.waitFor(() => expect(state()).toMatchObject({ state: "open" }));
    await passUntil(() => bench.destination.taken.length === 39, 500);
    // In the end it is the one message that fails: it takes its own way, and the cursor passes it.
    await passUntil(() => state()?.cursor === bench.log.head(), 500);
    expect(state()).toMatchObject({ parked: 1 });
    await passUntil(() => state()?.deadLetters === 1, 10_000);
    expect(bench.ledger.listDeadLetters({ projectId: PROJECT, limit: 2 })).toMatchObject([
      { event: { data: "0" }, ended: "expired", attempts: 10 },
    ]);
  });

  it("opens when message after message fails; what was attempted keeps its schedule, what is behind loses nothing", async () => {
    bench.destination.script = () => later;
    await bench.lanes.start();
    await append(5);
    await passUntil(() => state()?.parked === 5, 100);
    expect(state()).toMatchObject({ state: "failing", cause: { code: "broken" } });
    await append(100, 5);
    await passUntil(() => state()?.state === "open", 100);
    const attempted = state()?.parked ?? 0;
    // The five that came when the tenth in a row failed are held, and lose no attempt.
    expect(attempted).toBe(5);
    await passUntil(() => state()?.deadLetters === attempted, 5_000);
    expect(clock.elapsed()).toBeGreaterThan(DEFAULT_SCHEDULE.total);
    expect(state()).toMatchObject({ state: "open", lag: 100, parked: 0, counts: { expired: attempted } });
    bench.destination.script = () => DELIVERED;
    await passUntil(() => state()?.cursor === bench.log.head());
    expect(bench.destination.taken).toHaveLength(100);
    expect(state()).toMatchObject({ state: "healthy", deadLetters: attempted });
  });

  it("is failing, not open, while single messages fail among others that get through", async () => {
    bench.destination.script = (message) => (Number(message.event.data) % 2 === 0 ? later : DELIVERED);
    await bench.lanes.start();
    await append(40);
    await passUntil(() => state()?.cursor === bench.log.head(), 100);
    expect(state()).toMatchObject({ parked: 20, state: "healthy", lastError: { code: "broken" } });
  });

  it("slows down for a destination that throttles whole requests, at no attempt, and speeds up again", async () => {
    const throttled: Outcome = { kind: "unavailable", error: { ...error, code: "throttled" } };
    let busy = true;
    bench.destination.script = () => (busy ? throttled : DELIVERED);
    await append(50);
    await bench.lanes.start();
    await vi.waitFor(() => expect(bench.destination.batches).toHaveLength(1));
    await passUntil(() => bench.destination.batches.length >= 6, 50);
    expect(state()).toMatchObject({ state: "failing", cursor: 0, parked: 0, cause: { code: "throttled" } });
    expect(state()?.pacedTo).toBeDefined();
    busy = false;
    await passUntil(() => state()?.cursor === bench.log.head(), 200);
    expect(state()).toMatchObject({ state: "healthy", counts: { delivered: 50 } });
    await append(5_000, 100);
    await passUntil(() => state()?.pacedTo === undefined, 200);
  });
});
