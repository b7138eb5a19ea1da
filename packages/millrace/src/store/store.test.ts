import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConflictError } from "../core/errors.ts";
import { turnsWhile } from "../core/testing/turns-while.ts";
import { openDatabase } from "../sqlite/database.ts";
import { createApiKey, findApiKeyByHash } from "./api-keys.ts";
import {
  createDestination,
  deleteDestination,
  destinationVersions,
  findDestination,
  findSealedSecrets,
  updateDestination,
} from "./destinations.ts";
import { saveIntegration } from "./integrations.ts";
import type { Store } from "./open-store.ts";
import { inTransaction, openStore } from "./open-store.ts";
import { deleteProjectRows } from "./delete-project.ts";
import { removedLanesAreGone, someLanesOfDeleted, someRemovedLanes } from "./removed-lanes.ts";
import { createProject, findProject, listProjects } from "./projects.ts";
import { createReplay } from "./replays.ts";
import { createRoute, deleteRoute, listAllRoutes, listRoutes, updateRoute } from "./routes.ts";

const now = "2026-01-01T00:00:00.000000000Z";
const later = "2026-01-02T00:00:00.000000000Z";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-store-"));
  store = openStore(join(folder, "store.db"));
});
afterEach(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true });
});

async function aDestination(projectId: string, name = "stream") {
  const fields = { id: `id-of-${name}`, projectId, name, type: "kinesis", metadata: { region: "eu-west-1" } };
  return createDestination(store, { ...fields, sealedSecrets: Buffer.from("sealed") }, now);
}

test("what is stored is there after the file is closed and opened again", async () => {
  const project = await createProject(store, { name: "p" }, now);
  const destination = await aDestination(project.id);
  await store.destroy();
  store = openStore(join(folder, "store.db"));
  expect(await findProject(store, "p")).toEqual(project);
  expect(await findDestination(store, project.id, "stream")).toEqual(destination);
});

test("a file written by a newer Millrace is left alone", async () => {
  const path = join(folder, "newer.db");
  const database = openDatabase(path);
  database.pragma("user_version = 99");
  database.close();
  expect(() => openStore(path)).toThrow(/schema version 99/);
});

test("a transaction that fails leaves nothing behind", async () => {
  const failed = inTransaction(store, async (transaction) => {
    await createProject(transaction, { name: "half" }, now);
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await listProjects(store)).toEqual([]);
});

test("a key is found by its hash and belongs to its project or to none", async () => {
  const project = await createProject(store, { name: "p" }, now);
  await createApiKey(store, { label: "all", scopes: ["admin"], hash: Buffer.from("1") }, now);
  await createApiKey(
    store,
    { projectId: project.id, label: "one", scopes: ["read", "ingest"], hash: Buffer.from("2") },
    now,
  );
  expect(await findApiKeyByHash(store, Buffer.from("1"))).not.toHaveProperty("projectId");
  expect(await findApiKeyByHash(store, Buffer.from("2"))).toMatchObject({
    projectId: project.id,
    scopes: ["read", "ingest"],
  });
  expect(await findApiKeyByHash(store, Buffer.from("3"))).toBeUndefined();
});

test("a destination does not carry its secrets, sealed or not", async () => {
  const project = await createProject(store, { name: "p" }, now);
  const destination = await aDestination(project.id);
  expect(Object.keys(destination)).toEqual([
    "id",
    "projectId",
    "name",
    "type",
    "metadata",
    "delivery",
    "createTime",
    "updateTime",
  ]);
  expect(await findSealedSecrets(store, destination.id)).toEqual(Buffer.from("sealed"));
});

test("a destination that changed since it was read is not changed again", async () => {
  const project = await createProject(store, { name: "p" }, now);
  const read = await aDestination(project.id);
  expect(await updateDestination(store, read, { name: "renamed" }, later)).toMatchObject({
    name: "renamed",
    updateTime: later,
  });
  expect(await updateDestination(store, read, { name: "again" }, later)).toBeUndefined();
  expect(await destinationVersions(store)).toEqual(new Map([[read.id, later]]));
});

test("a route is kept with its match and origin, and its destination is held by it", async () => {
  const project = await createProject(store, { name: "p" }, now);
  const destination = await aDestination(project.id);
  const fields = { projectId: project.id, name: "p", provider: "hubspot", content: {} };
  const { integration } = await saveIntegration(store, { ...fields, name: "crm" }, now);
  const manifest = {
    projectId: project.id,
    name: "crm/read/contacts",
    origin: {
      kind: "manifest" as const,
      integrationId: integration.id,
      action: "read" as const,
      objectName: "contacts",
    },
    destinationId: destination.id,
    match: { topics: ["read"], object: { integrationId: integration.id, rawObjectName: "contacts" } },
    start: 7,
  };
  const made = await createRoute(store, manifest, now);
  expect(made).toEqual({
    ...manifest,
    id: made.id,
    paused: false,
    disabled: false,
    restarts: 0,
    createTime: now,
    updateTime: now,
  });
  const own = { ...manifest, name: "own", origin: { kind: "api" as const }, match: { topics: ["a", "b"] } };
  await createRoute(store, own, now);
  await expect(createRoute(store, own, now)).rejects.toThrow(ConflictError);
  await updateRoute(store, made.id, { paused: true }, later);
  expect(await listRoutes(store, project.id)).toMatchObject([
    { paused: true, start: 7, updateTime: later },
    own,
  ]);
  expect(await updateRoute(store, made.id, { start: 9 }, later)).toMatchObject({ start: 9, restarts: 1 });
  expect(await listAllRoutes(store)).toHaveLength(2);
  await expect(deleteDestination(store, destination)).rejects.toThrow(
    'in use by 2 routes: "crm/read/contacts", "own"',
  );
});

test("an integration gets a new revision when its content changes, and only then", async () => {
  const project = await createProject(store, { name: "p" }, now);
  const integration = {
    projectId: project.id,
    name: "crm",
    provider: "hubspot",
    content: { read: { objects: [1] } },
  };
  const first = await saveIntegration(store, integration, now);
  const same = await saveIntegration(store, { ...integration, content: { read: { objects: [1] } } }, later);
  const changed = await saveIntegration(
    store,
    { ...integration, content: { read: { objects: [2] } } },
    later,
  );
  expect([first.changed, same.changed, changed.changed]).toEqual([true, false, true]);
  expect(same.integration).toEqual(first.integration);
  expect(changed.integration).toMatchObject({ id: first.integration.id, createTime: now, updateTime: later });
  expect(changed.integration.revisionId).not.toBe(first.integration.revisionId);
});

test("removed routes and replays leave their lanes to be removed, also those of a project that is deleted then", async () => {
  const { id: projectId } = await createProject(store, { name: "p" }, now);
  const { id: destinationId } = await aDestination(projectId);
  const make = (name: string) =>
    createRoute(
      store,
      { projectId, name, origin: { kind: "api" }, destinationId, match: { topics: ["t"] }, start: 0 },
      now,
    );
  const [first, second] = [await make("first"), await make("second")];
  const of = { kind: "events", from: 0, to: 1 } as const;
  const replay = await createReplay(
    store,
    { projectId, routeId: first.id, destinationId, of, total: 1 },
    now,
  );
  await deleteRoute(store, first.id);
  const removed = (await someRemovedLanes(store, 10)).map(({ laneId }) => laneId);
  expect(removed.toSorted()).toEqual([first.id, replay.id].toSorted());
  await inTransaction(store, (transaction) => deleteProjectRows(transaction, projectId, now));
  const left = (await someLanesOfDeleted(store, projectId, 10)).map(({ laneId }) => laneId);
  expect(left).toEqual([first.id, second.id, replay.id].toSorted());
  expect(await someRemovedLanes(store, 10)).toEqual([]);
});

test("many removed lanes are noted as gone together, and without holding up everything else", async () => {
  const lanes = Array.from({ length: 350 }, (_, n) => ({ project_id: `p${n % 2}`, lane_id: `l${n}` }));
  await store.insertInto("removed_lanes").values(lanes).execute();
  const turns = await turnsWhile(async () => {
    const all = await someRemovedLanes(store, 1_000);
    await removedLanesAreGone(
      store,
      all.filter(({ laneId }) => laneId !== "l7"),
    );
  });
  expect(turns).toBeGreaterThan(2);
  expect(await someRemovedLanes(store, 1_000)).toEqual([{ projectId: "p1", laneId: "l7" }]);
});
