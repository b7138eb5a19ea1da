import type { OpenHandler } from "../sqlite/writer-thread.ts";

/** What the endpoints' thread does; endpoints are {@link ROW_TEXTS} or one text each, for objects cost more on their way. */
export type EndpointJob =
  /** Of each endpoint: project, key, user id (empty for none), document. */
  | { readonly kind: "write"; readonly rows: readonly string[] }
  | { readonly kind: "remove"; readonly projectId: string; readonly keys: readonly string[] }
  /** At most so many endpoints of a project, whichever they are. */
  | { readonly kind: "removeSome"; readonly projectId: string; readonly count: number };

/** Texts an endpoint has in a job that writes. */
const ROW_TEXTS = 4;

/** Runs in the endpoints' writer thread; answers of each job how many rows it changed. */
export const openHandler: OpenHandler<EndpointJob, number> = (database) => {
  const write = database.prepare(
    `INSERT INTO endpoints (project_id, key, user_id, document) VALUES (?, ?, nullif(?, ''), ?)
     ON CONFLICT DO UPDATE SET user_id = excluded.user_id, document = excluded.document`,
  );
  const remove = database.prepare("DELETE FROM endpoints WHERE project_id = ? AND key = ?");
  const removeSome = database.prepare(
    `DELETE FROM endpoints WHERE project_id = ?
     AND key IN (SELECT key FROM endpoints WHERE project_id = ? LIMIT ?)`,
  );
  const run = (job: EndpointJob): number => {
    let changes = 0;
    switch (job.kind) {
      case "write":
        for (let at = 0; at < job.rows.length; at += ROW_TEXTS)
          changes += write.run(...job.rows.slice(at, at + ROW_TEXTS)).changes;
        return changes;
      case "remove":
        for (const key of job.keys) changes += remove.run(job.projectId, key).changes;
        return changes;
      case "removeSome":
        return removeSome.run(job.projectId, job.projectId, job.count).changes;
    }
  };
  return { run: (jobs) => jobs.map(run), rolledBack() {} };
};
