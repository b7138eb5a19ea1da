import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Clock } from "../../core/time.ts";
import { openDatabase } from "../../sqlite/database.ts";
import { anEvent, eventLogSuite } from "../testing/event-log-suite.ts";
import { SqliteEventLog } from "./sqlite-event-log.ts";

async function fixture(recentBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), "millrace-log-"));
  return {
    open: (clock?: Clock) => SqliteEventLog.open({ folder, recentBytes, ...(clock && { clock }) }),
    remove: () => rm(folder, { recursive: true }),
  };
}

eventLogSuite("SqliteEventLog", () => fixture(1e8));
eventLogSuite("SqliteEventLog that keeps next to nothing in memory", () => fixture(2_000));

describe("log.db", () => {
  it("is refused where a newer Millrace wrote it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-log-"));
    const log = await SqliteEventLog.open({ folder });
    await log.append([anEvent()]);
    await log.close();
    const database = openDatabase(join(folder, "log.db"));
    database.pragma("user_version = 99");
    database.close();
    await expect(SqliteEventLog.open({ folder })).rejects.toThrow(
      /schema version 99; this Millrace knows versions up to 4/,
    );
    await rm(folder, { recursive: true });
  });

  it("refuses more than it may hold in memory, and takes it once there is room", async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-log-"));
    const log = await SqliteEventLog.open({ folder, maxWaitingBytes: 10_000 });
    const big = () => anEvent({ data: JSON.stringify("x".repeat(6_000)) });
    const results = await Promise.allSettled([log.append([big()]), log.append([big()]), log.append([big()])]);
    expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(results[1]).toMatchObject({ reason: { code: "overloaded", status: 503, retryAfterSeconds: 1 } });
    await expect(log.append([big()])).resolves.toHaveLength(1);
    await log.close();
    await rm(folder, { recursive: true });
  });

  it("answers look-ups made together as those made one by one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-log-"));
    const log = await SqliteEventLog.open({ folder, recentBytes: 0 });
    const event = anEvent();
    await log.append([event]);
    const limit = { events: 10, bytes: 1_000 };
    const [found, read] = log.atOneMoment(() => [
      log.find(event.projectId, event.id),
      log.read(event.projectId, 0, limit),
    ]);
    expect([found]).toEqual(read);
    expect(() =>
      log.atOneMoment(() => {
        throw new Error("ended");
      }),
    ).toThrow("ended");
    await log.append([anEvent()]);
    expect(log.read(event.projectId, 0, limit)).toHaveLength(2);
    await log.close();
    await rm(folder, { recursive: true });
  });
});
