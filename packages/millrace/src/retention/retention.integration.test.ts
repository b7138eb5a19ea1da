import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Position } from "../core/event.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import { systemClock } from "../core/time.ts";
import { SqliteEventLog } from "../log/sqlite/sqlite-event-log.ts";
import { anEvent } from "../log/testing/event-log-suite.ts";
import type { RetentionOptions } from "./retention.ts";
import { Retention } from "./retention.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A machine: its clock can be set, and time passes on it. */
class Machine {
  wall = Date.parse("2026-03-01T00:00:00Z");
  #monotonic = 5_000;

  readonly clock: Clock = {
    ...systemClock,
    now: () => this.wall,
    elapsed: () => this.#monotonic,
  };

  pass(time: Milliseconds): void {
    this.wall += time;
    this.#monotonic += time;
  }
}

let machine: Machine;
let folder: string;
let log: SqliteEventLog;
let retention: Retention;
let owed: Position | undefined;
let lines: { level: string; message: string; fields: object }[];
let removed: [string, Position][];
let settings: Partial<RetentionOptions>;

const note = (level: string) => (fields: object, message: string) =>
  void lines.push({ level, message, fields });
const said = (part: string) => lines.filter(({ message }) => message.includes(part));

async function startUp(): Promise<void> {
  log = await SqliteEventLog.open({ folder, clock: machine.clock });
  retention = new Retention({
    folder,
    log,
    clock: machine.clock,
    logger: { info: note("info"), warn: note("warn"), error: note("error") },
    retentionHours: 168,
    owedRetentionHours: 720,
    owedFrom: () => owed,
    onRemoved: [(projectId, through) => void removed.push([projectId, through])],
    diskIsShort: () => false,
    ...settings,
  });
}

async function shutDown(): Promise<void> {
  await retention.close();
  await log.close();
}

async function restart(): Promise<void> {
  await shutDown();
  await startUp();
}

/** Lets time pass with a run every hour, as the real thing has one every minute. */
async function live(time: Milliseconds): Promise<void> {
  for (let passed = 0; passed < time; passed += HOUR) {
    machine.pass(Math.min(HOUR, time - passed));
    await retention.run();
  }
}

async function append(projectId = "project-1"): Promise<Position> {
  const [appended] = await log.append([anEvent({ projectId })]);
  return appended?.position ?? 0;
}

const kept = (projectId = "project-1") =>
  log
    .read(projectId, log.removedThrough(projectId), { events: 10_000, bytes: 1e9 })
    .map(({ position }) => position);

beforeEach(async () => {
  machine = new Machine();
  folder = await mkdtemp(join(tmpdir(), "millrace-retention-"));
  owed = undefined;
  lines = [];
  removed = [];
  settings = {};
  await startUp();
});
afterEach(async () => {
  await shutDown();
  await rm(folder, { recursive: true });
});

describe("what nobody is owed", () => {
  it("goes when it is old enough and not before, and what belongs to it is told", async () => {
    await retention.run();
    const first = await append();
    await live(3 * DAY);
    const second = await append();
    await live(4 * DAY - HOUR);
    expect(kept()).toEqual([first, second]);
    await live(2 * HOUR);
    expect(kept()).toEqual([second]);
    expect(removed).toEqual([["project-1", first]]);
    expect(retention.removed).toBe(1);
    await live(3 * DAY);
    expect(kept()).toEqual([]);
    expect(said("cut off")).toEqual([]);
  });

  it("goes from each project by itself", async () => {
    await append("project-1");
    await append("project-2");
    owed = 2;
    settings = { owedFrom: (projectId) => (projectId === "project-2" ? 2 : undefined) };
    await restart();
    await live(8 * DAY);
    expect([kept("project-1"), kept("project-2")]).toEqual([[], [2]]);
  });

  it("stays while it cannot be known what is owed", async () => {
    await append("project-1");
    await append("project-2");
    settings = {
      owedFrom: (projectId) => {
        if (projectId === "project-1") throw new Error("the ledger is away");
        return undefined;
      },
    };
    await restart();
    await live(9 * DAY);
    expect([kept("project-1"), kept("project-2")]).toEqual([[1], []]);
    expect(said("could not be removed").length).toBeGreaterThan(0);
  });
});

describe("what is owed", () => {
  it("stays until its own limit, which is said a day ahead and every hour from then on", async () => {
    await retention.run();
    const settled = await append();
    const waiting = await append();
    owed = waiting;
    await live(8 * DAY);
    expect(kept()).toEqual([waiting]);
    expect(settled).toBe(1);
    await live(21 * DAY - 6 * HOUR);
    expect(retention.endangered).toEqual([]);
    await live(12 * HOUR);
    expect(retention.endangered).toMatchObject([{ projectId: "project-1", position: waiting, events: 1 }]);
    const cutAt = retention.endangered[0]?.cutAt ?? 0;
    expect(cutAt - machine.wall).toBeGreaterThan(12 * HOUR);
    expect(cutAt - machine.wall).toBeLessThan(24 * HOUR);
    expect(said("will be cut off").length).toBeGreaterThan(4);
    await live(12 * HOUR);
    expect(kept()).toEqual([waiting]);
    await live(12 * HOUR);
    expect(kept()).toEqual([]);
    expect(said("were cut off")).toMatchObject([{ level: "error", fields: { from: waiting, events: 1 } }]);
    expect(retention.cutOff).toBe(1);
    await live(2 * HOUR);
    expect(retention.endangered).toEqual([]);
  });

  it("is in no danger any more once the route has caught up", async () => {
    owed = await append();
    await live(29 * DAY + 12 * HOUR);
    expect(retention.endangered).toHaveLength(1);
    owed = undefined;
    await live(HOUR);
    expect(retention.endangered).toEqual([]);
    expect(said("no delivery will be cut off any more")).toHaveLength(1);
    expect(said("were cut off")).toEqual([]);
  });

  it("is not spoken of any more once its project is deleted", async () => {
    owed = await append();
    await live(29 * DAY + 12 * HOUR);
    expect(retention.endangered).toHaveLength(1);
    const state = () => readFileSync(join(folder, "retention.json"), "utf8");
    expect(state()).toContain("project-1");
    log.refuse("project-1");
    await log.remove("project-1", owed);
    await log.forget("project-1");
    await live(HOUR);
    expect(retention.endangered).toEqual([]);
    expect(state()).not.toContain("project-1");
  });

  it("is not cut off without a day's notice where the limit is shortened, or a route begins in the past", async () => {
    const waiting = await append();
    owed = waiting;
    await live(20 * DAY);
    settings = { owedRetentionHours: 240 };
    await restart();
    await live(23 * HOUR);
    expect(kept()).toEqual([waiting]);
    expect(retention.endangered).toHaveLength(1);
    await live(3 * HOUR);
    expect(kept()).toEqual([]);
  });

  it("keeps count of the notice over a restart", async () => {
    owed = await append();
    await live(29 * DAY + 12 * HOUR);
    await restart();
    await live(14 * HOUR);
    expect(kept()).toEqual([]);
  });
});

describe("a clock that is set", () => {
  it("a day forward, and back, removes nothing early", async () => {
    await retention.run();
    const positions: Position[] = [];
    for (let day = 0; day < 6; day++) {
      positions.push(await append());
      await live(DAY);
    }
    machine.wall += DAY + 12 * HOUR;
    await live(6 * HOUR);
    positions.push(await append());
    expect(kept()).toEqual(positions);
    await restart();
    await live(6 * HOUR);
    expect(kept()).toEqual(positions);
    machine.wall -= DAY + 12 * HOUR;
    positions.push(await append());
    await live(6 * HOUR);
    expect(kept()).toEqual(positions);
    // A week after it came in the first one goes, and the ones from the time of the wrong clock go on theirs.
    await live(10 * HOUR);
    expect(kept()).toEqual(positions.slice(1));
    await live(5 * DAY - 10 * HOUR);
    expect(kept()).toEqual(positions.slice(5));
    await live(3 * DAY);
    expect(kept()).toEqual([]);
  });

  it("a day back removes nothing early either", async () => {
    await retention.run();
    await live(DAY);
    machine.wall -= DAY;
    const first = await append();
    await live(12 * HOUR);
    const second = await append();
    machine.wall += DAY;
    await live(6 * DAY + 11 * HOUR);
    expect(kept()).toEqual([first, second]);
    await live(3 * HOUR);
    expect(kept()).toEqual([second]);
  });

  it("years forward and back does not keep events for years", async () => {
    await retention.run();
    machine.wall += 3_650 * DAY;
    await append();
    machine.wall -= 3_650 * DAY;
    await live(HOUR);
    const after = await append();
    expect(log.at(after)?.acceptedAt).toBeGreaterThan(machine.wall + 3_000 * DAY);
    await live(8 * DAY);
    expect(kept()).toEqual([]);
  });

  it("while Millrace does not run looks like time in which it did not run: events are kept that much longer", async () => {
    const first = await append();
    await live(2 * DAY);
    await shutDown();
    machine.wall += 30 * DAY;
    await startUp();
    await live(4 * DAY);
    expect(kept()).toEqual([first]);
    await live(2 * DAY);
    expect(kept()).toEqual([]);
  });
});

describe("retention.json", () => {
  it("that is lost costs time and no events: ages are told from the log", async () => {
    await append();
    await live(6 * DAY);
    const second = await append();
    await shutDown();
    await rm(join(folder, "retention.json"));
    machine.wall += 40 * DAY;
    await startUp();
    await retention.run();
    expect(kept()).toEqual([1, second]);
    await live(2 * DAY);
    expect(kept()).toEqual([second]);
    await live(6 * DAY);
    expect(kept()).toEqual([]);
  });

  it("that is nonsense is like one that is lost", async () => {
    await append();
    await live(DAY);
    for (const text of ["", "{", "[]", '{"version":1,"time":-1}', '{"version":2}']) {
      await shutDown();
      writeFileSync(join(folder, "retention.json"), text);
      await startUp();
      await live(HOUR);
      expect(kept()).toEqual([1]);
      expect(JSON.parse(readFileSync(join(folder, "retention.json"), "utf8"))).toMatchObject({ version: 1 });
    }
  });

  it("of a later log than the one that was restored says nothing of positions that are given again", async () => {
    for (let i = 0; i < 10; i++) await append();
    await live(6 * DAY);
    const state = readFileSync(join(folder, "retention.json"), "utf8");
    await shutDown();
    await rm(join(folder, "log.db"));
    await rm(join(folder, "log.db-wal"), { force: true });
    await rm(join(folder, "log.db-shm"), { force: true });
    writeFileSync(join(folder, "retention.json"), state);
    await startUp();
    await retention.run();
    for (let i = 0; i < 10; i++) await append();
    await live(6 * DAY);
    expect(kept()).toHaveLength(10);
  });
});
