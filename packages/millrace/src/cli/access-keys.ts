import type { Command } from "commander";
import { isJsonObject } from "../core/json/object.ts";
import type { ApiClient } from "./client.ts";
import { connect, connectInstance, several, withConnection } from "./context.ts";
import { printable, printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "ID", member: "id" },
  { title: "ACCESS KEY ID", member: "accessKeyId" },
  { title: "LABEL", member: "label" },
  { title: "SCOPES", member: "scopes" },
  { title: "DISABLED", member: "disabled" },
  { title: "CREATED", member: "createTime" },
];

const MADE = [
  { title: "ACCESS KEY ID", member: "accessKeyId" },
  { title: "SECRET ACCESS KEY", member: "secretAccessKey" },
];

/** Where access keys are kept: in a project, or in the whole instance. */
interface Keys {
  readonly api: ApiClient;
  readonly path: string;
  readonly json: boolean;
}

/** `millrace access-keys create|list|disable|enable|delete` */
export function addAccessKeys(program: Command): void {
  const keys = program
    .command("access-keys")
    .description("Access keys: what clients of AWS's services sign their requests with.");
  withKeys(keys.command("create").description("Make an access key. Its secret is printed this once."))
    .argument("<label>", "what the key is for")
    .option("--scope <scope>", "ingest, read, write or admin; may be given again", several)
    .action(async (label: string, { scope }: { readonly scope?: readonly string[] }, command: Command) => {
      const { api, path, json } = keysOf(command);
      const made = await api.call("POST", path, { label, scopes: scope ?? ["admin"] });
      if (json) printJson(made);
      else printTable([made], MADE);
    });
  withKeys(keys.command("list").description("List access keys; never their secrets.")).action(
    async (_options: unknown, command: Command) => {
      const { api, path, json } = keysOf(command);
      const found = await api.all(path);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    },
  );
  for (const [name, disabled, description] of [
    ["disable", true, "Refuse requests signed with an access key, until it is enabled."],
    ["enable", false, "Take requests signed with an access key again."],
  ] as const)
    one(keys.command(name).description(description), async ({ api, json }, path) => {
      const changed = await api.call("PATCH", path, { disabled });
      if (json) printJson(changed);
      else printTable([changed], COLUMNS);
    });
  one(
    keys.command("delete").description("Delete an access key for good."),
    async ({ api, json }, path, which) => {
      await api.call("DELETE", path);
      if (!json) process.stdout.write(`Deleted ${printable(which)}.\n`);
    },
  );
}

function withKeys(command: Command): Command {
  return withConnection(command).option("--instance", "of the whole instance, not of a project");
}

function keysOf(command: Command): Keys {
  const { instance }: Record<string, unknown> = command.optsWithGlobals();
  if (instance === true) return { ...connectInstance(command), path: "/v1/access-keys" };
  const { api, project, json } = connect(command);
  return { api, path: `${project}/access-keys`, json };
}

function one(command: Command, act: (keys: Keys, path: string, which: string) => Promise<void>): void {
  withKeys(command)
    .argument("<key>", "id, or access key id")
    .action(async (which: string, _options: unknown, self: Command) => {
      const keys = keysOf(self);
      await act(keys, `${keys.path}/${encodeURIComponent(await idOf(keys, which))}`, which);
    });
}

/** The API goes by ids; what people have at hand is what they sign with. */
async function idOf({ api, path }: Keys, which: string): Promise<string> {
  if (!which.startsWith("MRAK")) return which;
  const found = (await api.all(path)).find((key) => isJsonObject(key) && key.accessKeyId === which);
  return isJsonObject(found) && typeof found.id === "string" ? found.id : which;
}
