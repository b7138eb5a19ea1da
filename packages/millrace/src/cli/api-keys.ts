import type { Command } from "commander";
import type { KeyKind } from "./keys.ts";
import { addKeys } from "./keys.ts";

const API_KEYS: KeyKind = {
  list: "api-keys",
  one: "an API key",
  columns: [
    { title: "ID", member: "id" },
    { title: "LABEL", member: "label" },
    { title: "SCOPES", member: "scopes" },
    { title: "CREATED", member: "createTime" },
  ],
  made: [
    { title: "ID", member: "id" },
    { title: "API KEY", member: "key" },
  ],
  scopeHelp: "ingest, read, write or admin; of the whole instance review or admin",
  argument: "its id",
};

/** `millrace api-keys create|list|delete` */
export function addApiKeys(program: Command): void {
  addKeys(
    program.command("api-keys").description("API keys: what callers of Millrace's own API show."),
    API_KEYS,
  );
}
