import type { Position } from "../core/event.ts";
import type { OpenHandler } from "../sqlite/writer-thread.ts";

/** How far the log is in the profiles. */
export interface AppliedThrough {
  /** Empty for all projects. */
  readonly projectId: string;
  readonly position: Position;
}

/** Profiles as they are after the events at and below the positions: written together, so that neither is ever ahead. */
export interface WriteJob {
  readonly through: readonly AppliedThrough[];
  /** {@link ROW_TEXTS} texts a profile: project, kind, key, properties, and `1` for a device that was claimed. */
  readonly rows: readonly string[];
}

/** A piece of the removal of a deleted project. */
export interface RemoveJob {
  readonly removeOf: string;
}

/** Profiles that go at once. */
const PIECE_PROFILES = 500;

/** Texts a profile has in {@link WriteJob.rows}. */
export const ROW_TEXTS = 5;

/** Runs in the profiles' writer thread. Answers how many profiles were written or removed. */
export const openHandler: OpenHandler<WriteJob | RemoveJob, number> = (database) => {
  const put = database.prepare(
    `INSERT INTO profiles (project_id, kind, key, properties, claimed) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET properties = excluded.properties, claimed = excluded.claimed`,
  );
  const remove = database.prepare("DELETE FROM profiles WHERE project_id = ? AND kind = ? AND key = ?");
  const note = database.prepare(
    `INSERT INTO applied (project_id, position) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET position = max(position, excluded.position)`,
  );
  const forget = database.prepare("DELETE FROM applied WHERE project_id <> '' AND position <= ?");
  const removeSome = database.prepare(
    `DELETE FROM profiles WHERE project_id = @project AND (kind, key) IN
       (SELECT kind, key FROM profiles WHERE project_id = @project LIMIT @limit)`,
  );
  const removeApplied = database.prepare("DELETE FROM applied WHERE project_id = ?");
  const run = (job: WriteJob | RemoveJob): number => {
    if (!("removeOf" in job)) return write(job);
    removeApplied.run(job.removeOf);
    return removeSome.run({ project: job.removeOf, limit: PIECE_PROFILES }).changes;
  };
  const write = ({ through, rows }: WriteJob): number => {
    for (let at = 0; at < rows.length; at += ROW_TEXTS) {
      const [project, kind, key, properties, claimed] = rows.slice(at, at + ROW_TEXTS);
      if (properties === "{}" && claimed !== "1") remove.run(project, kind, key);
      else put.run(project, kind, key, properties, claimed === "1" ? 1 : 0);
    }
    for (const { projectId, position } of through) {
      note.run(projectId, position);
      if (projectId === "") forget.run(position);
    }
    return rows.length / ROW_TEXTS;
  };
  return { run: (jobs) => jobs.map(run), rolledBack() {} };
};
