import type { NetworkPolicy } from "../core/destination.ts";
import type { Issue } from "../core/errors.ts";
import { PARTS } from "../core/parts.ts";
import { definitionIssues as endpointIssuesOf } from "../destinations/http/definition-issues.ts";
import { http } from "../destinations/http/index.ts";
import { namesUsed } from "../destinations/http/used-names.ts";
import type { TileDefinition } from "./definition.ts";
import { filledIn, givenValues, trialOf } from "./parameter-values.ts";
import { endpointOf, ruleIssues } from "./rules.ts";

/**
 * Everything that a definition cannot be saved with, as it passed its schema: rules broken, templates that do not compile,
 * settings that no HTTP destination takes.
 */
export function definitionIssues(
  definition: TileDefinition,
  policy: NetworkPolicy,
  root = "definition",
): readonly Issue[] {
  const rules = ruleIssues(definition, root);
  // A draft may begin with what customers read, and say later what is sent.
  if (PARTS.every((part) => definition[part] === undefined)) return rules;
  const found = [...rules, ...endpointIssuesOf(endpointOf(definition), `${root}.`)];
  return found.length > 0 ? found : endpointIssues(definition, policy, root);
}

/** What the destination says of settings with made-up parameters. */
function endpointIssues(definition: TileDefinition, policy: NetworkPolicy, root: string): readonly Issue[] {
  const uses = namesUsed(endpointOf(definition));
  const names = new Set((definition.parameters ?? []).map(({ name }) => name));
  for (const { root: of, name } of uses) if (of === "parameters" && name !== undefined) names.add(name);
  const { settings, secrets } = trialOf(
    definition,
    filledIn(definition, givenValues(definition, {}), [...names]),
  );
  const under = (issue: Issue): Issue => ({
    ...issue,
    name: issue.name.replace(/^metadata(?=\.|$)/, root),
  });
  return http.validate(settings, policy, secrets).map(under);
}
