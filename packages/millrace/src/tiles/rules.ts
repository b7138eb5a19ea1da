import type { Issue } from "../core/errors.ts";
import type { HttpSettings } from "../destinations/http/settings.ts";
import type { MappedField, TileDefinition, TileParameter } from "./definition.ts";

/** A definition with its samples is stored whole, and read whole by everybody who looks at it. */
const MAX_DEFINITION_CHARACTERS = 1_048_576;

/**
 * What of a definition no schema can state, and nobody needs to render it to see: names given twice, defaults that cannot
 * be chosen. A definition with such a fault is not saved.
 */
export function ruleIssues(definition: TileDefinition, root = "definition"): readonly Issue[] {
  const at = (path: string): string => `${root}.${path}`;
  const { parameters = [], mappedFields = [], samples = [] } = definition;
  const length = JSON.stringify(definition).length;
  return [
    ...repeated(parameters, at("parameters")),
    ...repeated(mappedFields, at("mappedFields")),
    ...repeated(samples, at("samples")),
    ...parameters.flatMap((parameter, i) => parameterIssues(parameter, at(`parameters[${i}]`))),
    ...mappedFields.flatMap((field, i) => fieldIssues(field, at(`mappedFields[${i}]`))),
    ...samples.flatMap(({ part }, i): Issue[] =>
      definition[part] === undefined
        ? [issue(at(`samples[${i}].part`), `the tile has no ${part}: define them, or drop the sample`)]
        : [],
    ),
    ...(length > MAX_DEFINITION_CHARACTERS
      ? [
          issue(
            root,
            `has ${length} characters as JSON; it may have ${MAX_DEFINITION_CHARACTERS}: shorten its samples`,
          ),
        ]
      : []),
  ];
}

function issue(name: string, detail: string): Issue {
  return { in: "body", name, detail };
}

function repeated(list: readonly { readonly name: string }[], at: string): readonly Issue[] {
  const seen = new Set<string>();
  return list.flatMap(({ name }, i) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [issue(`${at}[${i}].name`, `the name is given twice`)];
  });
}

function parameterIssues(parameter: TileParameter, at: string): readonly Issue[] {
  const { secret, choices, default: given } = parameter;
  const found: Issue[] = [];
  if (!isLine(parameter.displayName)) found.push(issue(`${at}.displayName`, LINE));
  if (secret === true && given !== undefined)
    found.push(
      issue(`${at}.default`, "a secret parameter has no default: everybody who sees the tile would see it"),
    );
  if (secret === true && choices !== undefined)
    found.push(issue(`${at}.choices`, "a secret parameter has no choices: what is listed is no secret"));
  if (given !== undefined && choices !== undefined && !choices.includes(given))
    found.push(issue(`${at}.default`, "the default is not among the choices"));
  return found;
}

function fieldIssues({ name }: MappedField, at: string): readonly Issue[] {
  return isLine(name) ? [] : [issue(`${at}.name`, LINE)];
}

const LINE = "must be one line of text, without control characters";

function isLine(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}

/** Of a definition, the part that is an HTTP destination's settings. */
export function endpointOf(definition: TileDefinition): HttpSettings {
  const { events, identifies, groups, responses, oauth, propertiesAsStrings, limits = {} } = definition;
  const { maxBodyBytes, timeoutSeconds } = limits;
  return {
    ...(events !== undefined && { events }),
    ...(identifies !== undefined && { identifies }),
    ...(groups !== undefined && { groups }),
    ...(responses !== undefined && { responses }),
    ...(oauth !== undefined && { oauth }),
    ...(propertiesAsStrings !== undefined && { propertiesAsStrings }),
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
}
