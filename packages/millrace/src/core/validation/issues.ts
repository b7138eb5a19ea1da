import type { TSchema } from "typebox";
import type { TLocalizedValidationError } from "typebox/error";
import { Settings } from "typebox/system";
import { withArticle } from "./article.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Issue } from "../errors.ts";
import { isJsonObject } from "../json/object.ts";

/** More say nothing new, and a hostile body could have millions. */
const MAX_ISSUES = 100;

// The library stops after eight otherwise: whoever has nine faults would be told of them in two rounds.
Settings.Set({ maxErrors: MAX_ISSUES });

/**
 * What a schema found wrong, in words a person can act on.
 * @param root put before every name, such as `metadata`
 */
export function issuesOf(
  errors: readonly TLocalizedValidationError[],
  given: {
    readonly schema: TSchema;
    readonly value: unknown;
    readonly in: Issue["in"];
    readonly root?: string;
  },
): readonly Issue[] {
  const issues: Issue[] = [];
  for (const error of errors) {
    if (issues.length >= MAX_ISSUES) break;
    if (isRepetition(error, errors)) continue;
    const path = tokensOf(error.instancePath);
    const at = (extra: readonly string[] = []): string =>
      nameOf([...(given.root ? [given.root] : []), ...path, ...extra]);
    if (error.keyword === "required") {
      for (const name of error.params.requiredProperties) {
        issues.push({ in: given.in, name: at([name]), detail: `"${name}" is required` });
      }
    } else if (error.keyword === "additionalProperties") {
      const known = propertiesAt(given.schema, path);
      for (const name of error.params.additionalProperties.slice(0, MAX_ISSUES)) {
        issues.push({
          in: given.in,
          name: at([brief(name)]),
          detail: `"${brief(name)}" is no known field${didYouMean(name, known)}`,
        });
      }
    } else {
      const value = valueAt(given.value, path);
      const detail = describe(error, errors, { value, rule: descriptionAt(given.schema, path) });
      issues.push({ in: given.in, name: at(), detail, value });
    }
  }
  return issues;
}

/** A name that a stranger chose, short enough to be answered. */
export function brief(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}

/** A closed object reports each unknown field twice, and a choice reports each of its branches. */
function isRepetition(error: TLocalizedValidationError, all: readonly TLocalizedValidationError[]): boolean {
  if (error.keyword === "boolean") return true;
  return all.some(
    (other) =>
      other.keyword === "anyOf" &&
      other !== error &&
      error.schemaPath.startsWith(`${other.schemaPath}/anyOf/`),
  );
}

function describe(
  error: TLocalizedValidationError,
  all: readonly TLocalizedValidationError[],
  { value, rule }: { value: unknown; rule: string | undefined },
): string {
  if (error.keyword === "pattern" && rule !== undefined)
    return `is not of the form asked for: ${rule.replace(/\.$/, "")}`;
  if (error.keyword === "type")
    return `must be ${withArticle([error.params.type].flat().join(" or "))}, not ${kindOf(value)}`;
  if (error.keyword === "enum") return `must be one of ${error.params.allowedValues.map(quote).join(", ")}`;
  if (error.keyword === "const") return `must be ${quote(error.params.allowedValue)}`;
  if (error.keyword === "minLength" && error.params.limit === 1) return "must not be empty";
  if (error.keyword !== "anyOf") return error.message;
  const allowed = all.flatMap((other) =>
    other.keyword === "const" && other.instancePath === error.instancePath
      ? [quote(other.params.allowedValue)]
      : [],
  );
  return allowed.length > 0 ? `must be one of ${allowed.join(", ")}` : "matches none of the allowed forms";
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "left out";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}

/** The tokens of a JSON pointer. */
function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A path the way people write it: `objects[3].name`. */
function nameOf(tokens: readonly string[]): string {
  return tokens
    .map((token, i) => (/^\d+$/.test(token) ? `[${token}]` : i === 0 ? token : `.${token}`))
    .join("");
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const token of path) {
    if (Array.isArray(here)) here = here[Number(token)];
    else if (isJsonObject(here) && Object.hasOwn(here, token)) here = here[token];
    else return undefined;
  }
  return here;
}

/** Names of the fields that a schema knows at a path, for hints. */
function propertiesAt(schema: unknown, path: readonly string[]): readonly string[] {
  const here = schemaAt(schema, path);
  return isJsonObject(here) && isJsonObject(here.properties) ? Object.keys(here.properties) : [];
}

function descriptionAt(schema: unknown, path: readonly string[]): string | undefined {
  const here = schemaAt(schema, path);
  return isJsonObject(here) && typeof here.description === "string" ? here.description : undefined;
}

function schemaAt(schema: unknown, path: readonly string[]): unknown {
  let here: unknown = schema;
  for (const token of path) {
    if (!isJsonObject(here)) return undefined;
    const properties = isJsonObject(here.properties) ? here.properties : {};
    if (Object.hasOwn(properties, token)) here = properties[token];
    else if (here.items !== undefined) here = here.items;
    else here = isJsonObject(here.patternProperties) ? Object.values(here.patternProperties)[0] : undefined;
  }
  return here;
}
