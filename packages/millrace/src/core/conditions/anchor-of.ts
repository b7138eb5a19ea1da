import type { Condition } from "./condition.ts";

/** One of some texts that a field of an event must be. */
export interface Anchor {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * What an index can ask of a condition: a field that must be one of some texts wherever the condition holds; `event_type`
 * where it is among several. Undefined where there is none.
 *
 * An index that keeps to it may pass an event over where the field is another text, or missing. A field that is neither
 * (an array of which one element may be meant, a number) says nothing: the condition itself has to be asked.
 */
export function anchorOf(condition: Condition): Anchor | undefined {
  const anchors = conjunctsOf(condition).flatMap(anchorsIn);
  return anchors.find(({ field }) => field === "event_type") ?? anchors[0];
}

function conjunctsOf(condition: Condition): readonly Condition[] {
  return "all" in condition ? condition.all.flatMap(conjunctsOf) : [condition];
}

function anchorsIn(condition: Condition): readonly Anchor[] {
  if ("all" in condition || "any" in condition) return [];
  const { field, operator, values = [] } = condition;
  if (field === undefined || (operator !== "is" && operator !== "in")) return [];
  const texts = values.filter((value) => typeof value === "string");
  return texts.length > 0 && texts.length === values.length ? [{ field, values: texts }] : [];
}
