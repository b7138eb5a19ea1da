import { readdirSync, statSync } from "node:fs";
import { statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SmallDisk } from "./small-disk.ts";
import { canMount, smallDisk } from "./small-disk.ts";
import type { Answer, Running } from "./support.ts";
import { member, start, until } from "./support.ts";

const MIB = 1_048_576;
const filler = "x".repeat(100_000);

async function send(api: Running, count = 1): Promise<Answer> {
  const events = Array.from({ length: count }, () => ({ topic: "a", data: filler }));
  return api.call("POST", "/v1/projects/full/events", { events });
}

const ready = async (api: Running) => (await api.call("GET", "/readyz")).status === 200;

/** Sends until it is refused; answers how many events were accepted and the refusal. */
async function sendUntilRefused(api: Running): Promise<{ accepted: number; refusal: Answer }> {
  for (let accepted = 0; accepted < 5_000; accepted += 5) {
    const answer = await send(api, 5);
    if (answer.status !== 202) return { accepted, refusal: answer };
  }
  throw new Error("nothing was refused");
}

async function count(api: Running): Promise<number> {
  let found = 0;
  for (let after = ""; ;) {
    const page = await api.ok("GET", `/v1/projects/full/events?limit=1000${after}`);
    const results = member(page, "results");
    found += Array.isArray(results) ? results.length : 0;
    if (member(page, "pagination", "done") === true) return found;
    after = `&after=${String(member(page, "pagination", "nextPageToken"))}`;
  }
}

describe.skipIf(!canMount())("a disk that fills up (needs the right to mount)", () => {
  let disk: SmallDisk;
  let api: Running;
  const startOn = async (flags: Record<string, unknown>): Promise<void> => {
    api = await start(join(disk.folder, "data"), flags);
    await api.create("/v1/projects", { name: "full" });
  };
  beforeEach(() => {
    const made = smallDisk(48);
    if (made === undefined) throw new Error("no disk");
    disk = made;
  });
  afterEach(async () => {
    await api.close();
    disk.remove();
  });

  it("is noticed before it is full: 503, not ready, nothing lost, and by itself well again", async () => {
    await startOn({ minFreeBytes: 20 * MIB });
    let accepted = 0;
    await until(async () => {
      const answer = await send(api, 5);
      if (answer.status === 202) accepted += 5;
      else expect(answer).toMatchObject({ status: 503, body: { context: { code: "disk_nearly_full" } } });
      await new Promise((resolve) => setTimeout(resolve, 30));
      return answer.status === 503;
    });
    const refused = await fetch(`${api.server.url}/v1/projects/full/events`, {
      method: "POST",
      headers: { "x-api-key": "admin-key-of-the-tests", "content-type": "application/json" },
      body: JSON.stringify({ events: [{ topic: "a", data: 1 }] }),
    });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    const readiness = await api.call("GET", "/readyz");
    expect(readiness).toMatchObject({ status: 503, body: { codes: ["disk_nearly_full"] } });
    expect(readiness.text).toContain("minFreeBytes");
    const status = await api.ok("GET", "/v1/status");
    expect(status).toMatchObject({ ready: false, reasons: [{ code: "disk_nearly_full" }] });
    expect(member(status, "disk", "freeBytes")).toBeGreaterThan(10 * MIB);
    expect((await api.call("GET", "/metrics")).text).toMatch(/millrace_appends_refused_total [1-9]/);
    // Everything else goes on.
    await api.create("/v1/projects", { name: "another" });
    expect(await count(api)).toBe(accepted);
    disk.resize(96);
    await until(() => ready(api), 5);
    expect((await send(api)).status).toBe(202);
    expect(await count(api)).toBe(accepted + 1);
    await until(() => api.logged().includes("what stood in the way of storing is gone"), 5);
    expect(
      api
        .logged()
        .split("\n")
        .filter((line) => line.includes("minFreeBytes")),
    ).toHaveLength(1);
  });

  it("that is full all the same refuses, loses nothing, and goes on when there is room", async () => {
    await startOn({ minFreeBytes: 0 });
    const { accepted, refusal } = await sendUntilRefused(api);
    expect(refusal).toMatchObject({ status: 503, body: { retryable: true, context: { code: "disk_full" } } });
    expect(await api.call("GET", "/readyz")).toMatchObject({ status: 503, body: { codes: ["disk_full"] } });
    for (let i = 0; i < 20; i++) expect((await send(api, 5)).status).toBe(503);
    expect(await count(api)).toBe(accepted);
    disk.resize(96);
    await until(() => ready(api), 5);
    expect((await send(api)).status).toBe(202);
    await api.server.close();
    api = await start(join(disk.folder, "data"));
    expect(await count(api)).toBe(accepted + 1);
    expect(api.logged().includes("a request failed")).toBe(false);
  });

  it("that is full at the start is no reason to lose anything", async () => {
    await startOn({ minFreeBytes: 0 });
    for (let i = 0; i < 20; i++) await send(api);
    await api.server.close();
    const { bavail, bsize } = await statfs(disk.folder);
    await writeFile(join(disk.folder, "ballast"), Buffer.alloc(bavail * bsize)).catch(() => {});
    const begun = await start(join(disk.folder, "data"), { minFreeBytes: 0 }).catch(
      (error: unknown) => error,
    );
    if (begun instanceof Error) expect(begun).toMatchObject({ code: "disk_full" });
    else await Reflect.get(Object(begun), "server").close();
    disk.resize(96);
    api = await start(join(disk.folder, "data"), { minFreeBytes: 0 });
    expect(await count(api)).toBe(20);
    expect((await send(api)).status).toBe(202);
  });

  it("a log that is too large refuses, and takes events again under a higher limit", async () => {
    await startOn({ minFreeBytes: 0, maxLogBytes: 8 * MIB });
    let last: Answer | undefined;
    await until(async () => {
      last = await send(api, 5);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return last.status === 503;
    });
    expect(last).toMatchObject({ body: { context: { code: "log_full" } } });
    expect(await api.call("GET", "/readyz")).toMatchObject({ status: 503, body: { codes: ["log_full"] } });
    const before = await count(api);
    await api.server.close();
    api = await start(join(disk.folder, "data"), { minFreeBytes: 0, maxLogBytes: 24 * MIB });
    expect(await count(api)).toBe(before);
    expect((await send(api)).status).toBe(202);
    const size = readdirSync(api.folder).reduce(
      (sum, name) => sum + statSync(join(api.folder, name)).size,
      0,
    );
    expect(size).toBeLessThan(48 * MIB);
  });
});
