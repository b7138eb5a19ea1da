import type { Issue } from "../core/errors.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import { missingIssues } from "../tiles/parameter-values.ts";
import type { SyncDefinition } from "./definition.ts";
import type { ParameterValues } from "./parameters.ts";
import { requiredFields } from "./routes-of-sync.ts";

/** What stands between a sync and its being enabled: names as in a request, such as `parameters.api_key`. */
export function missingOf(
  definition: SyncDefinition,
  tile: TileDefinition | undefined,
  { open, secret }: ParameterValues,
): readonly Issue[] {
  const { events, identifies, groups, mappings = {} } = definition;
  const missing: Issue[] = tile === undefined ? [] : [...missingIssues(tile, { ...open, ...secret })];
  // Groups have no properties of users to map.
  if (events !== undefined || identifies !== undefined)
    for (const name of requiredFields(tile))
      if (!Object.hasOwn(mappings, name))
        missing.push(issue(`definition.mappings.${name}`, "the tile requires that this field is mapped"));
  if (events?.raw === undefined && events?.transformed === undefined && !identifies && !groups)
    missing.push(
      issue(
        "definition",
        "says nothing to send: choose events.raw or events.transformed, identifies or groups",
      ),
    );
  return missing;
}

function issue(name: string, detail: string): Issue {
  return { in: "body", name, detail };
}
