import type { Issue } from "../core/errors.ts";
import { InvalidInputError } from "../core/errors.ts";

/** More say nothing new, and a hostile body could have millions. */
export const MAX_FAULTS = 100;

/** One thing that is wrong with handed-in results. */
export function fault(name: string, detail: string): Issue {
  return { in: "body", name, detail };
}

/** One error for all that is wrong with handed-in results. */
export function invalidResults(faults: readonly Issue[]): InvalidInputError {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more, see issues)` : "";
  const what = first === undefined ? "" : `: ${first.name || "the body"} ${first.detail}`;
  return new InvalidInputError(`The results are not valid${what}${more}.`, faults.slice(0, MAX_FAULTS));
}
