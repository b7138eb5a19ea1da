import { Option } from "commander";
import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import { connect, several, withConnection } from "./context.ts";
import { addRouteHistory } from "./history.ts";
import { printable, printJson, printTable } from "./output.ts";
import { addRouteReplay } from "./replays.ts";

const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "STATE", member: "state" },
  { title: "SINCE", member: "since" },
  { title: "CURSOR", member: "cursor" },
  { title: "LAG", member: "lag" },
  { title: "PARKED", member: "parked" },
  { title: "DEAD", member: "deadLetters" },
  { title: "NEXT PROBE", member: "nextProbeAt" },
  { title: "LAST ERROR", member: "lastError.message" },
];

const ORDERS = ["none", "key", "strict"] as const;

/** `millrace routes list|show|create|set|delete|pause|resume|history|replay` */
export function addRoutes(program: Command): void {
  const routes = program
    .command("routes")
    .description("Routes: which events go where, and how far they have come.");
  withConnection(routes.command("list").description("List routes with state, cursor and lag.")).action(
    async (_options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const found = await api.all(`${project}/routes`);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    },
  );
  withConnection(routes.command("show").description("Show all there is to know of a route, as JSON."))
    .argument("<route>", "id or name")
    .action(async (route: string, _options: unknown, command: Command) => {
      const { api, project } = connect(command);
      printJson(await api.call("GET", pathOf(project, route)));
    });
  addCreate(routes);
  addSet(routes);
  withConnection(routes.command("delete").description("Delete a route that was made by hand."))
    .argument("<route>", "id or name")
    .action(async (route: string, _options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      await api.call("DELETE", pathOf(project, route));
      if (!json) process.stdout.write(`Deleted ${printable(route)}.\n`);
    });
  for (const action of ["pause", "resume"] as const) {
    withConnection(
      routes
        .command(action)
        .description(`${action === "pause" ? "Stop" : "Go on"} sending; nothing is lost meanwhile.`),
    )
      .argument("<route>", "id or name")
      .action(async (route: string, _options: unknown, command: Command) => {
        const { api, project, json } = connect(command);
        const changed = await api.call("POST", `${pathOf(project, route)}:${action}`);
        if (json) printJson(changed);
        else printTable([changed], COLUMNS);
      });
  }
  addRouteHistory(routes);
  addRouteReplay(routes);
}

interface RouteOptions {
  readonly name?: string;
  readonly destination?: string;
  readonly topic?: readonly string[];
  readonly order?: string;
}

function addCreate(routes: Command): void {
  withConnection(routes.command("create").description("Make a route for topics of your own, from now on."))
    .requiredOption("--destination <id or name>", "where the events go")
    .requiredOption("--topic <topic>", "events of this topic; may be given again", several)
    .option("--name <name>", "made of topic and destination where it is left out")
    .addOption(new Option("--order <order>", "what is promised of the order").choices(ORDERS))
    .action(async (options: RouteOptions, command: Command) => {
      const { api, project, json } = connect(command);
      const { name, destination, topic: topics, order } = options;
      const made = await api.call("POST", `${project}/routes`, { name, destination, topics, order });
      if (json) printJson(made);
      else printTable([made], COLUMNS);
    });
}

function addSet(routes: Command): void {
  withConnection(
    routes
      .command("set")
      .description(
        "Change a route; its place in the log is kept. Of one that a manifest, a sync or an event stream made only --order.",
      ),
  )
    .argument("<route>", "id or name")
    .option("--name <name>")
    .option("--destination <id or name>", "where the events go from now on")
    .option("--topic <topic>", "events of this topic, instead of those before; may be given again", several)
    .addOption(
      new Option(
        "--order <order>",
        "what is promised of the order; default is what suits the destination",
      ).choices([...ORDERS, "default"]),
    )
    .action(async (which: string, options: RouteOptions, command: Command) => {
      const { api, project, json } = connect(command);
      const { name, destination, topic: topics, order } = options;
      const given = Object.entries({ name, destination, topics, order }).filter(
        ([, value]) => value !== undefined,
      );
      if (given.length === 0)
        throw new MillraceError("missing_option", "Nothing to change is given.", {
          remedy: "Give --name, --destination, --topic or --order.",
        });
      // An order that the mask names and the route lacks is the default again.
      const route = Object.fromEntries(
        given.filter(([field, value]) => field !== "order" || value !== "default"),
      );
      const updateMask = given.map(([field]) => field);
      const changed = await api.call("PATCH", pathOf(project, which), { updateMask, route });
      if (json) printJson(changed);
      else printTable([changed], COLUMNS);
    });
}

function pathOf(project: string, route: string): string {
  return `${project}/routes/${encodeURIComponent(route)}`;
}
