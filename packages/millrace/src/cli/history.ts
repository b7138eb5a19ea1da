import { Option } from "commander";
import type { Command } from "commander";
import { isJsonObject } from "../core/json/object.ts";
import type { Connection } from "./context.ts";
import { connect, withConnection } from "./context.ts";
import { printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "TIME", member: "time" },
  { title: "DELIVERED", member: "deliveredFirstAttempt" },
  { title: "AFTER RETRY", member: "deliveredAfterRetry" },
  { title: "EXPIRED", member: "expired" },
  { title: "DISCARDED", member: "discarded" },
  { title: "ATTEMPTS", member: "attempts" },
  { title: "RECORDS", member: "records" },
  { title: "BYTES", member: "bytes" },
  { title: "P50 MS", member: "latency.p50" },
  { title: "P95 MS", member: "latency.p95" },
  { title: "P99 MS", member: "latency.p99" },
];

/** Zeros of fractions of a second that no point has. */
const FRACTION = ".000000000Z";

/** Which time is asked for. */
export interface HistoryOptions {
  readonly from?: string;
  readonly to?: string;
  readonly resolution: string;
}

/** `millrace routes history` */
export function addRouteHistory(routes: Command): void {
  const command = withConnection(routes.command("history"))
    .description(
      "Show what became of deliveries over time: counts, and latencies from accepted to delivered.",
    )
    .argument("[route]", "id or name; all routes of the project where it is left out");
  withHistoryOptions(command).action(
    async (route: string | undefined, options: HistoryOptions, command: Command) => {
      const connection = connect(command);
      const of = route === undefined ? "" : `/routes/${encodeURIComponent(route)}`;
      await printHistory(connection, `${connection.project}${of}/history`, options);
    },
  );
}

/** Adds the options of {@link HistoryOptions}. */
export function withHistoryOptions(command: Command): Command {
  return command
    .option("--from <time>", "counted in this time or later, RFC 3339; 24 hours before --to by default")
    .option("--to <time>", "counted before this time, RFC 3339; now by default")
    .addOption(
      new Option("--resolution <resolution>", "how long a point is")
        .choices(["minute", "hour", "day", "auto"])
        .default("auto"),
    );
}

/** Reads a history and prints it. @param path of it, without a query */
export async function printHistory(
  { api, json }: Pick<Connection, "api" | "json">,
  path: string,
  options: HistoryOptions,
): Promise<void> {
  const found = await api.call("GET", `${path}?${queryOf(options)}`);
  if (json) printJson(found);
  else printTable(rowsOf(found), COLUMNS);
}

function queryOf({ from, to, resolution }: HistoryOptions): string {
  const query = new URLSearchParams({ resolution });
  if (from !== undefined) query.set("from", from);
  if (to !== undefined) query.set("to", to);
  return query.toString();
}

/** The points, and the totals below them. */
function rowsOf(found: unknown): readonly unknown[] {
  if (!isJsonObject(found) || !Array.isArray(found.points)) return [];
  const points: readonly unknown[] = found.points;
  const totals = isJsonObject(found.totals) ? { ...found.totals, time: "total" } : {};
  return [...points.map(withShortTime), totals];
}

function withShortTime(point: unknown): unknown {
  if (!isJsonObject(point) || typeof point.time !== "string") return point;
  return Object.assign(point, { time: point.time.replace(FRACTION, "Z") });
}
