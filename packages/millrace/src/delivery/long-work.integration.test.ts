import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aRoute, LaneBench, named } from "./testing/lane-bench.ts";

const SLOW_EVENTS = 60;

describe("a lane whose events take long to be shaped", () => {
  let bench: LaneBench;
  beforeEach(async () => {
    bench = await LaneBench.make();
  });
  afterEach(async () => {
    await bench.close();
    await bench.remove();
  });

  it.each(["sent", "discarded"])("lets others have their turns, also where all are %s", async (end) => {
    let shaped = 0;
    let shapedBefore = 0;
    const usual = bench.format;
    bench.format = (event) => {
      if (event.topic === "quick") {
        shapedBefore = shaped;
        return usual(event);
      }
      shaped++;
      const until = performance.now() + 10;
      while (performance.now() < until);
      const discard = { code: "render_failed", message: "too many steps", blame: "settings" } as const;
      return end === "sent" ? usual(event) : { discard };
    };
    bench.limits = { ...bench.limits, batchRecords: SLOW_EVENTS };
    bench.routes = [aRoute(), aRoute({ id: "route-2", name: "second", match: { topics: ["quick"] } })];
    await bench.log.append(Array.from({ length: SLOW_EVENTS }, (_, i) => named(i)));
    await bench.log.append([named("quick", { topic: "quick" })]);
    await bench.lanes.start();
    await vi.waitFor(() => expect(bench.lanes.stateOf("route-1")).toMatchObject({ lag: 0 }), {
      timeout: 20_000,
    });
    expect(bench.destination.taken).toContain('"quick"');
    expect(shaped).toBe(SLOW_EVENTS);
    expect(shapedBefore).toBeLessThan(SLOW_EVENTS / 4);
  });
});
