import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Outcome } from "../core/message.ts";
import { LaneBench, named } from "./testing/lane-bench.ts";

const error = { code: "busy", message: "busy", blame: "destination" } as const;
const later: Outcome = { kind: "retry", error };
const down: Outcome = { kind: "unavailable", error };

let bench: LaneBench;
beforeEach(async () => {
  bench = await LaneBench.make();
});
afterEach(async () => {
  await bench.close();
  await bench.remove();
});

it("events that always fail do not keep a destination that works shut for those behind them", async () => {
  bench.destination.script = ({ event: { data } }) =>
    data.includes("doomed") ? (data.includes("mute") ? down : later) : { kind: "delivered" };
  bench.schedule = { ...bench.schedule, firstWait: 60_000 };
  bench.lanes = bench.newLanes();
  await bench.lanes.start();
  const doomed = Array.from({ length: 30 }, (_, i) =>
    named(i % 2 === 0 ? `doomed-${i}` : `doomed-mute-${i}`),
  );
  await bench.log.append(doomed);
  await vi.waitFor(() => expect(bench.lanes.stateOf("route-1")).toMatchObject({ state: "open" }));
  await bench.log.append([named("good")]);
  // One probe or two: the waits between them grow up to a minute.
  await vi.waitFor(() => expect(bench.destination.taken).toEqual(['"good"']), { timeout: 5_000 });
});
