import type { Command } from "commander";
import type { ApiClient } from "./client.ts";
import { connect, connectInstance, several, withConnection } from "./context.ts";
import type { Column } from "./output.ts";
import { printable, printJson, printTable } from "./output.ts";

/** A kind of keys that projects have, and the whole instance. */
export interface KeyKind {
  /** The last part of the path that they are kept under. */
  readonly list: "api-keys" | "access-keys";
  /** What a person calls one of them, such as "an API key". */
  readonly one: string;
  /** What a table shows of them. */
  readonly columns: readonly Column[];
  /** What is shown of one just made, this once. */
  readonly made: readonly Column[];
  /** Scopes it has where none are given; without them, some must be given. */
  readonly scopes?: readonly string[];
  readonly scopeHelp: string;
  /** What people may call one, in words, and the id that the API knows it by. */
  readonly argument: string;
  readonly idOf?: (keys: Keys, which: string) => Promise<string>;
}

/** Where keys are kept: in a project, or in the whole instance. */
export interface Keys {
  readonly api: ApiClient;
  readonly path: string;
  readonly json: boolean;
}

/** Adds `create`, `list` and `delete` of a kind of keys. */
export function addKeys(parent: Command, kind: KeyKind): void {
  const create = withKeys(
    parent.command("create").description(`Make ${kind.one}. It is printed whole this once.`),
  )
    .argument("<label>", "what the key is for")
    .action(async (label: string, { scope }: { readonly scope?: readonly string[] }, command: Command) => {
      const { api, path, json } = keysOf(command, kind);
      const made = await api.call("POST", path, { label, scopes: scope ?? kind.scopes });
      if (json) printJson(made);
      else printTable([made], kind.made);
    });
  const help = `${kind.scopeHelp}; may be given again`;
  if (kind.scopes === undefined) create.requiredOption("--scope <scope>", help, several);
  else create.option("--scope <scope>", help, several);
  withKeys(parent.command("list").description("List the keys; never what is secret of them.")).action(
    async (_options: unknown, command: Command) => {
      const { api, path, json } = keysOf(command, kind);
      const found = await api.all(path);
      if (json) printJson(found);
      else printTable(found, kind.columns);
    },
  );
  addKeyAction(parent, kind, {
    name: "delete",
    description: `Delete ${kind.one} for good.`,
    act: async ({ api, json }, path, which) => {
      await api.call("DELETE", path);
      if (!json) process.stdout.write(`Deleted ${printable(which)}.\n`);
    },
  });
}

/** Something that is done with one key; `path` is the key's own. */
interface KeyAction {
  readonly name: string;
  readonly description: string;
  readonly act: (keys: Keys, path: string, which: string) => Promise<void>;
}

/** Adds a command about one key. */
export function addKeyAction(parent: Command, kind: KeyKind, { name, description, act }: KeyAction): void {
  withKeys(parent.command(name).description(description))
    .argument("<key>", kind.argument)
    .action(async (which: string, _options: unknown, self: Command) => {
      const keys = keysOf(self, kind);
      const id = (await kind.idOf?.(keys, which)) ?? which;
      await act(keys, `${keys.path}/${encodeURIComponent(id)}`, which);
    });
}

function withKeys(command: Command): Command {
  return withConnection(command).option("--instance", "of the whole instance, not of a project");
}

function keysOf(command: Command, { list }: KeyKind): Keys {
  const { instance }: Record<string, unknown> = command.optsWithGlobals();
  if (instance === true) return { ...connectInstance(command), path: `/v1/${list}` };
  const { api, project, json } = connect(command);
  return { api, path: `${project}/${list}`, json };
}
