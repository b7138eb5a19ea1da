import type { Command } from "commander";

/** Adds a command and those under it to the program. */
export type AddCommand = (program: Command) => void;

/**
 * The commands by name, in the order in which help lists them. Each is loaded when it is needed: schemas, templates and
 * the AWS SDK take several times as long to load as a command takes to run that only asks the server something.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import("./serve.ts")).addServe,
  "check-data": async () => (await import("./check-data.ts")).addCheckData,
  deploy: async () => (await import("./deploy.ts")).addDeploy,
  projects: async () => (await import("./projects.ts")).addProjects,
  "api-keys": async () => (await import("./api-keys.ts")).addApiKeys,
  "access-keys": async () => (await import("./access-keys.ts")).addAccessKeys,
  destinations: async () => (await import("./destinations.ts")).addDestinations,
  installations: async () => (await import("./installations.ts")).addInstallations,
  results: async () => (await import("./results.ts")).addResults,
  routes: async () => (await import("./routes.ts")).addRoutes,
  tiles: async () => (await import("./tiles.ts")).addTiles,
  reviews: async () => (await import("./reviews.ts")).addReviews,
  catalog: async () => (await import("./catalog.ts")).addCatalog,
  syncs: async () => (await import("./syncs.ts")).addSyncs,
  transformations: async () => (await import("./transformations.ts")).addTransformations,
  replays: async () => (await import("./replays.ts")).addReplays,
  "dead-letters": async () => (await import("./dead-letters.ts")).addDeadLetters,
  events: async () => (await import("./events.ts")).addEvents,
  "master-key": async () => (await import("./master-key.ts")).addMasterKey,
};

/** Adds the command that `argument` names, or all of them where it names none: for help, and to tell what is meant. */
export async function addCommands(program: Command, argument: string | undefined): Promise<void> {
  const named = argument !== undefined && Object.hasOwn(COMMANDS, argument) ? COMMANDS[argument] : undefined;
  for (const load of named === undefined ? Object.values(COMMANDS) : [named]) (await load())(program);
  for (const command of program.commands.flatMap(({ commands }) => commands)) addOtherWord(command);
}

/** What shows one thing is called `get` here and `show` there: each answers to the other word too. */
function addOtherWord(command: Command): void {
  const name = command.name();
  if (name === "get") command.alias("show");
  if (name === "show") command.alias("get");
}
