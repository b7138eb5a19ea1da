import type { EventView } from "../core/event-view.ts";
import { ExactNumber, isMembers } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import { setMember } from "../core/json/object.ts";
import type { TransformationRule } from "../core/transformation.ts";
import { Expression } from "../templates/expression.ts";
import { Budget } from "../templates/interpreter.ts";

/** A project's transformations, ready for many events. */
export interface CompiledTransformations {
  /**
   * The event as the transformations make it, once for all who ask; the very view that was given where they change nothing.
   * Where an expression fails or finds nothing, its property is left out.
   */
  readonly transform: (view: EventView) => EventView;
  /**
   * {@link transform} for one who may not see everything: what is computed is computed from what is left of the fields, so
   * that it tells nothing of the others.
   * @param narrow leaves out what may not be seen, by the names that properties have when they are merged
   */
  readonly transformNarrowed: (narrow: (fields: JsonObject) => JsonObject) => (view: EventView) => EventView;
  /** The event types that become this one, itself among them unless it becomes another. */
  readonly rawTypesOf: (type: string) => readonly string[];
}

/** Those of a project without any. */
export const EMPTY_TRANSFORMATIONS: CompiledTransformations = {
  transform: (view) => view,
  transformNarrowed: () => (view) => view,
  rawTypesOf: (type) => [type],
};

/** A step answers the very fields it was given where it changes nothing. The budget is that of all an event's steps. */
type Step = (fields: JsonObject, budget: Budget) => JsonObject;

type Rule<Kind extends TransformationRule["kind"]> = Extract<TransformationRule, { readonly kind: Kind }>;

/**
 * Compiles a project's rules, whatever order their kinds come in: properties are merged first, then derived properties
 * computed (each sees those before it), then looked up (these see the derived ones), and events get their names last.
 * @param rules ones that `ruleIssues` finds no fault with
 */
export function compileTransformations(rules: readonly TransformationRule[]): CompiledTransformations {
  if (rules.length === 0) return EMPTY_TRANSFORMATIONS;
  const names = new Map(
    rules.flatMap((rule) => (rule.kind === "event" ? rule.from.map((from) => [from, rule.to] as const) : [])),
  );
  const merges = rules.flatMap((rule) => (rule.kind === "property" ? [mergeOf(rule)] : []));
  const others: readonly Step[] = [
    ...rules.flatMap((rule) => (rule.kind === "derived" ? [derivationOf(rule)] : [])),
    ...rules.flatMap((rule) => (rule.kind === "lookup" ? [lookupOf(rule)] : [])),
    ...(names.size > 0 ? [renamingOf(names)] : []),
  ];
  const replaced = byNewName(names);
  return {
    transform: transforming([...merges, ...others]),
    transformNarrowed: (narrow) => transforming([...merges, narrow, ...others]),
    rawTypesOf(type) {
      const from = replaced.get(type) ?? [];
      return (names.get(type) ?? type) === type ? [...from, type] : from;
    },
  };
}

/** Does the steps, once a view. */
function transforming(steps: readonly Step[]): (view: EventView) => EventView {
  const known = new WeakMap<EventView, EventView>();
  return (view) => {
    const before = known.get(view);
    if (before !== undefined) return before;
    const made = transformed(view, steps);
    known.set(view, made);
    return made;
  };
}

/** By name, the other names that it replaces. */
function byNewName(names: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const replaced = new Map<string, string[]>();
  for (const [from, to] of names) {
    if (from === to) continue;
    const others = replaced.get(to);
    if (others === undefined) replaced.set(to, [from]);
    else others.push(from);
  }
  return replaced;
}

function transformed(view: EventView, steps: readonly Step[]): EventView {
  let { fields } = view;
  const budget = new Budget();
  for (const step of steps) fields = step(fields, budget);
  return fields === view.fields ? view : { fields, asStored: false };
}

function mergeOf({ of, from, to }: Rule<"property">): Step {
  const member = `${of}_properties`;
  return (fields) => {
    const properties = fields[member];
    if (!isMembers(properties)) return fields;
    const present = from.filter((name) => Object.hasOwn(properties, name));
    if (present.length === 0) return fields;
    const merged = { ...properties };
    for (const name of present) delete merged[name];
    const first = present.find((name) => isThere(properties[name]));
    if (first !== undefined) setMember(merged, to, properties[first]);
    return { ...fields, [member]: merged };
  };
}

function derivationOf({ name, expression }: Rule<"derived">): Step {
  const compiled = new Expression(expression);
  return (fields, budget) =>
    withProperty(fields, "derived_properties", name, compiled.evaluate(fields, budget));
}

function lookupOf({ name, key, table }: Rule<"lookup">): Step {
  const compiled = new Expression(key);
  const rows = new Map(Object.entries(table));
  return (fields, budget) => {
    const found = keyOf(compiled.evaluate(fields, budget));
    return found === undefined ? fields : withProperty(fields, "lookup_properties", name, rows.get(found));
  };
}

/** What a table is asked for: a text as it is, a number as it is written, `true` or `false`. */
function keyOf(value: unknown): string | undefined {
  const has = ["string", "number", "boolean"].includes(typeof value) || value instanceof ExactNumber;
  return has ? String(value) : undefined;
}

function withProperty(fields: JsonObject, member: string, name: string, value: unknown): JsonObject {
  if (!isThere(value)) return fields;
  const before = fields[member];
  const properties = isMembers(before) ? { ...before } : {};
  setMember(properties, name, value);
  return { ...fields, [member]: properties };
}

function renamingOf(names: ReadonlyMap<string, string>): Step {
  return (fields) => {
    const type = fields.event_type;
    const to = typeof type === "string" ? names.get(type) : undefined;
    return to === undefined || to === type ? fields : renamed(fields, to);
  };
}

/** The type under both its names, where the event has both. */
function renamed(fields: JsonObject, to: string): JsonObject {
  const both = fields.event_name === undefined ? {} : { event_name: to };
  return { ...fields, event_type: to, ...both };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
