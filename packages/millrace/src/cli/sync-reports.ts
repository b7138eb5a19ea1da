import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { connect, wholeNumber, withConnection } from "./context.ts";
import type { HistoryOptions } from "./history.ts";
import { printHistory, withHistoryOptions } from "./history.ts";
import { oneOf } from "./one-of.ts";
import { printable, printTable } from "./output.ts";
import type { SyncOptions } from "./sync-options.ts";
import { readSync, withSyncOptions } from "./sync-options.ts";
import { listOf } from "./tile-report.ts";

const SYNC = { kind: "sync", list: "syncs" };

const ROUTES = [
  { title: "PART", member: "part" },
  { title: "VIEW", member: "view" },
  { title: "MATCHED", member: "matched" },
  { title: "SENDABLE", member: "sendable" },
];

const FAILING = [
  { title: "PART", member: "part" },
  { title: "COUNT", member: "count" },
  { title: "EVENT", member: "event.id" },
  { title: "CODE", member: "error.code" },
  { title: "WHY", member: "error.message" },
];

const FAILURES = [
  { title: "STANDING", member: "standing" },
  { title: "CODE", member: "code" },
  { title: "COUNT", member: "count" },
  { title: "NEWEST EVENT", member: "event" },
  { title: "NEXT ATTEMPT", member: "nextAttemptAt" },
  { title: "WHY", member: "why" },
];

interface DryRunOptions extends SyncOptions {
  readonly last?: number;
  readonly samples?: boolean;
}

/** `millrace syncs dry-run|failures|metrics` */
export function addSyncReports(syncs: Command): void {
  addDryRun(syncs);
  oneOf(
    syncs.command("failures").description("Show what failed or is tried again, by error."),
    SYNC,
    async ({ api, path, json }) => {
      const text = await api.text("GET", `${path}/failures`);
      // The events in it are customers': their numbers are printed as the characters they came in.
      if (json) process.stdout.write(`${text}\n`);
      else printTable(listOf(objectOf(text).results).map(failureRow), FAILURES);
    },
  );
  const metrics = syncs
    .command("metrics")
    .description("Show what became of a sync's deliveries over time: counts and latencies.");
  withHistoryOptions(
    oneOf<HistoryOptions>(metrics, SYNC, async (one, options) =>
      printHistory(one, `${one.path}/metrics`, options),
    ),
  );
}

function addDryRun(syncs: Command): void {
  const command = withConnection(syncs.command("dry-run"))
    .summary("try a sync on the newest events; nothing is sent")
    .description(
      "Tries a sync on the project's newest events: how many it would send, which ones fail and why. Nothing is sent. Without a name it tries what --file and the flags say, which need not be saved. Ends with status 1 where an event fails.",
    )
    .argument("[sync]", "id or name; or --file and flags");
  withSyncOptions(command)
    .option("--last <n>", "how many of the newest events, 1,000 by default", wholeNumber)
    .option("--samples", "show the requests of some events too")
    .action(async (which: string | undefined, options: DryRunOptions, self: Command) => {
      const { api, project, json } = connect(self);
      const { last } = options;
      const draft = await readSync(options);
      if (which !== undefined && Object.keys(draft).length > 0)
        throw new MillraceError("contradicting_options", "Give a sync, or --file and flags, not both.");
      const path = which === undefined ? `${project}/syncs` : `${project}/syncs/${encodeURIComponent(which)}`;
      const body = which === undefined ? { ...draft, last } : { last };
      const text = await api.text("POST", `${path}:dryRun`, JSON.stringify(body));
      const run = objectOf(text);
      if (json) process.stdout.write(`${text}\n`);
      else print(run, options);
      if (listOf(run.routes).some(({ failing }) => listOf(failing).length > 0)) process.exitCode = 1;
    });
}

function print({ looked, complete, routes }: JsonObject, { samples }: DryRunOptions): void {
  const ofRoutes = listOf(routes);
  process.stdout.write(
    `Looked at ${String(looked)} ${looked === 1 ? "event" : "events"}${complete === false ? "; there was no time for more" : ""}.\n\n`,
  );
  printTable(ofRoutes, ROUTES);
  const failing = ofRoutes.flatMap((route) =>
    listOf(route.failing).map((each) => Object.assign({}, each, { part: route.part })),
  );
  if (failing.length > 0) {
    process.stdout.write("\n");
    printTable(failing, FAILING);
  }
  if (samples !== true) return;
  for (const { message } of ofRoutes.flatMap((route) => listOf(route.samples)))
    if (isJsonObject(message)) printMessage(message);
}

/** A message as it would be sent; of an HTTP destination with its request's first line and headers. */
function printMessage({ attributes, body }: JsonObject): void {
  const { ":method": method, ":url": url, ...headers } = isJsonObject(attributes) ? attributes : {};
  const first = typeof url === "string" ? [`${String(method)} ${url}`] : [];
  const lines = [...first, ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)];
  process.stdout.write(`\n${[...lines, "", ...String(body).split("\n")].map(printable).join("\n")}\n`);
}

function failureRow(failure: JsonObject): JsonObject {
  const [newest = {}] = listOf(failure.samples);
  const { event, error, nextAttemptAt } = newest;
  return {
    ...failure,
    nextAttemptAt,
    event: isJsonObject(event) ? event.id : undefined,
    why: isJsonObject(error) ? error.message : undefined,
  };
}

function objectOf(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}
