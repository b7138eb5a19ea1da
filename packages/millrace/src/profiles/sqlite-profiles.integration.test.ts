import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewEvent } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import { printLossless } from "../core/json/lossless.ts";
import { systemClock } from "../core/time.ts";
import { SqliteEventLog } from "../log/sqlite/sqlite-event-log.ts";
import type { Change } from "./change.ts";
import { OPERATION_FIELDS } from "./change.ts";
import { operationsJson, readOperations } from "./operations.ts";
import { SqliteProfiles } from "./sqlite-profiles.ts";

const PROJECT = "project-1";

let folder: string;
let log: SqliteEventLog;
let profiles: SqliteProfiles;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-profiles-"));
  log = await SqliteEventLog.open({ folder });
  profiles = await open();
});
afterEach(async () => {
  await profiles.close();
  await log.close();
  rmSync(folder, { recursive: true });
});

async function open(cacheBytes = 1_000_000): Promise<SqliteProfiles> {
  const opened = await SqliteProfiles.open({
    folder,
    log,
    clock: systemClock,
    logger: { warn: () => {} },
    cacheBytes,
  });
  await opened.catchUp();
  return opened;
}

const change = (userId: string | undefined, operations: object, deviceId?: string): Change => ({
  userId,
  deviceId,
  groups: [],
  userOperations: readOperations(operations) ?? [],
  groupOperations: [],
});

function eventOf({ userId, deviceId, userOperations }: Change, id = newId()): NewEvent {
  const operations = operationsJson(userOperations);
  const data = { user_id: userId, device_id: deviceId, [OPERATION_FIELDS.user]: operations };
  const time = "2025-10-14T02:58:59.000000000Z";
  return {
    id,
    projectId: PROJECT,
    topic: "identify",
    time,
    metadata: { changed: "true" },
    data: printLossless(data),
  };
}

/** Brings one change into the log and the profiles; answers the user's properties as the event found them. */
async function bring(each: Change, into = profiles): Promise<string> {
  const batch = into.begin(PROJECT);
  const { user } = batch.apply(each);
  const [appended] = await log.append([eventOf(each)]);
  batch.commit([each], appended?.position ?? 0);
  return user.text;
}

function known(userId: string, from = profiles): string {
  return from.begin(PROJECT).apply(change(userId, {})).user.text;
}

describe("profiles", () => {
  it("are what they were after they were opened again", async () => {
    await bring(change("u", { a: 1, b: [2] }));
    await bring(change("u", { $unset: { a: "-" } }));
    await profiles.close();
    profiles = await open();
    expect(known("u")).toBe('{"b":[2]}');
  });

  it("take from the log what was not written when the process ended, once", async () => {
    await bring(change("u", { $add: { n: 1 } }));
    await profiles.flush();
    await bring(change("u", { $add: { n: 1 } }));
    // A second one on the same files sees what a start after a crash would.
    const next = await open();
    expect(known("u", next)).toBe('{"n":2}');
    await next.close();
    const third = await open();
    expect(known("u", third)).toBe('{"n":2}');
    await third.close();
  });

  it("are made anew from the log where their file is lost", async () => {
    await bring(change(undefined, { from: "ad" }, "d"));
    await bring(change("u", {}, "d"));
    await bring(change("u", { $append: { l: 1 } }));
    await profiles.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(join(folder, `profiles.db${end}`), { force: true });
    profiles = await open();
    expect(known("u")).toBe('{"from":"ad","l":[1]}');
  });

  it("do not take what a caller only says", async () => {
    const said = { ...eventOf(change("u", { a: 1 })), metadata: {} };
    await log.append([said]);
    await profiles.close();
    profiles = await open();
    expect(known("u")).toBe("{}");
  });

  it("show what is under way, and forget what failed with all that was built on it", async () => {
    const [first, second] = [profiles.begin(PROJECT), profiles.begin(PROJECT)];
    first.apply(change("u", { $add: { n: 1 }, $set: { a: 1 } }));
    expect(second.apply(change("u", { $add: { n: 1 } })).user.text).toBe('{"a":1,"n":2}');
    first.fail();
    expect(known("u")).toBe('{"n":1}');
    const [appended] = await log.append([eventOf(change("u", { $add: { n: 1 } }))]);
    second.commit([change("u", { $add: { n: 1 } })], appended?.position ?? 0);
    expect(known("u")).toBe('{"n":1}');
  });

  it("do not do what turned out to be known already", async () => {
    const [first, second] = [profiles.begin(PROJECT), profiles.begin(PROJECT)];
    first.apply(change("u", { $add: { n: 1 } }));
    second.apply(change("u", { $add: { n: 10 } }));
    first.commit([], 0);
    expect(known("u")).toBe('{"n":10}');
    second.commit([change("u", { $add: { n: 10 } })], 1);
    expect(known("u")).toBe('{"n":10}');
  });

  it("hold many more users than fit in memory", async () => {
    await profiles.close();
    profiles = await open(20_000);
    const users = Array.from({ length: 300 }, (_, i) => `user-${i}`);
    for (const user of users) await bring(change(user, { name: `old ${user}` }));
    for (const user of users) await bring(change(user, { name: user }));
    await profiles.flush();
    for (const user of users) expect(known(user)).toBe(`{"name":"${user}"}`);
  });

  it("lose no change of somebody who does not fit in memory before it is written", async () => {
    await profiles.close();
    profiles = await open(1);
    const users = Array.from({ length: 40 }, (_, i) => `user-${i}`);
    for (let round = 0; round < 3; round++)
      await Promise.all(users.map(async (user) => bring(change(user, { $add: { n: 1 } }, `d-${user}`))));
    for (const user of users) expect(known(user)).toBe('{"n":3}');
    await profiles.flush();
    for (const user of users) expect(known(user)).toBe('{"n":3}');
  });

  it("are the same from memory and from the log, whatever happened and whenever it was written", async () => {
    const step = fc.record({
      user: fc.constantFrom<string | undefined>("u1", "u2", undefined),
      device: fc.constantFrom<string | undefined>("d1", "d2", undefined),
      operations: fc.constantFrom<object>(
        { $add: { n: 1 } },
        { $append: { l: "x" } },
        { $setOnce: { o: 1.5 } },
        { $clearAll: "-" },
        {},
        { n: 5 },
      ),
      end: fc.constantFrom("stored", "stored", "failed", "flushed"),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const prefix = `${run++}-`;
        const named = (id: string | undefined) => (id === undefined ? undefined : prefix + id);
        for (const { user, device, operations, end } of steps) {
          const each = change(named(user), operations, named(device));
          const batch = profiles.begin(PROJECT);
          const { counts } = batch.apply(each);
          if (end === "failed") batch.fail();
          else {
            const event = eventOf(each);
            const [appended] = await log.append([counts ? event : { ...event, metadata: {} }]);
            batch.commit(counts ? [each] : [], appended?.position ?? 0);
          }
          if (end === "flushed") await profiles.flush();
        }
        const next = await open();
        for (const id of ["u1", "u2"]) expect(known(prefix + id, next)).toBe(known(prefix + id));
        await next.close();
        // The first goes on in a file that the second has written: as if it had been it.
        await profiles.close();
        profiles = await open();
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
