import type { RawJson } from "../event.ts";
import type { Span } from "./scan.ts";
import { elements, kindAt, members, skipSpace, stringAt } from "./scan.ts";

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** Texts without these hold no number that a double could change. */
const MAY_BE_INEXACT = /\d{16}|\d[eE]/;

/**
 * Parses JSON like `JSON.parse`, but a number whose value a double cannot hold (`12345678901234567890`, `1e400`) becomes
 * the text it was written as, so that it can be used without losing digits. Such numbers do not compare as numbers.
 * @param text well-formed JSON
 */
export function parseExact(text: RawJson): JsonValue {
  return MAY_BE_INEXACT.test(text)
    ? valueAt(text, { start: skipSpace(text, 0), end: text.trimEnd().length })
    : JSON.parse(text);
}

function valueAt(text: string, span: Span): JsonValue {
  const slice = text.slice(span.start, span.end);
  switch (kindAt(text, span.start)) {
    case "object":
      // Entries, not assignments: a member named __proto__ is a member like any other.
      return Object.fromEntries(
        members(text, span.start).map((member) => [member.key, valueAt(text, member)]),
      );
    case "array":
      return elements(text, span.start).map((element) => valueAt(text, element));
    case "number":
      return numberOrText(slice);
    case "string":
    case "boolean":
    case "null":
      return JSON.parse(slice);
  }
}

/** A number as a JavaScript number that has its value, or else as the text it was written as. */
export function numberOrText(digits: string): number | string {
  return holdsExactly(digits) ? Number(digits) : digits;
}

/** True where a double has the value that the digits say. */
function holdsExactly(digits: string): boolean {
  return canonical(digits) === canonical(String(Number(digits)));
}

/** Significant digits and exponent: the same for all ways to write one value. */
function canonical(number: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number);
  if (match === null) return number;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
}

/** One step into a JSON value: a member's name or an element's index. */
export type PathStep = string | number;

/** Where a path leads in a text, without parsing what it does not touch. Of repeated members the last one counts. */
export function findPath(text: RawJson, path: readonly PathStep[]): Span | undefined {
  let at: Span | undefined = { start: skipSpace(text, 0), end: text.length };
  for (const step of path) {
    const { start }: Span = at;
    const kind = kindAt(text, start);
    if (typeof step === "string")
      at = kind === "object" ? members(text, start).findLast((member) => member.key === step) : undefined;
    else at = kind === "array" ? elements(text, start).at(step) : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** A scalar at a span as text: a string decoded, a number or boolean as it is written; undefined for anything else. */
export function scalarText(text: RawJson, span: Span): string | undefined {
  switch (kindAt(text, span.start)) {
    case "string":
      return stringAt(text, span.start, span.end);
    case "number":
    case "boolean":
      return text.slice(span.start, span.end);
    case "object":
    case "array":
    case "null":
      return undefined;
  }
}
