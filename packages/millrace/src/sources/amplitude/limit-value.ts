import { isJsonObject } from "../../core/json/object.ts";
import { ExactNumber } from "../../core/json/lossless.ts";

/** Characters a text has at most; what is longer is cut. */
export const MAX_TEXT = 1_024;

/** Objects and arrays nest at most this deep. */
export const MAX_NESTING = 40;

/** What {@link limitValue} answers for a value that nests too deep. */
export const TOO_DEEP = Symbol("nested too deep");

/** A text, cut where it is too long; never in the middle of a character. */
export function cutText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const last = text.charCodeAt(MAX_TEXT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_TEXT - 1 : MAX_TEXT);
}

/**
 * A value with every text in it cut to {@link MAX_TEXT}: the very value where nothing was cut.
 * @param value as `parseLossless` gives it
 * @returns {@link TOO_DEEP} where it nests more than {@link MAX_NESTING} deep
 */
export function limitValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cutText(value);
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) return value;
  if (depth >= MAX_NESTING) return TOO_DEEP;
  if (Array.isArray(value)) return limitList(value, depth);
  return isJsonObject(value) ? limitObject(value, depth) : value;
}

function limitList(list: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const limited = limitValue(list[i], depth + 1);
    if (limited === TOO_DEEP) return TOO_DEEP;
    if (limited !== list[i]) (copy ??= [...list])[i] = limited;
  }
  return copy ?? list;
}

function limitObject(object: Readonly<Record<string, unknown>>, depth: number): unknown {
  let cut: Map<string, unknown> | undefined;
  for (const name in object) {
    const limited = limitValue(object[name], depth + 1);
    if (limited === TOO_DEEP) return TOO_DEEP;
    if (limited !== object[name]) (cut ??= new Map()).set(name, limited);
  }
  if (cut === undefined) return object;
  const known = cut;
  // Entries, not assignments: a member named __proto__ is a member like any other.
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, known.has(name) ? known.get(name) : value]),
  );
}
