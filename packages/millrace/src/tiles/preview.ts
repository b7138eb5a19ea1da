import type { Event } from "../core/event.ts";
import type { RenderedRequest } from "../destinations/http/rendered.ts";
import { isFault } from "../destinations/http/rendered.ts";
import type { RequestRenderer } from "../destinations/http/renderer.ts";
import { requestRenderer } from "../destinations/http/renderer.ts";
import { namesUsed } from "../destinations/http/used-names.ts";
import type { Part } from "../core/parts.ts";
import { curlCommand, variableNames } from "./curl.ts";
import type { TileDefinition } from "./definition.ts";
import type { Values } from "./parameter-values.ts";
import { filledIn, givenValues, sampleValue, secretNames, trialOf } from "./parameter-values.ts";
import { Placeholders } from "./placeholders.ts";
import type { Place } from "./report.ts";
import { endpointOf } from "./rules.ts";

/** Why there is no request. */
export interface PreviewFault extends Partial<Place> {
  /** Stable, such as `render_failed`. */
  readonly code: string;
  readonly message: string;
}

/** What would be sent. */
export interface Preview {
  /** Absent where there are faults. */
  readonly request?: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** The request as a command to paste into a shell. */
  readonly curl?: string;
  readonly faults: readonly PreviewFault[];
  /** What to know about it, in words. */
  readonly notes: readonly string[];
}

/** What a preview is made of. */
export interface PreviewInput {
  readonly definition: TileDefinition;
  readonly part: Part;
  /** As the route's shape hands it to the destination. */
  readonly event: Event;
  /** Values of parameters, as far as there are any. */
  readonly parameters: Values;
  /** Shows the secrets among `parameters`. */
  readonly includeSecrets?: boolean;
}

/** Whether values are made up for parameters that have none, so that there is something to see. */
export interface PreviewOptions {
  readonly makeUp?: boolean;
}

/**
 * The request that an event comes to. Secrets take no part in it, unless they are asked for: placeholders are rendered
 * in their stead, and shown as stars.
 */
export function previewOf(input: PreviewInput, { makeUp = true }: PreviewOptions = {}): Preview {
  const { definition, part, event, includeSecrets = false } = input;
  const values = givenValues(definition, input.parameters);
  const isGiven = (name: string): boolean => Object.hasOwn(values, name);
  const hidden = secretNames(definition).filter((name) => (isGiven(name) ? !includeSecrets : makeUp));
  const madeUp = makeUp ? namesIn(definition).filter((name) => !isGiven(name) && !hidden.includes(name)) : [];
  const shown = Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.includes(name)));
  const whole = filledIn(definition, shown, madeUp);
  const render = (placeholders: Placeholders) =>
    rendererOf(definition, { ...whole, ...placeholders.values }).render(event);

  const placeholders = placeholdersFor(definition, hidden, whole, values);
  const rendered = render(placeholders);
  if (isFault(rendered)) {
    const { error, at } = rendered;
    const place = at && { template: `${part}.${at.template}`, line: at.line, column: at.column };
    return { faults: [{ code: error.code, message: error.message, ...place }], notes: notesOn(madeUp) };
  }
  const again = placeholdersFor(definition, hidden, whole, values);
  const other = hidden.length === 0 ? rendered : render(again);
  const changed =
    isFault(other) || JSON.stringify(mask(rendered, placeholders)) !== JSON.stringify(mask(other, again));
  return { ...show(definition, rendered, placeholders), faults: [], notes: notesOn(madeUp, changed) };
}

function rendererOf(definition: TileDefinition, values: Values): RequestRenderer {
  const { settings, secrets } = trialOf(definition, values);
  return requestRenderer(settings, secrets);
}

/** Parameters that are declared, or used. */
function namesIn(definition: TileDefinition): readonly string[] {
  const names = new Set((definition.parameters ?? []).map(({ name }) => name));
  for (const { root, name } of namesUsed(endpointOf(definition)))
    if (root === "parameters" && name !== undefined) names.add(name);
  return [...names];
}

/** Which secrets are URLs is told by what was given, or found out as for every other parameter. */
function placeholdersFor(
  definition: TileDefinition,
  hidden: readonly string[],
  whole: Values,
  given: Values,
): Placeholders {
  const guessed = filledIn(definition, whole, hidden, (name, asUrl) =>
    asUrl ? A_URL : sampleValue(name, false),
  );
  return Placeholders.for(hidden, (name) => {
    const value = given[name];
    return value === undefined ? guessed[name] === A_URL : /^https?:\/\//i.test(value);
  });
}

const A_URL = "https://placeholder.invalid";

type Request = NonNullable<Preview["request"]>;

function mask({ method, url, headers, body }: RenderedRequest, placeholders: Placeholders): Request {
  return {
    method,
    url: placeholders.masked(url),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, placeholders.masked(value)])),
    body: placeholders.masked(body),
  };
}

/** Stands for the token that is fetched by OAuth. No parameter has a dash in its name. */
const ACCESS_TOKEN = "access-token";

function show(
  definition: TileDefinition,
  rendered: RenderedRequest,
  placeholders: Placeholders,
): Pick<Preview, "request" | "curl"> {
  const all = definition.oauth === undefined ? placeholders : placeholders.with(ACCESS_TOKEN);
  const token = all.values[ACCESS_TOKEN];
  const whole: RenderedRequest =
    definition.oauth === undefined
      ? rendered
      : { ...rendered, headers: [...rendered.headers, ["authorization", `Bearer ${token}`]] };
  const variables = variableNames(Object.keys(all.values));
  return {
    request: mask(whole, all),
    curl: curlCommand(whole, (text) => all.segments(text, variables)),
  };
}

function notesOn(madeUp: readonly string[], changed = false): readonly string[] {
  return [
    ...madeUp.map((name) => `The parameter "${name}" has no value: one was made up.`),
    ...(changed ? [CHANGED] : []),
  ];
}

const CHANGED =
  "A template changes a secret parameter, as by encoding it, or asks for the time: what is shown there is not what is sent. The command with includeSecrets is.";
