import type { Syncs } from "../../syncs/syncs.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";

/** What is told of syncs: what they would send, what failed, and how much was delivered. */
export function serveSyncReports(_api: Api, _deps: ApiDependencies, _syncs: Syncs): void {}
