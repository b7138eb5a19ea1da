import type { Event } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import { printLossless } from "../core/json/lossless.ts";
import type { Part } from "../core/parts.ts";
import type { Mapping, PropertyChoice } from "../core/shape.ts";
import { compileRoute } from "../shaping/compile-route.ts";
import { EMPTY_TRANSFORMATIONS } from "../shaping/transformations.ts";
import type { MappedField, TileDefinition } from "./definition.ts";
import type { Sample } from "./samples.ts";

const TOPICS: Readonly<Record<Part, string>> = {
  events: "track",
  identifies: "identify",
  groups: "group_identify",
};

/** An event that never came in, as the log would have it. @param data JSON text */
export function eventOf(part: Part, data: string): Event {
  return {
    position: 0,
    id: newId(),
    projectId: newId(),
    topic: TOPICS[part],
    time: "2022-01-06T17:29:04.000000000Z",
    acceptedAt: 0,
    metadata: {},
    data,
  };
}

/** What a customer chooses and maps. */
export interface Choices {
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly select: PropertyChoice;
}

const ALL: PropertyChoice = { event: "all", user: "all", group: "all" };

/** A customer who sends every property, and fills each field with a text that says which field it is. */
export function sampleChoices({ mappedFields = [], propertySelection }: TileDefinition): Choices {
  return {
    mappings: mappingsOf(mappedFields, ({ name }) => ({ value: `sample ${name}` })),
    select: propertySelection === false ? {} : ALL,
  };
}

function mappingsOf(
  fields: readonly MappedField[],
  mappingOf: (field: MappedField) => Mapping,
): Choices["mappings"] {
  return Object.fromEntries(fields.map((field) => [field.name, mappingOf(field)]));
}

/** The event as a sync with these choices hands it to its destination; undefined where it would pass it over. */
export function shapedEventOf(
  definition: TileDefinition,
  part: Part,
  event: Event,
  { mappings, select }: Choices,
): Event | undefined {
  const required =
    part === "groups"
      ? []
      : (definition.mappedFields ?? []).filter((each) => each.required === true).map(({ name }) => name);
  const route = {
    id: event.id,
    match: { topics: [event.topic] },
    shape: { part, view: "raw" as const, select, mappings: { ...mappings }, required },
  };
  const { wants, shape } = compileRoute(route, EMPTY_TRANSFORMATIONS);
  return wants?.(event) === false ? undefined : (shape?.(event) ?? event);
}

/**
 * A sample on its way to the destination. Where the tile must send it, every field has a text of its own; elsewhere fields
 * are mapped to the user's id, which is where the worst of the sample stands, or is missing.
 */
export function shapedSample(definition: TileDefinition, { part, event, must }: Sample): Event {
  const usual = sampleChoices(definition);
  const mappings = must
    ? usual.mappings
    : mappingsOf(definition.mappedFields ?? [], ({ name, required }) => ({
        field: part === "groups" ? "group_value" : "user_id",
        ...(required === true && { default: `sample ${name}` }),
      }));
  const whole = eventOf(part, printLossless(event));
  // With an empty user's id, an event without a required field would be passed over: nobody has to send it.
  return (
    shapedEventOf(definition, part, whole, { ...usual, mappings }) ??
    shapedEventOf(definition, part, whole, usual) ??
    whole
  );
}
