import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../core/ids.ts";
import { anEvent } from "../log/testing/event-log-suite.ts";
import type { DeadLetter, ParkedDelivery } from "./ledger.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";

let folder: string;
let ledger: SqliteLedger;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-ledger-"));
  ledger = await SqliteLedger.open(folder);
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

const error = (code: string) => ({ code, message: code, blame: "destination" as const });
const letter = (position: number, ended: DeadLetter["ended"], code: string, over = {}): DeadLetter => ({
  id: newId(),
  laneId: "lane",
  routeId: "lane",
  destinationId: "d",
  event: { ...anEvent(), position, acceptedAt: 1 },
  ended,
  error: error(code),
  attempts: 1,
  endedAt: position,
  failures: [],
  ...over,
});
const parked = (position: number, ...codes: readonly string[]): ParkedDelivery => ({
  position,
  orderingKey: "",
  attempts: codes.length,
  nextAttemptAt: 10,
  ...(codes.length > 0 && { failure: { at: position, error: error(codes.at(-1) ?? "") } }),
});
const commit = async (laneId: string, rows: readonly ParkedDelivery[], dead: readonly DeadLetter[]) => {
  const { fence } = await ledger.openLane(laneId, 0);
  const letters = { laneId, destinationId: "d", existing: false };
  const nothing = { unparked: [], resolved: [], delivered: 0 };
  expect(await ledger.commit({ laneId, fence, parked: rows, dead, letters, ...nothing })).toBe(true);
};

test("failures are counted by how they stand and by the code of the last error", async () => {
  await commit(
    "lane",
    [parked(1, "throttled"), parked(2, "throttled"), parked(3)],
    [
      letter(4, "discarded", "rejected"),
      letter(5, "discarded", "rejected"),
      letter(6, "expired", "rejected"),
      letter(7, "expired", "timeout"),
    ],
  );
  // The same delivery fails in another way: the last one counts.
  await commit("lane", [parked(2, "timeout")], []);
  await commit(
    "other",
    [parked(1, "timeout")],
    [letter(1, "expired", "timeout", { laneId: "other", routeId: "other" })],
  );
  expect(ledger.countByCode("lane")).toEqual([
    { standing: "parked", code: "", count: 1 },
    { standing: "parked", code: "throttled", count: 1 },
    { standing: "parked", code: "timeout", count: 1 },
    { standing: "discarded", code: "rejected", count: 2 },
    { standing: "expired", code: "rejected", count: 1 },
    { standing: "expired", code: "timeout", count: 1 },
  ]);
  expect(ledger.countByCode("nowhere")).toEqual([]);
});

test("the newest of each kind are answered first", async () => {
  const letters = [4, 5, 6, 7].map((position) => letter(position, "discarded", "rejected"));
  await commit("lane", [parked(1, "throttled"), parked(2, "throttled"), parked(3)], letters);
  const kind = { ended: "discarded", code: "rejected" } as const;
  expect(ledger.newestLetters("lane", kind, 3).map(({ event }) => event.position)).toEqual([7, 6, 5]);
  expect(ledger.newestLetters("lane", { ...kind, code: "other" }, 3)).toEqual([]);
  expect(ledger.newestParked("lane", "throttled", 1)).toMatchObject([{ position: 2, failure: { at: 2 } }]);
  expect(ledger.newestParked("lane", "", 5)).toMatchObject([{ position: 3, attempts: 0 }]);
});
