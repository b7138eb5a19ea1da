import { Decimal } from "@millrace/freemarker";
import type { Event } from "../../core/event.ts";
import { viewOf } from "../../core/event-view.ts";
import { ExactNumber, printLossless } from "../../core/json/lossless.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Shaped } from "../../core/shape.ts";
import { quoted } from "./quoted.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";

/** What templates see as `parameters`: open and secret ones by name. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** What templates see. */
export interface RequestModel {
  readonly input: unknown;
  readonly parameters: Parameters;
  readonly mappedFields: unknown;
  /** JSON literals by name. */
  readonly mappedProperties: ReadonlyMap<string, string>;
}

/** Names of the data model. */
export const MODEL_NAMES = ["input", "parameters", "mappedFields", "mappedProperties"] as const;

/** Open and secret parameters together. */
export function parametersOf(settings: Pick<HttpSettings, "parameters">, secrets?: HttpSecrets): Parameters {
  const all: Record<string, string | number | boolean> = Object.create(null);
  return Object.assign(all, settings.parameters, secrets?.parameters);
}

const NOTHING: JsonObject = {};

/** What the event's route made of it; of an event of a route without a shape, the event as it is. */
export function shapedOf(event: Event): Shaped {
  return (
    event.shaped ?? {
      part: "events",
      input: viewOf(event).fields,
      mappedProperties: NOTHING,
      mappedFields: NOTHING,
    }
  );
}

/** The data model for one event. */
export function modelOf(shaped: Shaped, parameters: Parameters, propertiesAsStrings: boolean): RequestModel {
  return {
    input: withDecimals(shaped.input),
    parameters,
    mappedFields: withDecimals(shaped.mappedFields),
    mappedProperties: literalsOf(shaped.mappedProperties, propertiesAsStrings),
  };
}

function literalsOf(properties: JsonObject, asStrings: boolean): ReadonlyMap<string, string> {
  const literals = new Map<string, string>();
  for (const name of Object.keys(properties)) {
    const value = properties[name];
    literals.set(name, asStrings ? quoted(plainText(value)) : literalOf(value));
  }
  return literals;
}

function literalOf(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : printLossless(value);
}

function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : printLossless(value);
}

/**
 * The value with every {@link ExactNumber} as a number of templates, which keeps its digits. What holds none, as nearly all
 * values do, is answered as it is.
 */
export function withDecimals(value: unknown): unknown {
  return holdsExact(value) ? copyWithDecimals(value) : value;
}

/** Every value of every event passes through here: nothing is made on the way. */
function holdsExact(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof ExactNumber) return true;
  if (Array.isArray(value)) return value.some(holdsExact);
  if (!isJsonObject(value)) return false;
  for (const name in value) if (holdsExact(value[name])) return true;
  return false;
}

function copyWithDecimals(value: unknown): unknown {
  if (value instanceof ExactNumber) return decimalOf(value);
  if (Array.isArray(value)) return value.map(copyWithDecimals);
  if (!isJsonObject(value)) return value;
  return new Map(Object.entries(value).map(([name, member]) => [name, copyWithDecimals(member)]));
}

/** A number of more digits than templates can have stays the text it is. */
function decimalOf({ text }: ExactNumber): Decimal | string {
  try {
    return Decimal.parse(text) ?? text;
  } catch {
    return text;
  }
}
