import { requestWarnings } from "../destinations/http/warnings.ts";
import type { TileDefinition } from "./definition.ts";
import type { Finding } from "./report.ts";
import { endpointOf } from "./rules.ts";

/** What templates probably do not mean, though they may. */
export function templateFindings(definition: TileDefinition): readonly Finding[] {
  return requestWarnings(endpointOf(definition)).map((message) => ({
    severity: "warning",
    code: "unsafe_request",
    message,
  }));
}
