import type { EpochMilliseconds } from "../core/time.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import { floorTo } from "./resolution.ts";

const DAY = 86_400;

/** More are looked up again: memory stays bounded however many routes come and go. */
const MAX_KNOWN = 50_000;

/** Gives routes and projects the numbers that their points are stored under, and remembers them. */
export class SeriesNumbers {
  readonly #known = new Map<string, { readonly number: number; readonly lastDay: number }>();
  readonly #touch;
  readonly #removeRoute;
  readonly #removeProject;
  readonly #removeUnused;

  constructor(database: SqliteDatabase) {
    this.#touch = database
      .prepare<[string, string, number], number>(
        `INSERT INTO series (project_id, route_id, last_day) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET last_day = max(last_day, excluded.last_day) RETURNING number`,
      )
      .pluck();
    this.#removeRoute = database.prepare("DELETE FROM series WHERE project_id = ? AND route_id = ?");
    this.#removeProject = database.prepare("DELETE FROM series WHERE project_id = ?");
    this.#removeUnused = database.prepare("DELETE FROM series WHERE last_day < ?");
  }

  /** The number of a series that gets a point at `time` (seconds). The day is noted once. */
  numberOf(projectId: string, routeId: string, time: number): number {
    const day = floorTo(time, DAY);
    const key = `${projectId}\n${routeId}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.lastDay >= day) return known.number;
    const number = this.#touch.get(projectId, routeId, day) ?? 0;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(key, { number, lastDay: day });
    return number;
  }

  removeRoute(projectId: string, routeId: string): void {
    this.#removeRoute.run(projectId, routeId);
    this.#known.clear();
  }

  removeProject(projectId: string): void {
    this.#removeProject.run(projectId);
    this.#known.clear();
  }

  /** Removes the series that have no point since. */
  removeUnusedSince(time: EpochMilliseconds): void {
    if (this.#removeUnused.run(time / 1_000).changes > 0) this.#known.clear();
  }

  /** After a rollback nothing that was learnt in it holds. */
  forget(): void {
    this.#known.clear();
  }
}
