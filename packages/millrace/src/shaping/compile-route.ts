import type { Anchor } from "../core/conditions/anchors-of.ts";
import { anchorsOf, isOfType } from "../core/conditions/anchors-of.ts";
import type { Gate } from "../core/conditions/compile-condition.ts";
import { compileCondition, compileGate } from "../core/conditions/compile-condition.ts";
import type { Place } from "../core/conditions/place.ts";
import type { Event } from "../core/event.ts";
import { METADATA } from "../core/event.ts";
import type { EventView } from "../core/event-view.ts";
import { viewOf } from "../core/event-view.ts";
import { printLossless } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import { setMember } from "../core/json/object.ts";
import type { CompiledRoute, Route } from "../core/route.ts";
import type { PropertyChoice, RouteShape } from "../core/shape.ts";
import { Budget } from "../templates/interpreter.ts";
import { toAppEvent } from "./app-event.ts";
import { Chooser } from "./chooser.ts";
import type { MappedValue } from "./compile-mapping.ts";
import { compileMapping } from "./compile-mapping.ts";
import { IDENTIFY, partOf } from "./parts.ts";
import { ShapedEvent } from "./shaped-event.ts";
import type { CompiledTransformations } from "./transformations.ts";

/**
 * Compiles a route's match and shape, once for many events.
 * @param route one whose condition and mappings `conditionIssues` and `mappingIssues` find no fault with
 * @param transformations the project's: where several routes are given the same, an event is transformed once for all
 */
export function compileRoute(
  route: Pick<Route, "match" | "shape" | "id">,
  transformations: CompiledTransformations,
): CompiledRoute {
  const sight = new Sight(route.shape, transformations);
  const wants = compileWants(route, sight);
  const anchors = compileAnchors(route, transformations);
  const gate = compileGateOf(route, anchors);
  const shape = shaperOf(route.shape, sight);
  return {
    ...(wants !== undefined && { wants }),
    ...(anchors.length > 0 && { anchors }),
    ...(gate !== undefined && { gate }),
    ...(shape !== undefined && { shape }),
  };
}

function shaperOf(shape: RouteShape | undefined, sight: Sight): CompiledRoute["shape"] {
  if (shape === undefined) return undefined;
  return shape.view === "app_event" ? toAppEvent : compileShape(shape, sight);
}

/** How a route sees events: raw or transformed, and which properties of them. */
class Sight {
  readonly mappings: ReadonlyMap<string, MappedValue>;
  /** The event as the route sees it, with properties that it may not see, but without what was computed from them. */
  readonly viewOf: (event: Event) => EventView;
  /** Absent where it may see everything. */
  readonly allow: Chooser | undefined;

  constructor(shape: RouteShape | undefined, transformations: CompiledTransformations) {
    this.allow = chooserOf(shape?.allow);
    this.viewOf = shape?.view === "transformed" ? transformedView(transformations, this.allow) : viewOf;
    this.mappings = new Map(
      Object.entries(shape?.mappings ?? {}).map(([name, mapping]) => [
        name,
        compileMapping(mapping, this.sees),
      ]),
    );
  }

  readonly sees = (place: Place): boolean => this.allow === undefined || this.allow.chooses(place);

  /** The fields without what the route may not see. */
  inputOf({ fields }: EventView): JsonObject {
    return this.allow === undefined ? fields : this.allow.narrow(fields);
  }
}

function transformedView(
  transformations: CompiledTransformations,
  allow: Chooser | undefined,
): (event: Event) => EventView {
  if (allow === undefined) return (event) => transformations.transform(viewOf(event));
  const transform = transformations.transformNarrowed((fields) => allow.narrow(fields));
  return (event) => transform(viewOf(event));
}

/** Undefined where the choice leaves nothing out. */
function chooserOf(choice: PropertyChoice | undefined): Chooser | undefined {
  const chooser = choice && new Chooser(choice);
  return chooser?.choosesAll === true ? undefined : chooser;
}

type Test = (event: Event) => boolean;

function compileWants({ match, shape }: Pick<Route, "match" | "shape">, sight: Sight): Test | undefined {
  // What costs least comes first.
  const tests: Test[] = [];
  if (match.changed === true) tests.push((event) => event.metadata[METADATA.changed] === "true");
  if (match.where !== undefined) {
    const holds = compileCondition(match.where, sight.sees);
    tests.push((event) => holds(sight.viewOf(event).fields));
  }
  const required = shape?.required ?? [];
  if (required.length > 0) tests.push(compileRequired(required, shape?.mappings ?? {}, sight));
  const [first, ...others] = tests;
  if (first === undefined || others.length === 0) return first;
  return (event) => tests.every((test) => test(event));
}

/** A field that is required and not mapped never has a value; an empty text is none either. */
function compileRequired(
  required: readonly string[],
  mappings: NonNullable<RouteShape["mappings"]>,
  sight: Sight,
): Test {
  const values = required.map((name) => sight.mappings.get(name) ?? (() => undefined));
  const narrows = required.some((name) => mappings[name]?.expression !== undefined);
  return (event) => {
    const view = sight.viewOf(event);
    const input = narrows ? sight.inputOf(view) : view.fields;
    const budget = new Budget();
    return values.every((read) => (read(input, budget) ?? "") !== "");
  };
}

function compileAnchors(
  { match, shape }: Pick<Route, "match" | "shape">,
  transformations: CompiledTransformations,
): readonly Anchor[] {
  const anchors = match.where === undefined ? [] : anchorsOf(match.where);
  if (shape?.view !== "transformed") return anchors;
  // An index knows events as they came in: of what transformations may have made it only knows the types.
  return anchors.filter(isOfType).map(({ place, values }) => ({
    place,
    values: [...new Set(values.flatMap((type) => transformations.rawTypesOf(type)))],
  }));
}

/** An index knows nothing of transformed events but their types. */
function compileGateOf(
  { match, shape }: Pick<Route, "match" | "shape">,
  anchors: readonly Anchor[],
): Gate | undefined {
  if (match.where === undefined || shape?.view === "transformed") return undefined;
  const asked = new Set(anchors.map(({ place }) => JSON.stringify(place)));
  return compileGate(match.where, (place) => asked.has(JSON.stringify(place)));
}

function compileShape(shape: RouteShape, sight: Sight): (event: Event) => Event {
  const { part } = shape;
  const select = chooserOf(shape.select);
  const chosen = shape.select && new Chooser(shape.select);
  return (event) => {
    const view = sight.viewOf(event);
    let known: JsonObject | undefined;
    const input = (): JsonObject => (known ??= sight.inputOf(view));
    const untouched = part === "events" && view.asStored && sight.allow === undefined && select === undefined;
    return new ShapedEvent(event, {
      suffix: suffixOf(shape, event),
      data: () =>
        untouched ? event.data : printLossless(partOf(part, event, select?.narrow(input()) ?? input())),
      shaped: () => ({
        part,
        input: input(),
        mappedProperties: chosen?.flat(input()) ?? {},
        mappedFields: mappedFieldsOf(input(), sight.mappings),
      }),
    });
  };
}

/** One event may reach a destination in several forms: they are told apart by their ids. */
function suffixOf({ part, view }: RouteShape, { topic }: Event): string {
  const transformed = view === "transformed" ? "-transformed" : "";
  return part === "identifies" && topic !== IDENTIFY ? `${transformed}-identify` : transformed;
}

function mappedFieldsOf(input: JsonObject, mappings: ReadonlyMap<string, MappedValue>): JsonObject {
  const fields: Record<string, unknown> = {};
  const budget = new Budget();
  for (const [name, read] of mappings) {
    const value = read(input, budget);
    if (value !== undefined) setMember(fields, name, value);
  }
  return fields;
}
