import type { Issue } from "../core/errors.ts";
import { isUuid, newId } from "../core/ids.ts";
import { charactersOf } from "./tags.ts";

/** The console of Pinpoint takes no more, in characters; its API documents no limit. */
const MAX_LENGTH = 64;

/** What is made of a name that has no letter and no digit. */
const NAMELESS = "app";

/** What is wrong with the name of an application. */
export function applicationNameIssues(name: string): readonly Issue[] {
  const detail = faultOf(name);
  return detail === undefined ? [] : [{ in: "body", name: "Name", detail }];
}

function faultOf(name: string): string | undefined {
  const length = charactersOf(name);
  if (length === 0 || name.trim() === "") return "must not be empty";
  if (length > MAX_LENGTH) return `has ${length} characters; it may have ${MAX_LENGTH}`;
  return name.isWellFormed() ? undefined : "holds half a character";
}

/**
 * Names for the project behind an application, which needs one that is unique and fit for URLs: letters and digits of the
 * given name with dashes between, then the same with something random behind it, different each time.
 */
export function* projectNamesFor(name: string): Generator<string, never> {
  const words = name.normalize("NFC").match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  const base = words.join("-");
  const fit = base === "" ? NAMELESS : isUuid(base) ? `${NAMELESS}-${base}` : base;
  yield fit;
  // The end of a UUIDv7 is random.
  for (;;) yield `${fit}-${newId().slice(-8)}`;
}
