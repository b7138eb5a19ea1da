import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "../core/ids.ts";
import type { Message, Outcome } from "../core/message.ts";
import type { Replay } from "../core/replay.ts";
import { LaneBench, named, PROJECT, ScriptedDestination } from "./testing/lane-bench.ts";

const DELIVERED: Outcome = { kind: "delivered" };
const error = { code: "busy", message: "busy", blame: "destination" } as const;
const never: Outcome = { kind: "discard", error };

describe("a replay", () => {
  let bench: LaneBench;
  /** Replay ids of the messages that arrived, by data. */
  let marks: Map<string, (string | undefined)[]>;
  const marking = (answer: (message: Message) => Outcome) => (message: Message) => {
    const { data, metadata } = message.event;
    marks.set(data, [...(marks.get(data) ?? []), metadata.replayId]);
    return answer(message);
  };
  beforeEach(async () => {
    bench = await LaneBench.make();
    marks = new Map();
    bench.destination.script = marking(() => DELIVERED);
    await bench.log.append(
      Array.from({ length: 50 }, (_, i) => named(i, i % 10 === 9 ? { topic: "other" } : {})),
    );
    bench.lanes = bench.newLanes();
    await bench.lanes.start();
    await vi.waitUntil(() => state()?.lag === 0);
  });
  afterEach(async () => {
    await bench.close();
    await bench.remove();
  });
  const state = () => bench.lanes.stateOf("route-1");
  const start = async (over: Partial<Replay> = {}): Promise<Replay> => {
    const replay: Replay = {
      id: newId(),
      projectId: PROJECT,
      routeId: "route-1",
      destinationId: "destination-1",
      of: { kind: "events", from: 10, to: 30 },
      total: 20,
      state: "running",
      createTime: "1",
      updateTime: "1",
      ...over,
    };
    bench.replays.push(replay);
    await bench.lanes.refresh(PROJECT, "route-1");
    return replay;
  };
  const ended = (id: string) =>
    vi.waitFor(
      () => {
        const found = bench.ended.find(({ replay }) => replay.id === id);
        expect(found).toBeDefined();
        return found;
      },
      { timeout: 5_000 },
    );
  const letters = () => bench.ledger.listDeadLetters({ projectId: PROJECT, limit: 50 });

  it("sends a stretch of the log once more, marked, and what the route takes alone; the route's own lane is not touched", async () => {
    bench.destination.taken.length = 0;
    const { id } = await start();
    expect(await ended(id)).toMatchObject({ result: { delivered: 18, discarded: 0, expired: 0 } });
    expect(bench.destination.taken).toHaveLength(18);
    expect(marks.get("10")).toEqual([undefined, id]);
    expect(marks.get("9")).toBeUndefined();
    expect(marks.get("31")).toEqual([undefined]);
    expect(bench.lanes.progressOf(id)).toBeUndefined();
    expect(bench.ledger.laneOf(id)).toBeUndefined();
    expect(state()).toMatchObject({ cursor: bench.log.head(), counts: { delivered: 45 } });
  });

  it("takes only the topics and ids that were asked for", async () => {
    const wanted = bench.log.read(PROJECT, 11, { events: 3, bytes: 1_000 }).map((event) => event.id);
    const { id } = await start({ of: { kind: "events", from: 0, to: 50, ids: wanted } });
    expect(await ended(id)).toMatchObject({ result: { delivered: 3 } });
    const none = await start({ of: { kind: "events", from: 0, to: 50, topics: ["other"] } });
    expect(await ended(none.id)).toMatchObject({ result: { delivered: 0 } });
  });

  it("goes into another destination, whose failures are letters of their own", async () => {
    const other = new ScriptedDestination();
    other.script = marking((message) => (message.event.data === "12" ? never : DELIVERED));
    bench.destinations.set("destination-2", other);
    bench.destination.taken.length = 0;
    const { id } = await start({ destinationId: "destination-2" });
    expect(await ended(id)).toMatchObject({ result: { delivered: 17, discarded: 1 } });
    expect(other.taken).toHaveLength(17);
    expect(bench.destination.taken).toEqual([]);
    expect(letters()).toMatchObject([{ laneId: id, routeId: "route-1", destinationId: "destination-2" }]);
    // Kept whole: without the mark of the replay.
    expect(letters()[0]?.event.metadata).toEqual({});
  });

  it("goes on after a restart where it was, and repeats nothing that was confirmed", async () => {
    let most = 5;
    bench.limits = { ...bench.limits, batchRecords: 1 };
    bench.version = "2";
    await bench.lanes.refresh(PROJECT);
    bench.destination.script = marking(() =>
      most-- > 0 ? DELIVERED : { kind: "unavailable", error: { ...error, code: "down" } },
    );
    const { id } = await start();
    await vi.waitFor(() =>
      expect(bench.lanes.progressOf(id)).toMatchObject({ state: "open", totals: { delivered: 5 } }),
    );
    await bench.close();
    bench.destination.script = marking(() => DELIVERED);
    await bench.open();
    await bench.lanes.start();
    expect(await ended(id)).toMatchObject({ result: { delivered: 18 } });
    const again = [...marks.values()].flat().filter((mark) => mark === id);
    expect(again).toHaveLength(18 + 1);
  });

  it("ends though the last of it expired, which made the destination look broken", async () => {
    bench.schedule = { attempts: 10, firstWait: 2, factor: 1, maxWait: 2, total: 20 };
    bench.version = "2";
    await bench.lanes.refresh(PROJECT);
    bench.destination.script = marking(() => ({ kind: "retry", error, after: 5_000 }));
    const { id } = await start({ of: { kind: "events", from: 10, to: 11 } });
    expect(await ended(id)).toMatchObject({ result: { delivered: 0, expired: 1 } });
  });

  it("counts what was delivered before it was reopened", async () => {
    bench.limits = { ...bench.limits, batchRecords: 1 };
    bench.version = "2";
    await bench.lanes.refresh(PROJECT);
    let held: (() => void) | undefined;
    let count = 0;
    bench.destination.script = async (message) => {
      if (message.event.metadata.replayId !== undefined && ++count === 3)
        await new Promise<void>((resolve) => (held = resolve));
      return DELIVERED;
    };
    const replay = await start();
    await vi.waitUntil(() => held !== undefined);
    bench.replays = [{ ...replay, updateTime: "2" }];
    const refreshed = bench.lanes.refresh(PROJECT, "route-1");
    expect(bench.lanes.owedFrom(PROJECT)).toBeLessThanOrEqual(14);
    held?.();
    await refreshed;
    expect(await ended(replay.id)).toMatchObject({ result: { delivered: 18 } });
  });

  it("is not done before the disk has taken what it did", async () => {
    const commit = bench.ledger.commit.bind(bench.ledger);
    const { id } = await start({ of: { kind: "events", from: 49, to: 50 }, state: "paused" });
    bench.ledger.commit = () => Promise.reject(new Error("disk full"));
    bench.replays = bench.replays.map((each) => ({ ...each, state: "running", updateTime: "2" }));
    bench.destination.script = marking(() => never);
    await bench.log.append([named("x")]);
    await bench.lanes.refresh(PROJECT, "route-1");
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(bench.ended.find(({ replay }) => replay.id === id)).toBeUndefined();
    bench.ledger.commit = commit;
    await vi.waitFor(() => expect(bench.ended.find(({ replay }) => replay.id === id)).toBeDefined(), {
      timeout: 15_000,
    });
  }, 40_000);

  it("is paused and cancelled", async () => {
    const gate = { open: false };
    const replay = await start({ state: "paused" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bench.lanes.progressOf(replay.id)).toMatchObject({ totals: { delivered: 0 } });
    bench.limits = { ...bench.limits, batchRecords: 1 };
    bench.destination.script = marking(() => (gate.open ? DELIVERED : { kind: "unavailable", error }));
    bench.replays = [{ ...replay, state: "running", updateTime: "2" }];
    await bench.lanes.refresh(PROJECT, "route-1");
    await vi.waitFor(() => expect(bench.lanes.progressOf(replay.id)).toMatchObject({ state: "open" }));
    bench.replays = [];
    await bench.lanes.refresh(PROJECT, "route-1");
    expect(bench.lanes.progressOf(replay.id)).toBeUndefined();
    gate.open = true;
    await bench.log.append([named("live")]);
    await vi.waitFor(() => expect(bench.destination.taken.at(-1)).toBe('"live"'));
    expect(marks.get("20")?.filter((mark) => mark === replay.id)).toEqual([]);
  });

  describe("of dead letters", () => {
    beforeEach(async () => {
      bench.destination.script = marking(() => never);
      await bench.log.append([named("a"), named("b"), named("c")]);
      await vi.waitUntil(() => letters().length === 3);
    });
    const replayAll = (over: object = {}) => {
      const positions = letters().map(({ event }) => event.position);
      return start({
        of: {
          kind: "dead_letters",
          laneId: "route-1",
          from: Math.min(...positions) - 1,
          to: Math.max(...positions),
          letters: { throughId: newId(), ...over },
        },
      });
    };

    it("takes away what is delivered and keeps what fails again, with every attempt", async () => {
      bench.destination.script = marking((message) => (message.event.data === '"b"' ? never : DELIVERED));
      const { id } = await replayAll();
      expect(await ended(id)).toMatchObject({ result: { delivered: 2, discarded: 1 } });
      expect(letters()).toMatchObject([
        {
          event: { data: '"b"' },
          attempts: 2,
          failures: [{ error: { code: "busy" } }, { error: { code: "busy" } }],
        },
      ]);
      expect(marks.get('"a"')).toEqual([undefined, id]);
      expect(state()).toMatchObject({ deadLetters: 1 });
    });

    it("takes the letters that were asked for and leaves those that came later", async () => {
      bench.destination.script = marking(() => DELIVERED);
      const first = letters().find(({ event }) => event.data === '"a"');
      const { id } = await replayAll({ ids: [first?.id] });
      expect(await ended(id)).toMatchObject({ result: { delivered: 1 } });
      expect(letters()).toHaveLength(2);
      const late = await replayAll({ throughId: "00000000-0000-7000-8000-000000000000" });
      expect(await ended(late.id)).toMatchObject({ result: { delivered: 0 } });
    });

    it("needs the log no more", async () => {
      await bench.log.remove(PROJECT, bench.log.head());
      bench.destination.script = marking(() => DELIVERED);
      const { id } = await replayAll();
      expect(await ended(id)).toMatchObject({ result: { delivered: 3 } });
      expect(letters()).toEqual([]);
    });
  });
});
