import { InvariantError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Replay, ReplayResult, ReplayState } from "../core/replay.ts";
import { parseReplayOf, parseReplayResult } from "../core/replay.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";

/** What a replay is made of. */
export type NewReplay = Pick<Replay, "projectId" | "routeId" | "destinationId" | "of" | "total">;

/** Makes a replay that runs. */
export async function createReplay(store: Store, replay: NewReplay, now: Timestamp): Promise<Replay> {
  const row = await store
    .insertInto("replays")
    .values({
      id: newId(),
      project_id: replay.projectId,
      route_id: replay.routeId,
      destination_id: replay.destinationId,
      replay_of: JSON.stringify(replay.of),
      total: replay.total,
      state: "running",
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toReplay(row);
}

/** Changes the state of a replay that has not ended; answers undefined, with nothing changed, for one that has. */
export async function setReplayState(
  store: Store,
  id: string,
  change: { readonly state: ReplayState; readonly result?: ReplayResult },
  now: Timestamp,
): Promise<Replay | undefined> {
  const row = await store
    .updateTable("replays")
    .set({
      state: change.state,
      ...(change.result !== undefined && { result: JSON.stringify(change.result) }),
      update_time: now,
    })
    .where("id", "=", id)
    .where("state", "in", ["running", "paused"])
    .returningAll()
    .executeTakeFirst();
  return row && toReplay(row);
}

/** The project's replay of that id. */
export async function findReplay(store: Store, projectId: string, id: string): Promise<Replay | undefined> {
  const row = await store
    .selectFrom("replays")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && toReplay(row);
}

/** The project's replays, oldest first; of one route where it is named. */
export async function listReplays(
  store: Store,
  projectId: string,
  routeId: string | undefined,
  page: Page = {},
): Promise<readonly Replay[]> {
  const { after, limit } = boundsOf(page);
  const all = store.selectFrom("replays").selectAll().where("project_id", "=", projectId);
  const rows = await (routeId === undefined ? all : all.where("route_id", "=", routeId))
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toReplay);
}

/** Replays that have not ended: of all projects, of one, or of one of its routes. */
export async function openReplays(
  store: Store,
  of: { readonly projectId?: string; readonly routeId?: string } = {},
): Promise<readonly Replay[]> {
  let query = store.selectFrom("replays").selectAll().where("state", "in", ["running", "paused"]);
  if (of.projectId !== undefined) query = query.where("project_id", "=", of.projectId);
  if (of.routeId !== undefined) query = query.where("route_id", "=", of.routeId);
  const rows = await query.orderBy("id").execute();
  return rows.map(toReplay);
}

function toReplay(row: Row<"replays">): Replay {
  return {
    id: row.id,
    projectId: row.project_id,
    routeId: row.route_id,
    destinationId: row.destination_id,
    of: parseReplayOf(row.replay_of),
    total: row.total,
    state: toState(row.state),
    ...(row.result !== null && { result: parseReplayResult(row.result) }),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}

function toState(text: string): ReplayState {
  if (text === "running" || text === "paused" || text === "done" || text === "cancelled") return text;
  throw new InvariantError(`A replay has the state "${text}".`);
}
