import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { everyRow, saying } from "./every-row.ts";
import type { StreamsAtAws } from "./streams-at-aws.ts";
import { startStreamsAtAws, STREAM_ROLE } from "./streams-at-aws.ts";
import type { Running } from "./support.ts";
import { member, start, until } from "./support.ts";

let aws: StreamsAtAws;
let api: Running;
beforeAll(async () => {
  aws = await startStreamsAtAws();
  aws.firehose.createStream("events");
  aws.firehose.faultOf = ({ text }) =>
    member(JSON.parse(text), "metrics", "n") === 1 ? "ServiceUnavailableException" : undefined;
  api = await start(undefined, aws.settings);
});
afterAll(async () => {
  await api.close();
  await aws.close();
  vi.unstubAllEnvs();
});

/** An application with an event stream that owes something; answers its id and that of its route. */
async function owing(name: string): Promise<{ readonly project: string; readonly route: string }> {
  const project = await api.create("/v1/projects", { name });
  const arn = { DestinationStreamArn: aws.firehoseArn("events"), RoleArn: STREAM_ROLE };
  await api.ok("POST", `/v1/apps/${project}/eventstream`, arn);
  const events = [0, 1].map((n) => ({ topic: "t", data: { n } }));
  await api.ok("POST", `/v1/projects/${name}/events`, { events });
  const route = () => api.ok("GET", `/v1/projects/${name}/routes/event-stream`);
  await until(async () => member(await route(), "parked") === 1);
  return { project, route: String(member(await route(), "id")) };
}

/** Leaves the store as a crash does that comes when an event stream is deleted, but what it owes is not yet. */
function crashAfterDeleting(project: string): void {
  const database = new Database(join(api.folder, "store.db"));
  for (const table of ["routes", "event_streams", "destinations"])
    database.prepare(`DELETE FROM ${table} WHERE project_id = ?`).run(project);
  database.close();
}

const FILES_OF_LANES = ["history.db.series", "ledger.db.lanes", "ledger.db.parked"];

it("what a deleted event stream owed goes at the next start, where a crash left it", async () => {
  const [doomed, kept] = [await owing("doomed"), await owing("kept")];
  await api.server.close();
  expect(saying(api.folder, doomed.route)).toEqual(expect.arrayContaining(FILES_OF_LANES));
  crashAfterDeleting(doomed.project);
  api = await start(api.folder, aws.settings);
  await until(() => FILES_OF_LANES.every((file) => !saying(api.folder, doomed.route).includes(file)));
  expect(everyRow(api.folder).get("store.db.removed_lanes")).toEqual([]);
  expect(await api.ok("GET", "/v1/projects/kept/routes/event-stream")).toMatchObject({ parked: 1 });
  expect(saying(api.folder, kept.route)).toEqual(expect.arrayContaining(["ledger.db.lanes"]));

  await api.ok("DELETE", `/v1/apps/${kept.project}/eventstream`);
  await until(() => saying(api.folder, kept.route).length === 0);
}, 60_000);
