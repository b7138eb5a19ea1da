import type { Command } from "commander";
import { isJsonObject } from "../core/json/object.ts";
import type { KeyKind, Keys } from "./keys.ts";
import { addKeyAction, addKeys } from "./keys.ts";
import { printJson, printTable } from "./output.ts";

const ACCESS_KEYS: KeyKind = {
  list: "access-keys",
  one: "an access key",
  columns: [
    { title: "ID", member: "id" },
    { title: "ACCESS KEY ID", member: "accessKeyId" },
    { title: "LABEL", member: "label" },
    { title: "SCOPES", member: "scopes" },
    { title: "DISABLED", member: "disabled" },
    { title: "CREATED", member: "createTime" },
  ],
  made: [
    { title: "ACCESS KEY ID", member: "accessKeyId" },
    { title: "SECRET ACCESS KEY", member: "secretAccessKey" },
  ],
  scopes: ["admin"],
  scopeHelp: "ingest, read, write or admin",
  argument: "id, or access key id",
  idOf,
};

/** `millrace access-keys create|list|disable|enable|delete` */
export function addAccessKeys(program: Command): void {
  const keys = program
    .command("access-keys")
    .description("Access keys: what clients of AWS's services sign their requests with.");
  addKeys(keys, ACCESS_KEYS);
  for (const [name, disabled, description] of [
    ["disable", true, "Refuse requests signed with an access key, until it is enabled."],
    ["enable", false, "Take requests signed with an access key again."],
  ] as const)
    addKeyAction(keys, ACCESS_KEYS, {
      name,
      description,
      act: async ({ api, json }, path) => {
        const changed = await api.call("PATCH", path, { disabled });
        if (json) printJson(changed);
        else printTable([changed], ACCESS_KEYS.columns);
      },
    });
}

/** The API goes by ids; what people have at hand is what they sign with. */
async function idOf({ api, path }: Keys, which: string): Promise<string> {
  if (!which.startsWith("MRAK")) return which;
  const found = (await api.all(path)).find((key) => isJsonObject(key) && key.accessKeyId === which);
  return isJsonObject(found) && typeof found.id === "string" ? found.id : which;
}
