import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../core/message.ts";
import { aRoute, LaneBench, named, PROJECT } from "./testing/lane-bench.ts";

const DELIVERED: Outcome = { kind: "delivered" };
const error = (code: string) => ({ code, message: `it said ${code}`, blame: "destination" as const });
const later = (code = "throttled"): Outcome => ({ kind: "retry", error: error(code) });
const never = (code = "refused"): Outcome => ({ kind: "discard", error: error(code) });
const down = (code = "unreachable"): Outcome => ({ kind: "unavailable", error: error(code) });

const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
const asData = (names: readonly (string | number)[]): string[] => names.map((name) => JSON.stringify(name));
const sorted = (data: readonly string[]): string[] => [...data].sort((a, b) => Number(a) - Number(b));

describe("a lane", () => {
  let bench: LaneBench;
  beforeEach(async () => {
    bench = await LaneBench.make();
  });
  afterEach(async () => {
    await bench.close();
    await bench.remove();
  });
  const append = (names: readonly (string | number)[]) => bench.log.append(names.map((name) => named(name)));
  const state = () => {
    const found = bench.lanes.stateOf("route-1");
    if (found === undefined) throw new Error("no lane");
    return found;
  };
  const settled = () =>
    vi.waitFor(() => expect(state()).toMatchObject({ cursor: bench.log.head(), lag: 0 }), { timeout: 5_000 });
  const restart = async (): Promise<void> => {
    await bench.close();
    await bench.open();
    await bench.lanes.start();
  };

  it("delivers what was there before it started and what comes while it runs", async () => {
    await append(numbers(25));
    await bench.lanes.start();
    await settled();
    await append(numbers(25, 25));
    await settled();
    expect(sorted(bench.destination.taken)).toEqual(asData(numbers(50)));
    expect(state()).toMatchObject({
      state: "healthy",
      parked: 0,
      deadLetters: 0,
      counts: { delivered: 50, retries: 0 },
    });
  });

  it("keeps batches within the destination's limits of records and bytes", async () => {
    bench.limits = {
      recordBytes: 1_000,
      batchRecords: 4,
      batchBytes: 300,
      concurrency: 1,
      oneRequest: true,
      projectBudget: false,
      downloadUrlTtl: 1_000,
    };
    await append(numbers(9));
    await append(["x".repeat(100), "y".repeat(100), "z".repeat(100)]);
    await bench.lanes.start();
    await settled();
    expect(bench.destination.batches.map((b) => b.length)).toEqual([4, 4, 2, 2]);
  });

  it("takes only what matches, and its cursor passes the rest", async () => {
    await bench.log.append([
      named("no", { topic: "other" }),
      named("yes"),
      named("no", { projectId: "project-2" }),
      named("no", { topic: "other" }),
    ]);
    await bench.lanes.start();
    await settled();
    await bench.log.append([named("no", { topic: "other" })]);
    await settled();
    expect(bench.destination.taken).toEqual(['"yes"']);
  });

  it("takes nothing from before its route was made", async () => {
    const [, second] = await append([1, 2, 3]);
    bench.routes = [aRoute({ start: second?.position ?? 0 })];
    await bench.lanes.start();
    await settled();
    expect(bench.destination.taken).toEqual(["3"]);
  });

  it("goes on from its cursor after a restart and repeats nothing that was confirmed", async () => {
    await bench.lanes.start();
    await append(numbers(30));
    await settled();
    await restart();
    await append([99]);
    await settled();
    expect(sorted(bench.destination.taken)).toEqual(asData([...numbers(30), 99]));
  });

  it("tries a throttled message again within the attempt, without parking it", async () => {
    bench.destination.script = (message, sending) =>
      message.event.data === "3" && sending < 3 ? later() : DELIVERED;
    await bench.lanes.start();
    await append(numbers(10));
    await settled();
    expect(sorted(bench.destination.taken)).toEqual(asData(numbers(10)));
    expect(state()).toMatchObject({ parked: 0, counts: { delivered: 10, retries: 0 } });
  });

  it("parks a message that keeps failing, goes on with the others, and delivers it later", async () => {
    bench.destination.script = (message, sending) =>
      message.event.data === "3" && sending < 8 ? later() : DELIVERED;
    await bench.lanes.start();
    const appended = await append(numbers(10));
    await vi.waitFor(() => expect(state()).toMatchObject({ cursor: bench.log.head(), parked: 1 }));
    const event = bench.log.find(PROJECT, appended[3]?.id ?? "");
    expect(event && bench.lanes.deliveriesOf(event)).toMatchObject([
      { routeId: "route-1", status: "parked", attempts: 1 },
    ]);
    await vi.waitFor(() => expect(state().parked).toBe(0), { timeout: 8_000 });
    expect(sorted(bench.destination.taken)).toEqual(asData(numbers(10)));
    expect(event && bench.lanes.deliveriesOf(event)).toEqual([{ routeId: "route-1", status: "delivered" }]);
  });

  it("remembers parked deliveries over a restart", async () => {
    bench.schedule = { ...bench.schedule, firstWait: 3_000 };
    bench.lanes = bench.newLanes();
    bench.destination.script = (message, sending) =>
      message.event.data === "3" && sending <= 3 ? later() : DELIVERED;
    await bench.lanes.start();
    await append(numbers(5));
    await vi.waitFor(() => expect(state()).toMatchObject({ cursor: bench.log.head(), parked: 1 }));
    await restart();
    expect(state().parked).toBe(1);
    await vi.waitFor(() => expect(state().parked).toBe(0), { timeout: 8_000 });
    expect(sorted(bench.destination.taken)).toEqual(asData(numbers(5)));
  });

  it("gives a message up after the last attempt: an expired dead letter with the event in it", async () => {
    bench.schedule = { attempts: 2, firstWait: 10, factor: 1, maxWait: 10, total: 1_000 };
    bench.lanes = bench.newLanes();
    bench.destination.script = (message) => (message.event.data === "1" ? later("busy") : DELIVERED);
    await bench.lanes.start();
    await append(numbers(3));
    await vi.waitFor(
      () =>
        expect(state()).toMatchObject({ parked: 0, deadLetters: 1, counts: { delivered: 2, expired: 1 } }),
      {
        timeout: 8_000,
      },
    );
    expect(bench.ledger.listDeadLetters({ projectId: PROJECT, limit: 10 })).toMatchObject([
      {
        routeId: "route-1",
        ended: "expired",
        attempts: 2,
        error: { code: "busy" },
        event: { data: "1", topic: "track" },
      },
    ]);
  });

  it("discards what the destination or the format step refuses for good, and nothing else", async () => {
    bench.destination.script = (message) => (message.event.data === "1" ? never("too_odd") : DELIVERED);
    await bench.lanes.start();
    await append([0, 1, "unformattable", 2]);
    await settled();
    const letters = bench.ledger.listDeadLetters({ projectId: PROJECT, limit: 10 });
    expect(
      letters
        .map((l) => [l.event.data, l.ended, l.error.code, l.attempts])
        .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      ['"unformattable"', "discarded", "bad_shape", 0],
      ["1", "discarded", "too_odd", 1],
    ]);
    expect(state()).toMatchObject({ deadLetters: 2, counts: { delivered: 2, discarded: 2 } });
    expect(sorted(bench.destination.taken)).toEqual(["0", "2"]);
  });

  it("stands still while the destination is unavailable, probes one batch at a time, and skips nothing", async () => {
    let reachable = false;
    bench.destination.script = () => (reachable ? DELIVERED : down());
    await bench.lanes.start();
    await append(numbers(100));
    await vi.waitFor(() =>
      expect(state()).toMatchObject({
        state: "open",
        cursor: 0,
        lag: 100,
        lastError: { code: "unreachable" },
      }),
    );
    const sentWhileDown = bench.destination.batches.length;
    expect(sentWhileDown).toBeLessThanOrEqual(bench.limits.concurrency);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(bench.destination.batches.length).toBe(sentWhileDown + 1);
    reachable = true;
    await settled();
    expect(sorted(bench.destination.taken)).toEqual(asData(numbers(100)));
    expect(state()).toMatchObject({ state: "healthy", deadLetters: 0, parked: 0 });
  });

  it("moves the cursor only over what is settled, however batches overtake each other", async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    bench.limits = { ...bench.limits, batchRecords: 1 };
    bench.destination.script = async (message) => {
      if (message.event.data === "0") await gate;
      return DELIVERED;
    };
    await append(numbers(20));
    await bench.lanes.start();
    await vi.waitFor(() => expect(bench.destination.taken).toHaveLength(19));
    expect(state().cursor).toBe(0);
    release();
    await settled();
    expect(bench.destination.taken).toHaveLength(20);
  });

  it("attempts the only delivery of a quiet route to the end, though the breaker opens for it", async () => {
    bench.schedule = { attempts: 15, firstWait: 5, factor: 1, maxWait: 5, total: 60_000 };
    bench.lanes = bench.newLanes();
    // Longer than an attempt lasts: no further tries within one.
    bench.destination.script = () => ({ kind: "retry", error: error("busy"), after: 4_001 });
    bench.schedule = { ...bench.schedule, total: 20 };
    await bench.lanes.start();
    await append([1]);
    await vi.waitFor(() => expect(state()).toMatchObject({ deadLetters: 1, parked: 0 }), { timeout: 10_000 });
  });

  it("does not trust a sender that throws or answers too little", async () => {
    let calls = 0;
    const send = bench.destination.send.bind(bench.destination);
    bench.destination.send = async (batch) => {
      calls++;
      if (calls === 1) throw new Error("broken sender");
      const outcomes = await send(batch);
      return calls === 2 ? outcomes.slice(1) : outcomes;
    };
    await bench.lanes.start();
    await append(numbers(3));
    await settled();
    expect(new Set(bench.destination.taken)).toEqual(new Set(asData(numbers(3))));
    expect(state().deadLetters).toBe(0);
  });

  it("yields to a new owner: the old lane's commits change nothing and it stops", async () => {
    await bench.lanes.start();
    await append([1]);
    await settled();
    const successor = bench.newLanes();
    await successor.start();
    await append([2]);
    await vi.waitFor(() => expect(successor.stateOf("route-1")?.cursor).toBe(bench.log.head()));
    await append([3]);
    await vi.waitFor(() => expect(successor.stateOf("route-1")?.counts.delivered).toBe(2));
    expect(state().counts.delivered).toBeLessThan(3);
    await successor.close(1_000);
  });

  it("starts, pauses, resumes, reopens and removes lanes as the configuration changes", async () => {
    bench.routes = [];
    await bench.lanes.start();
    bench.routes = [aRoute({ paused: true, updateTime: "1" })];
    await bench.lanes.refresh(PROJECT);
    await append([1, 2]);
    expect(state()).toMatchObject({ state: "paused", lag: 2 });
    bench.routes = [aRoute({ updateTime: "2" })];
    await bench.lanes.refresh(PROJECT);
    await settled();
    expect(bench.destination.taken).toEqual(["1", "2"]);
    bench.routes = [];
    await bench.lanes.refresh(PROJECT);
    expect(bench.lanes.stateOf("route-1")).toBeUndefined();
    await append([3]);
    expect(bench.destination.taken).toEqual(["1", "2"]);
  });

  it("keeps a thousand lanes apart and serves them all", async () => {
    bench.routes = numbers(1_000).map((i) => aRoute({ id: `route-${i}`, match: { topics: [`topic-${i}`] } }));
    await bench.lanes.start();
    await bench.log.append(numbers(1_000).map((i) => named(i, { topic: `topic-${i}` })));
    await vi.waitFor(() => expect(bench.destination.taken).toHaveLength(1_000), { timeout: 10_000 });
    expect(sorted(bench.destination.taken)).toEqual(asData(numbers(1_000)));
  });
});
