import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackPressureError, OverloadedError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { EndpointFaultError } from "./endpoint-id.ts";
import { readFields } from "./read-fields.ts";
import type { SqliteEndpointsOptions } from "./sqlite-endpoints.ts";
import { SqliteEndpoints } from "./sqlite-endpoints.ts";

const NOW = Date.UTC(2026, 10, 21, 4);

let folder: string;
let project: string;
let endpoints: SqliteEndpoints;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-endpoints-"));
  project = newId();
  endpoints = await SqliteEndpoints.open({ folder });
});
afterEach(async () => {
  await endpoints.close();
  rmSync(folder, { recursive: true });
});

async function reopen(options: Partial<SqliteEndpointsOptions> = {}): Promise<void> {
  await endpoints.close();
  endpoints = await SqliteEndpoints.open({ folder, ...options });
}

const update = (id: string, fields: object, inProject = project): Promise<void> =>
  endpoints.updateAll(inProject, [{ id, fields: readFields(fields) }], NOW);

describe("endpoints", () => {
  it("are on disk once an update has resolved", async () => {
    await update("phone", { Address: "a", Metrics: { n: 1 } });
    await reopen();
    expect(endpoints.find(project, "phone")?.document).toMatchObject({ Address: "a", Metrics: { n: 1 } });
    expect(endpoints.find(newId(), "phone")).toBeUndefined();
  });

  it("lose nothing where many updates of one come at once", async () => {
    const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
    await Promise.all(names.map((name, i) => update("phone", { Metrics: { [name]: i, last: i } })));
    await reopen();
    expect(endpoints.find(project, "phone")?.document.Metrics).toEqual({
      ...Object.fromEntries(names.map((name, i) => [name, i])),
      last: 199,
    });
  });

  it("are the same in memory and on disk, however little memory there is", async () => {
    await reopen({ cacheBytes: 2_000 });
    const counts = new Map<string, number>();
    const updates = Array.from({ length: 1_500 }, (_, i) => {
      const id = `e${(i * 7) % 90}`;
      counts.set(id, (counts.get(id) ?? 0) + 1);
      const attribute = { Attributes: { [`a${counts.get(id) ?? 0}`]: ["v"] } };
      return update(id, attribute);
    });
    await Promise.all(updates.slice(0, 700));
    await Promise.all(updates);
    for (const [id, count] of counts)
      expect(Object.keys(endpoints.find(project, id)?.document.Attributes ?? {})).toHaveLength(count);
  });

  it("take ids of any text, upper and lower case as one", async () => {
    const ids = [
      "a/b c?d#e",
      "ünï-😀",
      "__proto__",
      "x".repeat(1_024),
      "\u0000",
      "'; DROP TABLE endpoints;--",
    ];
    for (const id of ids) await update(id, { Address: `of ${id}` });
    for (const id of ids) expect(endpoints.find(project, id)?.document.Address).toBe(`of ${id}`);
    await update("ÜNÏ-😀", { Address: "again" });
    expect(endpoints.find(project, "ünï-😀")?.document).toMatchObject({ Id: "ünï-😀", Address: "again" });
    await expect(update("", {})).rejects.toThrow(EndpointFaultError);
    await expect(update("\ud800", {})).rejects.toThrow("half a surrogate pair");
    await expect(update("x".repeat(1_025), {})).rejects.toThrow("1024 are the most");
  });

  it("do all updates of a batch or none", async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`a${i}`, ["v"]]));
    const batch = [
      { id: "one", fields: readFields({ Attributes: many }) },
      { id: "one", fields: readFields({ Attributes: { other: ["v"] } }) },
    ];
    await expect(endpoints.updateAll(project, batch, NOW)).rejects.toThrow("251 names");
    expect(endpoints.latest(project, "one")).toBeUndefined();
    const { outcomes, stored } = endpoints.update(project, batch, NOW);
    await stored;
    expect(outcomes[1]).toBeInstanceOf(EndpointFaultError);
    expect(Object.keys(endpoints.find(project, "one")?.document.Attributes ?? {})).toHaveLength(250);
  });

  it("stay as they are for an update that gives nothing", async () => {
    await update("phone", { Address: "a" });
    const before = endpoints.find(project, "phone")?.text;
    await endpoints.updateAll(project, [{ id: "phone", fields: {} }], NOW + 5_000);
    expect(endpoints.find(project, "phone")?.text).toBe(before);
    await update("fresh", {});
    expect(endpoints.find(project, "fresh")?.document.EndpointStatus).toBe("ACTIVE");
  });

  it("are found by their user, as long as they are that user's", async () => {
    const user = (UserId: string): object => ({ User: { UserId } });
    await update("a", user("u"));
    await update("b", user("u"));
    await update("c", user("v"));
    await update("b", user("v"));
    const idsOf = (userId: string) => endpoints.ofUser(project, userId).map(({ document }) => document.Id);
    expect(idsOf("u")).toEqual(["a"]);
    expect(idsOf("v")).toEqual(["b", "c"]);
    expect(endpoints.ofUser(newId(), "u")).toEqual([]);
    expect((await endpoints.removeOfUser(project, "v")).map(({ document }) => document.Id)).toEqual([
      "b",
      "c",
    ]);
    expect(idsOf("v")).toEqual([]);
    expect(endpoints.find(project, "a")).toBeDefined();
  });

  it("of a user with too many for one answer are answered and removed some at a time", async () => {
    const updates = Array.from({ length: 150 }, (_, i) => ({
      id: `e${i}`,
      fields: readFields({ User: { UserId: "u" } }),
    }));
    await endpoints.updateAll(project, updates, NOW);
    expect(endpoints.ofUser(project, "u")).toHaveLength(100);
    expect(await endpoints.removeOfUser(project, "u")).toHaveLength(100);
    expect(await endpoints.removeOfUser(project, "u")).toHaveLength(50);
    expect(await endpoints.removeOfUser(project, "u")).toEqual([]);
  });

  it("leave an endpoint that is just going over to another user", async () => {
    await update("a", { User: { UserId: "u" } });
    const moving = update("a", { User: { UserId: "v" } });
    expect(await endpoints.removeOfUser(project, "u")).toEqual([]);
    await moving;
    expect(endpoints.find(project, "a")?.userId).toBe("v");
  });

  it("are gone once removed, and start anew", async () => {
    await update("a", { Address: "x", Metrics: { n: 1 } });
    const removed = endpoints.remove(project, "A");
    const again = update("a", { Address: "y" });
    expect((await removed)?.document.Address).toBe("x");
    await again;
    expect(endpoints.find(project, "a")?.document).toMatchObject({ Address: "y" });
    expect(endpoints.find(project, "a")?.document.Metrics).toBeUndefined();
    expect(await endpoints.remove(project, "nobody")).toBeUndefined();
  });

  it("go with their project in pieces, and no others do", async () => {
    const other = newId();
    const ids = Array.from({ length: 5_000 }, (_, i) => `e${i}`);
    await endpoints.updateAll(
      project,
      ids.map((id) => ({ id, fields: readFields({ User: { UserId: "u" } }) })),
      NOW,
    );
    await update("e1", { Address: "kept" }, other);
    const removed: number[] = [];
    do removed.push(await endpoints.removeSomeOfProject(project));
    while (removed.at(-1) !== 0);
    expect(removed).toEqual([2_000, 2_000, 1_000, 0]);
    expect(endpoints.latest(project, "e1")).toBeUndefined();
    expect(endpoints.ofUser(project, "u")).toEqual([]);
    await expect(update("late", { Address: "x" })).rejects.toThrow("There is no project");
    await reopen();
    expect(endpoints.find(project, "e4999")).toBeUndefined();
    expect(endpoints.find(other, "e1")?.document.Address).toBe("kept");
  });

  it("refuse updates while too much waits for the disk, and forget them", async () => {
    await reopen({ maxWaitingBytes: 3_000 });
    const updates = Array.from({ length: 50 }, (_, i) => update(`e${i}`, { Address: "a".repeat(500) }));
    const settled = await Promise.allSettled(updates);
    const refused = settled.flatMap((each, i) => (each.status === "rejected" ? [i] : []));
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.length).toBeLessThan(50);
    settled.forEach((each, i) => {
      if (each.status === "rejected") expect(each.reason).toBeInstanceOf(OverloadedError);
      expect(endpoints.latest(project, `e${i}`) === undefined).toBe(each.status === "rejected");
    });
    for (const i of refused) await update(`e${i}`, { Address: "b" });
    expect(endpoints.find(project, `e${refused[0] ?? 0}`)?.document.Address).toBe("b");
  });

  it("take nothing in while the disk is nearly full", async () => {
    const full = new BackPressureError("disk_nearly_full", "full", { retryAfterSeconds: 1 });
    await reopen({ refusal: () => full });
    await expect(update("a", {})).rejects.toBe(full);
    expect(endpoints.latest(project, "a")).toBeUndefined();
  });
});
