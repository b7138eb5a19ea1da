import type { RawJson } from "../../core/event.ts";
import { kindAt, skipValue, walkObject } from "../../core/json/scan.ts";
import { brief } from "../../core/validation/issues.ts";

/** Attributes of an event at most, and metrics; Pinpoint takes 40 of both together. */
export const MAX_MEMBERS = 500;

/** Characters of an attribute's or a metric's name; Pinpoint takes 50. */
export const MAX_MEMBER_NAME = 256;

/** An object whose values are all texts, or all numbers. */
export interface FlatObject {
  /** Where it ends. */
  readonly end: number;
  /** The object on one line, its values as they were written. */
  readonly text: RawJson;
  /** The first thing that is wrong with it. */
  readonly fault?: string;
}

/** White space that would make two lines of one record: within a string there is none. */
const LINE_BREAK = /[\n\r]/;

/**
 * Reads the object of an event's attributes or metrics that starts at `start`, without making values of it: digits and
 * escapes leave as they came in. Members that are null are left out.
 * @throws {JsonSyntaxError}
 */
export function readFlatObject(
  text: string,
  start: number,
  { name, kind }: { readonly name: string; readonly kind: "string" | "number" },
): FlatObject {
  if (kindAt(text, start) !== "object")
    return { end: skipValue(text, start), text: "{}", fault: `${name} is not an object.` };
  let fault: string | undefined;
  let count = 0;
  let nulls = false;
  const end = walkObject(text, start, (key, at) => {
    const found = kindAt(text, at);
    if (found === "null") nulls = true;
    else if (found !== kind)
      fault ??= `${name}.${brief(key)} is not a ${kind === "string" ? "text" : "number"}.`;
    if (key.length > MAX_MEMBER_NAME)
      fault ??= `The name of ${name}.${brief(key)} is longer than ${MAX_MEMBER_NAME} characters.`;
    count++;
    return skipValue(text, at);
  });
  if (count > MAX_MEMBERS) fault ??= `${name} has ${count} members; ${MAX_MEMBERS} are the most.`;
  if (fault !== undefined) return { end, text: "{}", fault };
  const written = text.slice(start, end);
  return { end, text: nulls || LINE_BREAK.test(written) ? withoutGaps(written) : written };
}

/** The same members without white space between them, and without those that are null. */
function withoutGaps(object: RawJson): RawJson {
  const parts: string[] = [];
  walkObject(object, 0, (key, at) => {
    const end = skipValue(object, at);
    if (kindAt(object, at) !== "null") parts.push(`${JSON.stringify(key)}:${object.slice(at, end)}`);
    return end;
  });
  return `{${parts.join(",")}}`;
}
