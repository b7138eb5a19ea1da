import type { Span } from "../core/json/scan.ts";
import { elements, members } from "../core/json/scan.ts";

/** A page of a list, each result as the characters it came in: customers' numbers are not parsed here either. */
export interface PageText {
  readonly results: readonly string[];
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined;
}

/** Reads an answer `{results, pagination}`. */
export function readPageText(answer: string): PageText {
  const results = memberOf(answer, 0, "results");
  const pagination = memberOf(answer, 0, "pagination");
  const next = pagination && memberOf(answer, pagination.start, "nextPageToken");
  return {
    results:
      results === undefined
        ? []
        : elements(answer, results.start).map(({ start, end }) => answer.slice(start, end)),
    next: next === undefined ? undefined : answer.slice(next.start, next.end).replaceAll('"', ""),
  };
}

/** A member of the object that begins at `at`. */
export function memberOf(text: string, at: number, key: string): Span | undefined {
  return members(text, at).find((member) => member.key === key);
}
