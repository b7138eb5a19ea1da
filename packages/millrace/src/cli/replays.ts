import type { Command } from "commander";
import type { Connection } from "./context.ts";
import { connect, several, withConnection } from "./context.ts";
import { followReplays } from "./follow-replays.ts";
import { printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "ID", member: "id" },
  { title: "KIND", member: "kind" },
  { title: "TO", member: "destination.name" },
  { title: "STATE", member: "state" },
  { title: "PASSED", member: "passed" },
  { title: "TOTAL", member: "total" },
  { title: "DELIVERED", member: "delivered" },
  { title: "DISCARDED", member: "discarded" },
  { title: "EXPIRED", member: "expired" },
  { title: "PARKED", member: "parked" },
  { title: "CAUSE", member: "cause.message" },
];

/** `millrace replays list|show|pause|resume|cancel` */
export function addReplays(program: Command): void {
  const replays = program.command("replays").description("Replays: events sent once more.");
  withConnection(replays.command("list").description("List replays with their progress, the oldest first."))
    .option("--route <id or name>", "of one route")
    .action(async ({ route }: { readonly route?: string }, command: Command) => {
      const { api, project, json } = connect(command);
      const query = route === undefined ? "" : `?route=${encodeURIComponent(route)}`;
      const found = await api.all(`${project}/replays${query}`);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    });
  withConnection(replays.command("show").description("Show a replay and how far it has come."))
    .argument("<replay>", "id")
    .option("--follow", FOLLOW)
    .action(async (id: string, { follow }: FollowOption, command: Command) => {
      const connection = connect(command);
      const { api, project, json } = connection;
      const found = await api.call("GET", `${project}/replays/${encodeURIComponent(id)}`);
      const [last] = follow === true ? await followReplays(connection, [found]) : [found];
      if (json) printJson(last);
      else printTable([last], COLUMNS);
    });
  const verbs = [
    ["pause", "Stop a replay for a while."],
    ["resume", "Go on with a replay."],
    ["cancel", "End a replay; what it has sent stays sent."],
  ] as const;
  for (const [verb, description] of verbs) {
    withConnection(replays.command(verb).description(description))
      .argument("<replay>", "id")
      .action(async (id: string, _options: unknown, command: Command) => {
        const { api, project, json } = connect(command);
        const changed = await api.call("POST", `${project}/replays/${encodeURIComponent(id)}:${verb}`);
        if (json) printJson(changed);
        else printTable([changed], COLUMNS);
      });
  }
}

/** What `--follow` says of itself. */
export const FOLLOW = "watch it until it has ended; interrupting that does not stop it";

/** The option {@link FOLLOW} describes. */
export interface FollowOption {
  readonly follow?: boolean;
}

interface RouteReplayOptions extends FollowOption {
  readonly from: string;
  readonly to?: string;
  readonly toDestination?: string;
  readonly topic?: readonly string[];
  readonly id?: readonly string[];
}

/** `millrace routes replay` */
export function addRouteReplay(routes: Command): void {
  withConnection(routes.command("replay").description("Send events of a route once more."))
    .argument("<route>", "id or name")
    .requiredOption("--from <position or time>", "the first event, or events accepted at this time or later")
    .option("--to <position or time>", "where to stop, not included; now by default")
    .option("--to-destination <id or name>", "send them there instead of to the route's own destination")
    .option("--topic <topic>", "only events of this topic; may be given again", several)
    .option("--id <event>", "only the event of this id; may be given again", several)
    .option("--follow", FOLLOW)
    .action(async (route: string, options: RouteReplayOptions, command: Command) => {
      const connection = connect(command);
      const { from, to, toDestination, topic, id } = options;
      const path = `${connection.project}/routes/${encodeURIComponent(route)}:replay`;
      const started = await connection.api.call("POST", path, {
        from: boundOf(from),
        ...(to !== undefined && { to: boundOf(to) }),
        ...(toDestination !== undefined && { destination: toDestination }),
        ...((topic ?? id) !== undefined && { only: { topics: topic, ids: id } }),
      });
      const [last] = await watched(connection, [started], options);
      if (connection.json) printJson(last);
      else printTable([last], COLUMNS);
    });
}

/** Prints replays that were started for dead letters, after watching them where that was asked for. */
export async function printStarted(
  connection: Connection,
  started: readonly unknown[],
  options: FollowOption,
): Promise<void> {
  const last = await watched(connection, started, options);
  if (connection.json) printJson(last);
  else printTable(last, COLUMNS);
}

async function watched(
  connection: Connection,
  started: readonly unknown[],
  { follow }: FollowOption,
): Promise<readonly unknown[]> {
  return follow === true ? followReplays(connection, started) : started;
}

/** Digits are a position, everything else a time. */
function boundOf(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
