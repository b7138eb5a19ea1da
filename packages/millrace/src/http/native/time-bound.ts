import type { EpochMilliseconds } from "../../core/time.ts";
import { epochOf, parseTimestamp } from "../../core/time.ts";
import { invalidQuery } from "../validation.ts";

/**
 * Reads a bound of a query; a bound that is not given is no member of the answer.
 * @throws {InvalidInputError} where it is no time
 */
export function timeBound(
  name: "from" | "to",
  text: string | undefined,
): { from?: EpochMilliseconds; to?: EpochMilliseconds } {
  if (text === undefined) return {};
  const timestamp = parseTimestamp(text);
  if (timestamp === undefined)
    throw invalidQuery(name, "must be an RFC 3339 time such as 2025-10-14T02:58:59Z", text);
  return { [name]: epochOf(timestamp) };
}
