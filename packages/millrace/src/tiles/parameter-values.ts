import type { Template } from "@millrace/freemarker";
import type { Issue } from "../core/errors.ts";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import { brief } from "../core/validation/issues.ts";
import { readsOf } from "../destinations/http/reads.ts";
import { fixedOrigin } from "../destinations/http/request-url.ts";
import type { HttpSecrets, HttpSettings } from "../destinations/http/settings.ts";
import { compiledTemplate } from "../destinations/http/template-cache.ts";
import { templatesOf } from "../destinations/http/template-list.ts";
import type { TileDefinition } from "./definition.ts";
import { isRequired } from "./form.ts";
import { endpointOf } from "./rules.ts";

/** Values by parameter. */
export type Values = Readonly<Record<string, string>>;

/** Makes up a value for a parameter that has none; as a URL where it has to be one. */
export type MakeUp = (name: string, asUrl: boolean) => string;

/** What a partner reads in the place of a value that nobody gave. */
export const sampleValue: MakeUp = (name, asUrl) => (asUrl ? "https://example.com" : `sample-${name}`);

/** Settings of an HTTP destination that does what the definition says. */
export interface Trial {
  readonly settings: HttpSettings;
  readonly secrets: HttpSecrets;
}

/** The definition with values for its parameters, as a destination is opened with. */
export function trialOf(definition: TileDefinition, values: Values): Trial {
  const secret = new Set(secretNames(definition));
  const entries = Object.entries(values);
  return {
    settings: {
      ...endpointOf(definition),
      parameters: Object.fromEntries(entries.filter(([name]) => !secret.has(name))),
    },
    secrets: { parameters: Object.fromEntries(entries.filter(([name]) => secret.has(name))) },
  };
}

/** Names of the parameters that nobody may see. */
export function secretNames({ parameters = [] }: TileDefinition): readonly string[] {
  return parameters.filter(({ secret }) => secret === true).map(({ name }) => name);
}

/** What was given, and the defaults of what was not. An empty text counts as nothing given. */
export function givenValues({ parameters = [] }: TileDefinition, given: Values): Values {
  return Object.fromEntries(
    parameters.flatMap(({ name, default: usual }) => {
      const value = Object.hasOwn(given, name) && given[name] !== "" ? given[name] : usual;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * The values, and made-up ones for the names that have none. Which of them have to be URLs is found out by trying: the
 * templates of URLs must come to a scheme and a host.
 */
export function filledIn(
  definition: TileDefinition,
  values: Values,
  names: readonly string[],
  makeUp: MakeUp = sampleValue,
): Values {
  const { parameters = [] } = definition;
  const missing = names.filter((name) => !Object.hasOwn(values, name));
  const choices = new Map(parameters.flatMap((each) => (each.choices ? [[each.name, each.choices[0]]] : [])));
  const filled = new Map(Object.entries(values));
  for (const name of missing) filled.set(name, choices.get(name) ?? makeUp(name, false));
  for (const { source, name: template } of templatesOf(endpointOf(definition)))
    if (template === "oauth.tokenUrl" || template.endsWith(".url")) makeUrls(source, filled, missing, makeUp);
  return Object.fromEntries(filled);
}

/** Finds the one made-up value that has to be a URL, where the template comes to none. */
function makeUrls(
  source: string,
  filled: Map<string, string>,
  missing: readonly string[],
  makeUp: MakeUp,
): void {
  const template = compiledTemplate(source, "url");
  const comesToOne = (): boolean => "origin" in fixedOrigin(template, Object.fromEntries(filled));
  if (comesToOne()) return;
  for (const name of namesReadBy(template, missing)) {
    const before = filled.get(name) ?? "";
    filled.set(name, makeUp(name, true));
    if (comesToOne()) return;
    filled.set(name, before);
  }
}

/** A URL is made of some parameters, of which one is an endpoint: more are not tried. */
const MOST_TRIED = 20;

/** Those of the names that the template reads; all of them where it computes names. */
function namesReadBy(template: Template, names: readonly string[]): readonly string[] {
  const { variables, dynamic } = readsOf(template);
  const read = variables
    .filter(({ path: [root] }) => root === "parameters")
    .map(({ path: [, name] }) => name);
  const isAny = dynamic.length > 0 || read.some((name) => typeof name !== "string");
  return names.filter((name) => isAny || read.includes(name)).slice(0, MOST_TRIED);
}

/** What is wrong with values that somebody gave. The values are not part of it: some are secret. */
export function valueIssues({ parameters = [] }: TileDefinition, given: Values): readonly Issue[] {
  const known = new Map(parameters.map((each) => [each.name, each]));
  return Object.entries(given).flatMap(([name, value]): readonly Issue[] => {
    const declared = known.get(name);
    const issue = (detail: string): readonly Issue[] => [
      { in: "body", name: `parameters.${brief(name)}`, detail },
    ];
    if (declared === undefined)
      return issue(`the tile has no parameter "${brief(name)}"${didYouMean(name, [...known.keys()])}`);
    const { choices } = declared;
    if (value !== "" && choices?.includes(value) === false)
      return issue(`must be one of ${choices.join(", ")}`);
    return [];
  });
}

/** Required parameters that have no value. */
export function missingIssues({ parameters = [] }: TileDefinition, values: Values): readonly Issue[] {
  return parameters
    .filter((each) => isRequired(each) && !Object.hasOwn(values, each.name))
    .map(({ name, displayName }) => ({
      in: "body",
      name: `parameters.${name}`,
      detail: `"${displayName}" is required by the tile`,
    }));
}
