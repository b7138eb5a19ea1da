import { conditionIssues } from "../core/conditions/condition-issues.ts";
import type { Issue } from "../core/errors.ts";
import { isJsonObject } from "../core/json/object.ts";
import { PARTS } from "../core/parts.ts";
import { topicFault } from "../core/topic.ts";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import { brief } from "../core/validation/issues.ts";
import { mappingIssues } from "../shaping/mapping-issues.ts";
import type { Destination } from "../store/destinations.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import type { SyncDefinition } from "./definition.ts";

/** What a definition is held against. */
interface Surroundings {
  readonly tile: TileDefinition | undefined;
  readonly destination: Destination | undefined;
  /** It was given now. One that was good before is not held against a newer version's names: those go unused. */
  readonly isNew: boolean;
}

/** What of a definition no schema can state: names are relative to the sync. */
export function definitionIssues(definition: SyncDefinition, around: Surroundings): readonly Issue[] {
  const issues = [...partIssues(definition, around)];
  if (!around.isNew) return issues;
  return [
    ...issues,
    ...topicIssues(definition),
    ...whereIssues(definition),
    ...(definition.mappings === undefined ? [] : mappingIssues(definition.mappings, "definition.mappings")),
    ...tileIssues(definition, around.tile),
  ];
}

function whereIssues({ where, identifies, groups }: SyncDefinition): readonly Issue[] {
  return [
    ...(where === undefined ? [] : conditionIssues(where, "definition.where")),
    ...(identifies?.where === undefined
      ? []
      : conditionIssues(identifies.where, "definition.identifies.where")),
    ...(groups?.where === undefined ? [] : conditionIssues(groups.where, "definition.groups.where")),
  ];
}

/** Requests can be made only of what there is a request for. */
function partIssues(definition: SyncDefinition, { tile, destination }: Surroundings): readonly Issue[] {
  const requests = tile ?? (destination?.type === "http" ? destination.metadata : undefined);
  if (requests === undefined) return [];
  const what = tile === undefined ? "destination" : "tile";
  const taken = PARTS.filter((part) => isJsonObject(requests) && Object.hasOwn(requests, part));
  return PARTS.flatMap((part): Issue[] => {
    if (definition[part] === undefined || taken.includes(part)) return [];
    return [issue(part, `the ${what} takes no ${part}; it takes ${taken.join(" and ")}`)];
  });
}

function topicIssues({ events }: SyncDefinition): readonly Issue[] {
  return (events?.topics ?? []).flatMap((topic, i): Issue[] => {
    const detail = topicFault(topic);
    return detail === undefined ? [] : [issue(`events.topics[${i}]`, detail, topic)];
  });
}

function tileIssues(
  { mappings = {}, select }: SyncDefinition,
  tile: TileDefinition | undefined,
): readonly Issue[] {
  if (tile === undefined) return [];
  const fields = (tile.mappedFields ?? []).map(({ name }) => name);
  const unknown = Object.keys(mappings).filter((name) => !fields.includes(name));
  const issues = unknown.map((name) =>
    issue(
      `mappings.${brief(name)}`,
      fields.length === 0
        ? "the tile has no fields to map"
        : `the tile has no field "${brief(name)}"${didYouMean(name, fields)}`,
    ),
  );
  if (select !== undefined && tile.propertySelection === false)
    issues.push(issue("select", "the tile does not let properties be chosen"));
  return issues;
}

function issue(name: string, detail: string, value?: unknown): Issue {
  return { in: "body", name: `definition.${name}`, detail, ...(value !== undefined && { value }) };
}
