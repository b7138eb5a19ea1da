import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, copyFileSync, fstatSync, openSync, readdirSync, writeSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SmallDisk } from "./small-disk.ts";
import { canMount, smallDisk } from "./small-disk.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, member, runMillrace, start, until } from "./support.ts";

const PAGE = 16_384;
const EVENTS = 400;
const events = "/v1/projects/whole/events";

/** A folder with a project and a few megabytes of events, all of it in the databases themselves. */
async function makeFolder(): Promise<string> {
  const api = await start(undefined, { minFreeBytes: 0 });
  await api.create("/v1/projects", { name: "whole" });
  for (let i = 0; i < EVENTS / 100; i++) {
    const body = Array.from({ length: 100 }, (_, j) => ({
      id: `e-${i * 100 + j}`,
      topic: "a",
      data: "x".repeat(4_000),
    }));
    await api.ok("POST", events, { events: body });
  }
  await api.server.close();
  for (const name of ["log.db", "ledger.db", "store.db"]) {
    const database = new Database(join(api.folder, name));
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.close();
  }
  return api.folder;
}

/** Writes garbage over whole pages, counted from 0. */
function damage(path: string, first: number, pages = 1): void {
  const file = openSync(path, "r+");
  const last = fstatSync(file).size / PAGE;
  for (let page = first; page < Math.min(first + pages, last); page++)
    writeSync(file, randomBytes(PAGE), 0, PAGE, page * PAGE);
  closeSync(file);
}

/** Writes garbage over the pages that a table and its indexes begin with, or one index. */
function damageTable(path: string, name: string): void {
  const database = new Database(path, { readonly: true });
  const pages = database
    .prepare("SELECT rootpage FROM sqlite_schema WHERE name = ? OR (tbl_name = ? AND rootpage > 0)")
    .pluck()
    .all(name, name);
  database.close();
  for (const page of pages) damage(path, Number(page) - 1);
}

const serve = (folder: string) =>
  runMillrace(["serve", "--data-dir", folder, "--port", "0", "--log-level", "silent"], {
    MILLRACE_ADMIN_KEY: ADMIN_KEY,
  });

const check = (folder: string, ...flags: readonly string[]) =>
  runMillrace(["check-data", "--data-dir", folder, ...flags]);

describe("a damaged file", () => {
  let folder: string;
  let api: Running | undefined;
  beforeEach(async () => {
    folder = await makeFolder();
  });
  afterEach(async () => {
    await api?.server.close();
    api = undefined;
    await rm(folder, { recursive: true, force: true });
  });
  const again = async (): Promise<Running> => (api = await start(folder, { minFreeBytes: 0 }));

  for (const name of ["log.db", "ledger.db", "store.db"]) {
    it(`${name} whose beginning is gone is refused at the start, named, with what to do`, async () => {
      damage(join(folder, name), 0);
      const { code, err } = await serve(folder);
      expect(code).toBe(78);
      expect(err).toContain(`${join(folder, name)} is damaged`);
      expect(err).toContain("millrace check-data");
      expect(err).not.toContain("    at ");
      const checked = await check(folder);
      expect(checked.code).toBe(1);
      for (const other of ["log.db", "ledger.db", "store.db"])
        expect(checked.out).toMatch(new RegExp(`${other} +${other === name ? "damaged" : "ok"}`));
    });
  }

  it("log.db with a bad page in its middle starts, takes events, and says what it cannot read", async () => {
    const pages = Number(execFileSync("stat", ["-c", "%s", join(folder, "log.db")]).toString()) / PAGE;
    damage(join(folder, "log.db"), Math.floor(pages / 2));
    const api = await again();
    expect((await api.call("GET", "/readyz")).status).toBe(200);
    const sent = await api.call("POST", events, { events: [{ id: "new", topic: "a", data: 1 }] });
    expect(sent.status).toBe(202);
    // What stands before the damage is read, what stands at it is not skipped.
    const ids: string[] = [];
    let last = "";
    let failed: { status: number; body: unknown; text: string } | undefined;
    while (failed === undefined) {
      const page = await api.call("GET", `${events}?limit=20${last}`);
      if (page.status !== 200) failed = page;
      else {
        const results = member(page.body, "results");
        if (Array.isArray(results)) ids.push(...results.map((each) => String(member(each, "id"))));
        last = `&after=${String(member(page.body, "pagination", "nextPageToken"))}`;
        expect(ids.length).toBeLessThan(EVENTS);
      }
    }
    expect(failed).toMatchObject({ status: 503, body: { context: { code: "file_damaged" } } });
    expect(failed.text).toContain("log.db is damaged");
    expect(failed.text.includes(folder)).toBe(false);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => `e-${i}`));
    expect(ids.length).toBeGreaterThan(50);
    expect((await api.call("GET", `${events}/new`)).status).toBe(200);
    expect(await api.ok("GET", "/v1/status")).toMatchObject({ damaged: [{ file: "log.db" }] });
    const checked = await check(folder, "--json");
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.out)).toMatchObject([
      { state: "ok" },
      { state: "ok" },
      { file: "log.db", state: "damaged" },
      { state: "ok" },
      { state: "ok" },
    ]);
  });

  it("log.db that can take no events says so on every call, and goes on with the copy that is put back", async () => {
    await cp(folder, `${folder}-backup`, { recursive: true });
    damageTable(join(folder, "log.db"), "events_by_id");
    let api = await again();
    for (let i = 0; i < 3; i++) {
      const sent = await api.call("POST", events, { events: [{ topic: "a", data: 1 }] });
      expect(sent).toMatchObject({ status: 503, body: { context: { code: "file_damaged" } } });
    }
    expect(await api.call("GET", "/readyz")).toMatchObject({
      status: 503,
      body: { codes: ["file_damaged"] },
    });
    expect((await api.call("GET", "/v1/projects")).status).toBe(200);
    await api.server.close();
    copyFileSync(join(`${folder}-backup`, "log.db"), join(folder, "log.db"));
    for (const name of readdirSync(folder)) if (name.startsWith("log.db-")) await rm(join(folder, name));
    api = await again();
    expect((await api.call("POST", events, { events: [{ topic: "a", data: 1 }] })).status).toBe(202);
    expect((await api.call("GET", "/readyz")).status).toBe(200);
    await rm(`${folder}-backup`, { recursive: true });
  });

  it("store.db with a bad page says so where it is needed", async () => {
    damageTable(join(folder, "store.db"), "integrations");
    const api = await again();
    const listed = await api.call("GET", "/v1/projects/whole/integrations");
    expect(listed).toMatchObject({ status: 503, body: { context: { code: "file_damaged" } } });
    expect(listed.text).toContain("store.db is damaged");
    expect((await api.call("POST", events, { events: [{ topic: "a", data: 1 }] })).status).toBe(202);
  });

  it("store.db without its routes and destinations is refused at the start", async () => {
    damageTable(join(folder, "store.db"), "destinations");
    const { code, err } = await serve(folder);
    expect([code, err.includes("store.db is damaged")]).toEqual([78, true]);
  });

  it("ledger.db with a bad page says so where it is needed", async () => {
    damageTable(join(folder, "ledger.db"), "dead_letters_by_project");
    const api = await again();
    const listed = await api.call("GET", "/v1/projects/whole/dead-letters");
    expect(listed).toMatchObject({ status: 503, body: { context: { code: "file_damaged" } } });
    expect(listed.text).toContain("ledger.db is damaged");
    expect((await api.call("POST", events, { events: [{ topic: "a", data: 1 }] })).status).toBe(202);
  });
});

it("a log restored from an older backup than the cursors gives new events positions behind them", async () => {
  const folder = await makeFolder();
  const ledger = new Database(join(folder, "ledger.db"));
  ledger.prepare("INSERT INTO lanes (lane_id, cursor, fence) VALUES ('r', 5000, 1)").run();
  ledger.close();
  const api = await start(folder, { minFreeBytes: 0 });
  const sent = await api.ok("POST", events, { events: [{ topic: "a", data: 1 }] });
  expect(member(sent, "results", 0, "position")).toBe(5_001);
  expect(api.logged()).toContain("restored from an older backup");
  await api.close();
});

describe("check-data", () => {
  it("finds nothing wrong in a whole folder, beside a running server too", async () => {
    const folder = await makeFolder();
    const alone = await check(folder);
    expect([alone.code, alone.err]).toEqual([0, ""]);
    expect(alone.out).toMatch(
      /^store\.db +ok +[\d,]+ bytes\nledger\.db +ok +.*\nlog\.db +ok +.*\nprofiles\.db +ok +.*\nendpoints\.db +ok +.*\n$/,
    );
    const api = await start(folder, { minFreeBytes: 0 });
    await api.ok("POST", events, { events: [{ topic: "a", data: 1 }] });
    expect((await check(folder, "--full")).code).toBe(0);
    await api.close();
  });

  it("tells a folder without data, and a file that is missing", async () => {
    const empty = await mkdtemp(join(tmpdir(), "millrace-check-"));
    expect(await check(empty)).toMatchObject({ code: 1, err: expect.stringContaining("no Millrace data") });
    await rm(empty, { recursive: true });
    const folder = await makeFolder();
    await rm(join(folder, "ledger.db"));
    expect(await check(folder)).toMatchObject({ code: 1, out: expect.stringMatching(/ledger\.db +missing/) });
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(!canMount())("a data folder that is read-only (needs the right to mount)", () => {
  let disk: SmallDisk;
  beforeEach(() => {
    const made = smallDisk(48);
    if (made === undefined) throw new Error("no disk");
    disk = made;
  });
  afterEach(() => disk.remove());

  it("is refused at the start", async () => {
    const data = join(disk.folder, "data");
    const api = await start(data, { minFreeBytes: 0 });
    await api.server.close();
    execFileSync("mount", ["-o", "remount,ro", disk.folder]);
    const { code, err } = await serve(data);
    expect(code).toBe(78);
    expect(err).toContain(`The data folder ${data} cannot be written`);
    // SQLite needs to write beside a file to read it safely: that is said, and not taken for damage.
    expect(await check(data)).toMatchObject({ code: 1, out: expect.stringMatching(/store\.db +unreadable/) });
    execFileSync("mount", ["-o", "remount,rw", disk.folder]);
    const refused = await serve(join(data, "log.db", "data"));
    expect([refused.code, refused.err.includes("cannot be made")]).toEqual([78, true]);
  });
});

/** True where files can be made unchangeable while they are open, which is how a disk turns read-only under a server. */
function canFreeze(): boolean {
  const folder = execFileSync("mktemp", ["-d"]).toString().trim();
  const file = join(folder, "file");
  const open = openSync(file, "w");
  try {
    execFileSync("chattr", ["+i", file], { stdio: "ignore" });
  } catch {
    return false;
  }
  try {
    writeSync(open, "x");
    return false;
  } catch {
    return true;
  } finally {
    closeSync(open);
    execFileSync("chattr", ["-i", file]);
  }
}

describe.skipIf(!canFreeze())("files that turn read-only under a running server (needs chattr)", () => {
  it("refuse events with the reason, lose none, and take them again by themselves", async () => {
    const folder = await makeFolder();
    const api = await start(folder, { minFreeBytes: 0 });
    const one = { events: [{ topic: "a", data: 1 }] };
    expect((await api.call("POST", events, one)).status).toBe(202);
    const files = readdirSync(folder)
      // Not log.db-shm: it is memory shared through a file, and a system that took that away would end the process.
      .filter((name) => /^log\.db(-wal)?$/.test(name))
      .map((name) => join(folder, name));
    execFileSync("chattr", ["+i", ...files]);
    try {
      const refused = await api.call("POST", events, one);
      expect(refused.status).toBe(503);
      expect(["disk_failing", "disk_read_only"]).toContain(member(refused.body, "context", "code"));
      expect((await api.call("GET", "/readyz")).status).toBe(503);
      for (let i = 0; i < 10; i++) expect((await api.call("POST", events, one)).status).toBe(503);
      expect((await api.call("GET", `${events}?limit=1`)).status).toBe(200);
    } finally {
      execFileSync("chattr", ["-i", ...files]);
    }
    // Nobody needs to send an event for that.
    await until(async () => (await api.call("GET", "/readyz")).status === 200, 5);
    expect((await api.call("POST", events, one)).status).toBe(202);
    await api.server.close();
    const { code, out } = await check(folder, "--full");
    expect([code, out.includes("damaged")]).toEqual([0, false]);
    const after = await start(folder, { minFreeBytes: 0 });
    expect(member(await after.ok("GET", "/v1/status"), "log", "head")).toBe(EVENTS + 2);
    await after.close();
  });
});
