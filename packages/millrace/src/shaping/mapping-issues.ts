import { Value } from "typebox/value";
import { groupTypeFault } from "../core/conditions/condition-issues.ts";
import { placesOf } from "../core/conditions/place.ts";
import type { Issue } from "../core/errors.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { Mapping } from "../core/shape.ts";
import { mapping } from "../core/shape.ts";
import { brief, issuesOf } from "../core/validation/issues.ts";
import { expressionIssue } from "../templates/expression.ts";

/** Mapped fields of one sync, at most. */
const MAX_MAPPINGS = 200;

/** More say nothing new. */
const MAX_ISSUES = 100;

/**
 * What is wrong with mappings: every fault, each with its path, and with the place inside an expression.
 * @param mappings what was given, of whatever kind: an object, with a mapping for each field's name
 * @param name where they stand, such as `mappings`
 */
export function mappingIssues(mappings: unknown, name: string): readonly Issue[] {
  if (!isJsonObject(mappings))
    return [{ in: "body", name, detail: "must be an object: the name of each field, and its mapping" }];
  const fields = Object.entries(mappings);
  if (fields.length > MAX_MAPPINGS)
    return [{ in: "body", name, detail: `maps ${fields.length} fields; ${MAX_MAPPINGS} are allowed` }];
  return fields.flatMap(([field, value]) => faultsOf(value, `${name}.${brief(field)}`)).slice(0, MAX_ISSUES);
}

function faultsOf(value: unknown, name: string): readonly Issue[] {
  if (!Value.Check(mapping, value))
    return issuesOf(Value.Errors(mapping, value), { schema: mapping, value, in: "body", root: name });
  const subject = subjectFaultOf(value);
  const issues: Issue[] = subject === undefined ? [] : [{ in: "body", name, detail: subject }];
  const expression =
    value.expression === undefined ? undefined : expressionIssue(`${name}.expression`, value.expression);
  return expression === undefined ? issues : [...issues, expression];
}

function subjectFaultOf(given: Mapping): string | undefined {
  const sources =
    placesOf(given).length + Number(given.expression !== undefined) + Number(given.value !== undefined);
  if (sources !== 1)
    return `must take its value from exactly one of field, eventProperty, userProperty, groupProperty, derivedProperty, lookupProperty, expression and value, not ${sources === 0 ? "none" : sources}`;
  return groupTypeFault(given);
}
