import type { Command } from "commander";
import { connect, withConnection } from "./context.ts";
import { addRouteHistory } from "./history.ts";
import { printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "STATE", member: "state" },
  { title: "CURSOR", member: "cursor" },
  { title: "LAG", member: "lag" },
  { title: "PARKED", member: "parked" },
  { title: "DEAD", member: "deadLetters" },
  { title: "LAST ERROR", member: "lastError.message" },
];

/** `millrace routes list|pause|resume|history` and `millrace dead-letters` */
export function addRoutes(program: Command): void {
  const routes = program
    .command("routes")
    .description("Routes: which events go where, and how far they have come.");
  withConnection(routes.command("list").description("List routes with cursor and lag.")).action(
    async (_options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const found = await api.all(`${project}/routes`);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    },
  );
  for (const action of ["pause", "resume"] as const) {
    withConnection(
      routes
        .command(action)
        .description(`${action === "pause" ? "Stop" : "Go on"} sending; nothing is lost meanwhile.`),
    )
      .argument("<route>", "id or name")
      .action(async (route: string, _options: unknown, command: Command) => {
        const { api, project, json } = connect(command);
        const changed = await api.call("POST", `${project}/routes/${encodeURIComponent(route)}:${action}`);
        if (json) printJson(changed);
        else printTable([changed], COLUMNS);
      });
  }
  addRouteHistory(routes);
  withConnection(
    program
      .command("dead-letters")
      .description("List deliveries that ended discarded or expired, newest first."),
  )
    .option("--route <id>", "of one route")
    .action(async (options: { readonly route?: string }, command: Command) => {
      const { api, project, json } = connect(command);
      const query = options.route === undefined ? "" : `?route=${encodeURIComponent(options.route)}`;
      const found = await api.all(`${project}/dead-letters${query}`);
      if (json) printJson(found);
      else
        printTable(found, [
          { title: "ENDED", member: "endedAt" },
          { title: "HOW", member: "ended" },
          { title: "EVENT", member: "event.id" },
          { title: "CODE", member: "error.code" },
          { title: "WHY", member: "error.message" },
        ]);
    });
}
