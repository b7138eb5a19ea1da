import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compileCondition } from "../core/conditions/compile-condition.ts";
import { viewOf } from "../core/event-view.ts";
import type { Event } from "../core/event.ts";
import type { CompiledRoute } from "../core/route.ts";
import { compileRoute } from "../shaping/compile-route.ts";
import { EMPTY_TRANSFORMATIONS } from "../shaping/transformations.ts";
import { aRoute, LaneBench, named, PROJECT, ScriptedDestination } from "./testing/lane-bench.ts";

const ofType = (...types: string[]): CompiledRoute => ({
  wants: (event) => types.includes(String(viewOf(event).fields["event_type"])),
  anchors: [{ place: { in: "event", name: "event_type" }, values: types }],
});
const tagged: CompiledRoute["shape"] = (event: Event) => ({ ...event, data: `{"shaped":${event.data}}` });

describe("a lane of a route with conditions and a shape", () => {
  let bench: LaneBench;
  beforeEach(async () => {
    bench = await LaneBench.make();
  });
  afterEach(async () => {
    await bench.close();
    await bench.remove();
  });
  const append = (types: readonly string[]) =>
    bench.log.append(types.map((type) => ({ ...named(0), data: `{"event_type":"${type}"}` })));
  const settled = (routeId = "route-1") =>
    vi.waitFor(
      () => expect(bench.lanes.stateOf(routeId)).toMatchObject({ cursor: bench.log.head(), lag: 0 }),
      {
        timeout: 5_000,
      },
    );
  const taken = () => bench.destination.taken.toSorted();
  const restart = async (): Promise<void> => {
    await bench.close();
    await bench.open();
    await bench.lanes.start();
  };

  it("takes what its route wants, from the log and as it comes", async () => {
    bench.compile = () => ofType("a", "b");
    await append(["a", "x", "b"]);
    await bench.lanes.start();
    await settled();
    await append(["x", "b"]);
    await settled();
    expect(taken()).toEqual(['{"event_type":"a"}', '{"event_type":"b"}', '{"event_type":"b"}']);
  });

  it("hands each event to the routes of its type alone, and forgets those that are gone", async () => {
    const types = new Map([
      ["route-1", "a"],
      ["route-2", "b"],
    ]);
    bench.routes = [aRoute(), aRoute({ id: "route-2", name: "second" })];
    bench.compile = ({ id }) => ofType(types.get(id) ?? "");
    await bench.lanes.start();
    await append(["a", "b", "c"]);
    await settled();
    expect(taken()).toEqual(['{"event_type":"a"}', '{"event_type":"b"}']);
    bench.routes = [aRoute()];
    await bench.lanes.refresh(PROJECT);
    await append(["b", "a"]);
    await settled();
    expect(taken()).toHaveLength(3);
  });

  it("shapes events before the destination formats them, and keeps them as they were in dead letters", async () => {
    bench.compile = () => ({ shape: tagged });
    bench.destination.script = (message) =>
      message.body.includes('"bad"')
        ? { kind: "discard", error: { code: "refused", message: "no", blame: "event" } }
        : { kind: "delivered" };
    await bench.lanes.start();
    await append(["good", "bad"]);
    await settled();
    expect(taken()).toEqual(['{"shaped":{"event_type":"good"}}']);
    const [letter] = bench.ledger.listDeadLetters({ projectId: PROJECT, limit: 10 });
    expect(letter?.event.data).toBe('{"event_type":"bad"}');
  });

  it("tells of an event what became of it on the routes that want it", async () => {
    bench.compile = () => ofType("a");
    await bench.lanes.start();
    await append(["a", "b"]);
    await settled();
    const [first, second] = bench.log.read(PROJECT, 0, { events: 2, bytes: 1_000 });
    expect(first && bench.lanes.deliveriesOf(first)).toMatchObject([{ status: "delivered" }]);
    expect(second && bench.lanes.deliveriesOf(second)).toEqual([]);
  });

  it("hands each event to exactly the routes whose conditions hold, whatever an index can answer", async () => {
    const text = fc.constantFrom("a", "b", "c", "1");
    const values = fc.array(text, { minLength: 1, maxLength: 2 });
    const conditions = fc.oneof(
      fc.record({ field: fc.constant("event_type"), operator: fc.constantFrom("is", "is_not"), values }),
      fc.record({ eventProperty: fc.constantFrom("p", "q"), operator: fc.constantFrom("is", "in"), values }),
      fc.record({ eventProperty: fc.constant("p"), operator: fc.constantFrom("set", "not_set") }),
      fc.record({
        eventProperty: fc.constantFrom("p", "q"),
        operator: fc.constantFrom("contains", "greater", "does_not_contain", "matches"),
        values,
      }),
    );
    const wheres = fc.sample(fc.array(conditions, { minLength: 1, maxLength: 3 }), { numRuns: 90, seed: 7 });
    const value = fc.oneof(text, fc.constantFrom(1, null, true), fc.array(text, { maxLength: 2 }));
    const events = fc.sample(
      fc.record({
        event_type: text,
        event_properties: fc.record({ p: value, q: value }, { requiredKeys: [] }),
      }),
      { numRuns: 200, seed: 8 },
    );
    bench.routes = wheres.map((all, i) =>
      aRoute({
        id: `route-${i}`,
        name: `route ${i}`,
        destinationId: `d-${i}`,
        match: { topics: ["track"], where: { all } },
      }),
    );
    for (const { destinationId } of bench.routes)
      bench.destinations.set(destinationId, new ScriptedDestination());
    bench.compile = (route) => compileRoute(route, EMPTY_TRANSFORMATIONS);
    await bench.lanes.start();
    await bench.log.append(events.map((event, i) => ({ ...named(i), data: JSON.stringify(event) })));
    await settled("route-0");
    await vi.waitFor(() => {
      for (const { id, destinationId, match } of bench.routes) {
        const holds = match.where === undefined ? () => true : compileCondition(match.where);
        const wanted = events.filter((event) => holds(event)).map((event) => JSON.stringify(event));
        expect([id, bench.destinations.get(destinationId)?.taken.toSorted()]).toEqual([
          id,
          wanted.toSorted(),
        ]);
      }
    });
  });

  describe("once disabled", () => {
    const disable = async () => {
      bench.routes = [aRoute({ disabled: true, updateTime: "2025-10-15T00:00:00Z" })];
      await bench.lanes.refresh(PROJECT);
    };
    const enable = async () => {
      const start = bench.log.head();
      bench.routes = [aRoute({ start, restarts: 1, updateTime: "2025-10-16T00:00:00Z" })];
      await bench.lanes.refresh(PROJECT);
    };

    it("sends nothing and owes nothing of what comes", async () => {
      await bench.lanes.start();
      await append(["a"]);
      await settled();
      await disable();
      await append(["b"]);
      expect(bench.lanes.owedFrom(PROJECT)).toBeUndefined();
      const [, second] = bench.log.read(PROJECT, 0, { events: 2, bytes: 1_000 });
      expect(second && bench.lanes.deliveriesOf(second)).toEqual([]);
      expect(taken()).toEqual(['{"event_type":"a"}']);
    });

    it("goes on with new events when it is enabled again, also over a restart", async () => {
      await bench.lanes.start();
      await append(["a"]);
      await settled();
      await disable();
      await append(["b", "c"]);
      await restart();
      await append(["d"]);
      await enable();
      await append(["e"]);
      await settled();
      await restart();
      await append(["f"]);
      await settled();
      expect(taken()).toEqual(['{"event_type":"a"}', '{"event_type":"e"}', '{"event_type":"f"}']);
    });

    it("takes what came before its start, too, where it is given one in the past, and once", async () => {
      await bench.lanes.start();
      await append(["a"]);
      await settled();
      await disable();
      await append(["b"]);
      const again = aRoute({ start: 0, restarts: 1, updateTime: "2025-10-16T00:00:00Z" });
      bench.routes = [again];
      await bench.lanes.refresh(PROJECT);
      await settled();
      expect(taken()).toEqual(['{"event_type":"a"}', '{"event_type":"a"}', '{"event_type":"b"}']);
      await restart();
      await append(["c"]);
      await settled();
      expect(taken()).toHaveLength(4);
    });
  });
});
