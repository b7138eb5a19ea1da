import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackPressureError } from "../../core/errors.ts";
import { systemClock } from "../../core/time.ts";
import { SqliteEventLog } from "../../log/sqlite/sqlite-event-log.ts";
import { SqliteProfiles } from "../../profiles/sqlite-profiles.ts";
import type { CheckedEvent } from "./check-event.ts";
import { checkEvent } from "./check-event.ts";
import { EventFaults } from "./faults.ts";
import { AmplitudeIntake } from "./intake.ts";

const PROJECT = "project-1";
const START = Date.UTC(2025, 9, 14);
const DAY = 86_400_000;

let folder: string;
let log: SqliteEventLog;
let profiles: SqliteProfiles;
let now = START;
/** How many of the next appends are refused. */
let refusals = 0;
const clock = { ...systemClock, now: () => now };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-intake-"));
  now = START;
  refusals = 0;
  const full = new BackPressureError("disk_nearly_full", "Full.", { retryAfterSeconds: 1 });
  log = await SqliteEventLog.open({ folder, clock, refusal: () => (refusals-- > 0 ? full : undefined) });
  profiles = await SqliteProfiles.open({ folder, log, clock, logger: { warn: () => {} } });
  await profiles.catchUp();
});
afterEach(async () => {
  await profiles.close();
  await log.close();
  rmSync(folder, { recursive: true });
});

const intake = () => new AmplitudeIntake(log, profiles, clock.now);
const context = () => ({ projectId: PROJECT, receivedAt: now, clientAddress: "127.0.0.1" });

function checked(more: object): CheckedEvent {
  const value = { event_type: "x", user_id: "user-1", ...more };
  const event = checkEvent({ value }, 0, { minIdLength: 5 }, new EventFaults());
  if (event === undefined) throw new Error("the event is faulty");
  return event;
}

const stored = () =>
  log
    .read(PROJECT, 0, { events: 1_000, bytes: 1e9 })
    .map(({ data }): Record<string, unknown> => JSON.parse(data));

describe("an event that is handed in again", () => {
  const plain = () => checked({ insert_id: "plain" });
  const counting = () => checked({ insert_id: "counting", user_properties: { $add: { n: 1 } } });
  const take = (to: AmplitudeIntake) => to.take([plain(), counting()], context());

  it("is known however far the clock was set back", async () => {
    const to = intake();
    await take(to);
    now -= 400 * DAY;
    await take(to);
    expect(stored()).toHaveLength(2);
    await to.take([checked({ insert_id: "other" })], context());
    await to.take([checked({ insert_id: "other" })], context());
    expect(stored()).toHaveLength(3);
  });

  it("is known again once a clock that ran ahead was set right", async () => {
    const to = intake();
    await take(to);
    now += 30 * DAY;
    await take(to);
    expect(stored()).toHaveLength(4);
    now = START + 60_000;
    await take(to);
    await take(intake());
    expect(stored()).toHaveLength(4);
    await intake().take([checked({})], context());
    expect(stored().at(-1)).toMatchObject({ user_properties: { n: 2 } });
  });

  it("is stored once, whichever of two calls at once is refused", async () => {
    const to = intake();
    refusals = 1;
    const [first, second] = await Promise.allSettled([take(to), take(to)]);
    expect(first.status).toBe("rejected");
    // Its own part is stored, but what it counted on the other call for is not: it must come again.
    expect(second.status).toBe("rejected");
    await take(to);
    expect(stored().map(({ $insert_id: id }) => id)).toEqual(["plain", "counting"]);
    expect(stored().at(-1)).toMatchObject({ user_properties: { n: 1 } });
  });

  it("is stored once where it finds everything as it left it", async () => {
    const to = intake();
    const plan = () => checked({ insert_id: "set", user_properties: { plan: "pro" } });
    await to.take([plan(), plan()], context());
    await Promise.all([to.take([plan()], context()), to.take([plan()], context())]);
    await to.take([plan(), checked({ insert_id: "free", user_properties: { plan: "free" } })], context());
    await to.take([plan()], context());
    expect(stored().map(({ $insert_id: id }) => id)).toEqual(["set", "free"]);
    await to.take([checked({})], context());
    expect(stored().at(-1)).toMatchObject({ user_properties: { plan: "free" } });
  });
});

describe("a large upload", () => {
  it("is stored event by event as it was composed", async () => {
    const to = intake();
    const events = Array.from({ length: 200 }, (_, i) => checked({ insert_id: `i-${i}`, city: `city ${i}` }));
    await to.take(events, context());
    expect(stored().map(({ city }) => city)).toEqual(events.map(({ given }) => given.city));
    expect(new Set(stored().map(({ uuid }) => uuid)).size).toBe(200);
  });
});
