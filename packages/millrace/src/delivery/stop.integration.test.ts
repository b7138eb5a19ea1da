import { expect, it, vi } from "vitest";
import type { Outcome } from "../core/message.ts";
import { LaneBench, named } from "./testing/lane-bench.ts";

const error = { code: "busy", message: "busy", blame: "destination" } as const;

it("a lane that is stopped repeats nothing that was confirmed, though what lies before it was not", async () => {
  const bench = await LaneBench.make();
  bench.limits = { ...bench.limits, batchRecords: 1, concurrency: 3 };
  bench.destination.script = (message) =>
    message.event.data === "3" && !restarted ? new Promise<Outcome>(() => {}) : { kind: "delivered" };
  let restarted = false;
  const { destination } = bench;
  const send = destination.send.bind(destination);
  destination.send = (batch, signal) =>
    Promise.race([
      send(batch),
      new Promise<readonly Outcome[]>((resolve) =>
        signal?.addEventListener("abort", () => resolve([{ kind: "unavailable", error }])),
      ),
    ]);
  bench.lanes = bench.newLanes();
  await bench.lanes.start();
  await bench.log.append(Array.from({ length: 20 }, (_, i) => named(i)));
  await vi.waitFor(() => expect(destination.taken).toHaveLength(19));
  await bench.close();
  restarted = true;
  await bench.open();
  await bench.lanes.start();
  await vi.waitFor(() => expect(destination.taken).toHaveLength(20));
  await vi.waitFor(() => expect(bench.lanes.stateOf("route-1")).toMatchObject({ lag: 0, parked: 0 }));
  expect(new Set(destination.taken).size).toBe(20);
  await bench.close();
  await bench.remove();
});

it("a lane that is stopped while the disk takes nothing ends all the same, and its work is done again", async () => {
  const bench = await LaneBench.make();
  const commit = bench.ledger.commit.bind(bench.ledger);
  bench.ledger.commit = () => Promise.reject(new Error("disk full"));
  bench.lanes = bench.newLanes();
  await bench.lanes.start();
  await bench.log.append([named("a")]);
  await vi.waitFor(() => expect(bench.destination.taken).toEqual(['"a"']));
  const started = performance.now();
  await bench.lanes.close(100);
  expect(performance.now() - started).toBeLessThan(8_000);
  bench.ledger.commit = commit;
  bench.lanes = bench.newLanes();
  await bench.lanes.start();
  await vi.waitFor(() => expect(bench.lanes.stateOf("route-1")).toMatchObject({ lag: 0 }));
  expect(bench.destination.taken).toEqual(['"a"', '"a"']);
  await bench.close();
  await bench.remove();
}, 20_000);
