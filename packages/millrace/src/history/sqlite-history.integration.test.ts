import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../core/time.ts";
import { openDatabase } from "../sqlite/database.ts";
import { planRange, RESOLUTIONS } from "./resolution.ts";
import type { AskedRange } from "./resolution.ts";
import { SqliteHistory } from "./sqlite-history.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse("2025-10-14T00:00:00Z");
const NOTHING = {
  deliveredFirstAttempt: 0,
  deliveredAfterRetry: 0,
  expired: 0,
  discarded: 0,
  attempts: 0,
  records: 0,
  bytes: 0,
};

let folder: string;
let clock: ManualClock;
let history: SqliteHistory;
let warnings: string[];
const open = (): Promise<SqliteHistory> =>
  SqliteHistory.open({
    folder,
    clock,
    logger: { warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`) },
  });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-history-"));
  clock = new ManualClock(START);
  warnings = [];
  history = await open();
});
afterEach(async () => {
  await history.close();
  await rm(folder, { recursive: true });
});

const read = (route?: string, asked: AskedRange = {}, project = "p") =>
  history.read(
    project,
    route,
    planRange({ from: clock.now() - HOUR, to: clock.now() + MINUTE, ...asked }, clock.now()),
  );
const totals = (route?: string, asked: AskedRange = {}) => read(route, asked).totals;
/** Skips time in which nothing happens. */
async function later(time: number): Promise<void> {
  clock.set(clock.now() + time);
  await history.flush();
}
const EVERYTHING: AskedRange = { from: START - DAY, resolution: "day" };
/** Adds up everything that is stored of a series, whatever its width. */
function stored(sql: string): unknown {
  const database = openDatabase(join(folder, "history.db"), { readonly: true });
  try {
    return database.prepare(sql).pluck().get();
  } finally {
    database.close();
  }
}

describe("counting", () => {
  it("knows each thing that can become of a delivery", async () => {
    const counter = history.counterOf("p", "r");
    counter.attempted(4, 1_000);
    counter.attempted(500, 7_000, 0);
    for (const latency of [10, 20, 30]) counter.delivered(latency, true);
    counter.delivered(40_000, false);
    counter.ended("discarded", 2);
    counter.ended("expired", 5);
    await history.flush();
    const counted = {
      deliveredFirstAttempt: 3,
      deliveredAfterRetry: 1,
      expired: 5,
      discarded: 2,
      attempts: 4,
      records: 504,
      bytes: 8_000,
      latency: { p50: expect.closeTo(20, -0.1), p95: expect.any(Number), p99: expect.any(Number) },
    };
    expect(read("r")).toEqual({ points: [{ time: START, ...counted }], totals: counted });
    expect(Math.abs((totals("r").latency?.p99 ?? 0) / 40_000 - 1)).toBeLessThan(0.036);
  });

  it("adds up the routes of a project, and no others", async () => {
    history.counterOf("p", "r").delivered(1, true);
    history.counterOf("p", "s").delivered(100, true);
    history.counterOf("q", "t").delivered(1, true);
    await history.flush();
    expect(totals("r").deliveredFirstAttempt).toBe(1);
    expect(totals()).toMatchObject({
      deliveredFirstAttempt: 2,
      latency: { p50: 1.03, p99: expect.any(Number) },
    });
    expect(totals("t")).toEqual(NOTHING);
  });

  it("puts what is counted under the minute it is counted in", async () => {
    const counter = history.counterOf("p", "r");
    for (let second = 0; second < 180; second++) {
      counter.delivered(5, true);
      clock.advance(SECOND);
    }
    await history.flush();
    expect(read("r").points.map(({ time, deliveredFirstAttempt }) => [time, deliveredFirstAttempt])).toEqual([
      [START, 60],
      [START + MINUTE, 60],
      [START + 2 * MINUTE, 60],
    ]);
  });

  it("flushes by itself every ten seconds, and not at all where nothing was counted", async () => {
    const counters = Array.from({ length: 10_000 }, (_, i) => history.counterOf("p", `r${i}`));
    clock.advance(5 * MINUTE);
    await history.flush();
    expect(stored("SELECT count(*) FROM points")).toBe(0);
    expect(stored("SELECT count(*) FROM series")).toBe(0);
    counters[77]?.delivered(1, true);
    clock.advance(10 * SECOND);
    await history.flush();
    expect(stored("SELECT count(*) FROM points")).toBe(2);
  });

  it("answers the same counter until it is forgotten, and writes what a forgotten one holds", async () => {
    const counter = history.counterOf("p", "r");
    expect(history.counterOf("p", "r")).toBe(counter);
    counter.delivered(1, true);
    history.forget("r");
    const second = history.counterOf("p", "r");
    expect(second).not.toBe(counter);
    second.delivered(1, true);
    await history.flush();
    expect(totals("r").deliveredFirstAttempt).toBe(2);
  });

  it("can be read while ten thousand routes are written", async () => {
    const counters = Array.from({ length: 10_000 }, (_, i) => history.counterOf("p", `r${i}`));
    for (let round = 1; round <= 3; round++) {
      for (const counter of counters) counter.delivered(3, true);
      const state = { flushing: true };
      const flushed = history.flush().finally(() => (state.flushing = false));
      while (state.flushing) {
        expect([round - 1, round]).toContain(totals("r9999").deliveredFirstAttempt);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await flushed;
      expect(totals("r9999").deliveredFirstAttempt).toBe(round);
      expect(totals().deliveredFirstAttempt).toBe(round * 10_000);
    }
  });
});

describe("deleted", () => {
  it("a route is gone at once, and stays in the sums of its project", async () => {
    const counter = history.counterOf("p", "r");
    counter.delivered(1, true);
    await history.flush();
    counter.delivered(1, true);
    await history.removeRoute("p", "r");
    counter.delivered(1, true);
    await history.flush();
    expect(totals("r")).toEqual(NOTHING);
    expect(totals().deliveredFirstAttempt).toBe(3);
    history.counterOf("p", "r").delivered(1, true);
    await history.flush();
    expect(totals("r").deliveredFirstAttempt).toBe(1);
  });

  it("a project is gone with all its routes", async () => {
    const counter = history.counterOf("p", "r");
    counter.delivered(1, true);
    await history.flush();
    await history.removeProject("p");
    counter.delivered(1, true);
    await history.flush();
    expect([totals("r"), totals()]).toEqual([NOTHING, NOTHING]);
    await later(3 * DAY);
    await history.rollUp();
    expect(stored("SELECT count(*) FROM points")).toBe(0);
  });
});

describe("over ninety days", () => {
  it("points become hours, days, and go; no count is lost or doubled on the way", async () => {
    const counter = history.counterOf("p", "r");
    for (let day = 0; day < 100; day++) {
      for (let part = 0; part < 8; part++) {
        clock.advance(3 * HOUR - 10 * SECOND);
        for (let i = 0; i < 10; i++) counter.delivered(day + 1, i > 0);
        clock.advance(10 * SECOND);
        await history.flush();
      }
      await history.rollUp();
      expect(stored("SELECT sum(delivered_first_attempt) FROM points WHERE series = 1")).toBe(
        72 * Math.min(day + 1, 91),
      );
    }
    const [minute, hour, day] = RESOLUTIONS.map(({ width }) =>
      stored(`SELECT count(*) FROM points WHERE series = 1 AND width = ${width / 1_000}`),
    );
    expect(minute).toBeLessThan(3 * 8);
    expect(hour).toBeLessThan(14 * 8);
    expect(day).toBe(91 - 15);
    const { points } = read("r", { ...EVERYTHING, from: clock.now() - 90 * DAY });
    expect(points).toHaveLength(90);
    for (const { time, deliveredFirstAttempt, deliveredAfterRetry, latency } of points) {
      expect([deliveredFirstAttempt, deliveredAfterRetry]).toEqual([72, 8]);
      const day = Math.round((time - START) / DAY);
      expect(Math.abs((latency?.p50 ?? 0) / (day + 1) - 1)).toBeLessThan(0.036);
    }
  });

  it("a roll-up changes no answer of the coarser resolution, and running it again changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            wait: fc.integer({ min: 0, max: 20 * HOUR }),
            latency: fc.integer({ min: 0, max: 1e7 }),
          }),
          {
            minLength: 1,
            maxLength: 15,
          },
        ),
        fc.uuid(),
        async (deliveries, route) => {
          const began = clock.now();
          for (const { wait, latency } of deliveries) {
            await later(wait);
            history.counterOf("p", route).delivered(latency, true);
            await history.flush();
          }
          const days = () => read(route, { from: began, resolution: "day" });
          const before = days();
          expect(before.totals.deliveredFirstAttempt).toBe(deliveries.length);
          await later(40 * DAY);
          await history.rollUp();
          const after = days();
          expect(after).toEqual(before);
          await history.rollUp();
          expect(days()).toEqual(before);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("happens by itself", async () => {
    history.counterOf("p", "r").delivered(1, true);
    clock.advance(3 * DAY);
    await history.flush();
    const widths = () => stored("SELECT group_concat(DISTINCT width) FROM points");
    for (let round = 0; widths() === "60" && round < 1_000; round++) {
      clock.advance(10 * MINUTE);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(widths()).toBe("3600");
  });

  it("series that nobody counts in any more are forgotten", async () => {
    history.counterOf("p", "r").delivered(1, true);
    await history.flush();
    await later(92 * DAY);
    history.counterOf("p", "s").delivered(1, true);
    await history.flush();
    await history.rollUp();
    expect(stored("SELECT group_concat(route_id) FROM series WHERE route_id <> ''")).toBe("s");
    history.counterOf("p", "r").delivered(1, true);
    await history.flush();
    expect(totals("r").deliveredFirstAttempt).toBe(1);
  });
});

describe("a clock that is set", () => {
  it.each([
    ["back by a day", -DAY],
    ["forward by a day", DAY],
    ["back by ten seconds", -10 * SECOND],
    ["forward by ten days", 10 * DAY],
  ])("%s and back again loses no count and doubles none", async (_name, jump) => {
    const counter = history.counterOf("p", "r");
    const count = async (): Promise<void> => {
      for (let i = 0; i < 90; i++) {
        counter.delivered(5, true);
        clock.advance(SECOND);
      }
      await history.flush();
      await history.rollUp();
    };
    await count();
    clock.set(clock.now() + jump);
    await count();
    clock.set(clock.now() - jump);
    await count();
    const everything = { from: START - 2 * DAY, to: START + 12 * DAY };
    for (const resolution of ["hour", "day"] as const) {
      const { deliveredFirstAttempt, latency } = totals("r", { ...everything, resolution });
      expect([deliveredFirstAttempt, latency?.p99]).toEqual([270, 5.12]);
    }
    expect(
      totals("r", { from: START - 12 * HOUR, to: START + 12 * HOUR, resolution: "minute" }),
    ).toMatchObject({
      deliveredFirstAttempt: Math.abs(jump) < DAY ? 270 : 180,
    });
  });

  it("forward rolls nothing up before it has gone evenly for a while", async () => {
    history.counterOf("p", "r").delivered(1, true);
    await history.flush();
    clock.advance(MINUTE);
    clock.set(clock.now() + 30 * DAY);
    clock.advance(9 * MINUTE);
    clock.set(clock.now() - 30 * DAY);
    clock.advance(30 * MINUTE);
    await history.flush();
    expect(stored("SELECT group_concat(DISTINCT width) FROM points")).toBe("60");
  });
});

describe("after a restart", () => {
  it("counts go on in the same minute", async () => {
    for (let i = 1; i <= 3; i++) {
      history.counterOf("p", "r").delivered(10 ** i, true);
      await history.close();
      history = await open();
    }
    const { points } = read("r");
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ deliveredFirstAttempt: 3, latency: { p50: 102 } });
  });

  it("a kill -9 loses what was counted since the last flush, and doubles nothing", async () => {
    await history.close();
    const child = spawn(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("./testing/count-until-killed.ts", import.meta.url)), folder],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let flushed = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      flushed = Number(chunk.toString().trim().split("\n").at(-1));
      if (flushed >= 20) child.kill("SIGKILL");
    });
    await once(child, "close");
    history = await open();
    const now = systemClock.now();
    const route = (): number =>
      history.read("p", "r", planRange({ from: now - DAY, to: now + DAY, resolution: "day" }, now)).totals
        .deliveredFirstAttempt;
    // Each flush of the child writes 1,000; one more than it told of may be on disk.
    expect([flushed * 1_000, (flushed + 1) * 1_000]).toContain(route());
    clock.set(now);
    clock.advance(30 * DAY);
    const before = route();
    await history.rollUp();
    expect(route()).toBe(before);
  });
});

describe("history.db", () => {
  it("that cannot be written keeps counts until it can", async () => {
    const counter = history.counterOf("p", "r");
    const other = openDatabase(join(folder, "history.db"));
    other.exec("CREATE TRIGGER full BEFORE INSERT ON points BEGIN SELECT raise(ABORT, 'disk full'); END");
    counter.delivered(1, true);
    await history.flush();
    clock.advance(MINUTE);
    counter.delivered(1, true);
    await history.flush();
    expect(warnings.splice(0)).not.toEqual([]);
    other.exec("DROP TRIGGER full");
    other.close();
    await history.flush();
    expect(read("r").points.map(({ time }) => time)).toEqual([START, START + MINUTE]);
  });
});
