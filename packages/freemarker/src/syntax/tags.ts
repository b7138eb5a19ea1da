import { isBlank, skipBlanks } from "./characters.ts";

/**
 * What must follow the name of a tag: a blank and then an expression (`blank`), the end of the tag (`end`), the same with
 * or without a `/` (`looseEnd`), or one of the last and the first (`either`).
 */
type Follower = "blank" | "end" | "looseEnd" | "either" | "items";

const FOLLOWERS: Record<Follower, string> = {
  blank:
    "if elseif elseIf list foreach forEach switch case on assign global local include import function macro transform " +
    "visit call setting outputformat outputFormat escape",
  end: "attempt recover sep autoesc autoEsc noautoesc noAutoEsc compress comment noparse noParse default noescape noEscape",
  looseEnd: "else break continue flush t lt rt nt fallback",
  either: "return stop nested recurse",
  items: "items",
};

const startTags = new Map<string, Follower>();
for (const follower of ["blank", "end", "looseEnd", "either", "items"] as const) {
  for (const name of FOLLOWERS[follower].split(" ")) startTags.set(name, follower);
}

const endTags: ReadonlySet<string> = new Set(
  (
    "if list items sep recover attempt foreach forEach local global assign function macro outputformat outputFormat " +
    "autoesc autoEsc noautoesc noAutoEsc compress transform switch escape noescape noEscape"
  ).split(" "),
);

/** The names of all directives, as they can be written; a template that uses another writes an unknown one. */
export const directiveNames: ReadonlySet<string> = new Set([...startTags.keys(), "ftl"]);

/** Directives whose name tells the two naming conventions apart. */
export const directivesOfTwoNames: ReadonlySet<string> = new Set(
  "elseif elseIf foreach forEach outputformat outputFormat autoesc autoEsc noautoesc noAutoEsc noparse noParse noescape noEscape".split(
    " ",
  ),
);

/** A tag found in the text. */
export interface TagMatch {
  /** The offset after it. */
  readonly end: number;
  /** Whether this is the whole tag. */
  readonly whole: boolean;
}

/** What begins at an offset after a directive's name, or undefined if no tag can go on so. */
export function matchAfterName(
  text: string,
  name: string,
  isEndTag: boolean,
  at: number,
): TagMatch | undefined {
  if (isEndTag) return endTags.has(name) ? matchTagEnd(text, at, false) : undefined;
  const follower = startTags.get(name);
  switch (follower) {
    case "blank":
      return matchBlank(text, at);
    case "end":
      return matchTagEnd(text, at, false);
    case "looseEnd":
      return matchTagEnd(text, at, true);
    case "either":
      return matchTagEnd(text, at, true) ?? matchBlank(text, at);
    case "items":
      return matchItems(text, at);
    case undefined:
      return name === "ftl" ? matchHeader(text, at) : undefined;
  }
}

function matchBlank(text: string, at: number): TagMatch | undefined {
  return at < text.length && isBlank(text.charCodeAt(at)) ? { end: at + 1, whole: false } : undefined;
}

/** The end of a tag, after blanks, at an offset; `loose` allows a `/` before it. */
export function matchTagEnd(text: string, start: number, loose: boolean): TagMatch | undefined {
  let at = skipBlanks(text, start);
  if (loose && text.charCodeAt(at) === 47) at++;
  const code = text.charCodeAt(at);
  return code === 62 || code === 93 ? { end: at + 1, whole: true } : undefined;
}

function matchItems(text: string, start: number): TagMatch | undefined {
  const at = skipBlanks(text, start);
  if (at === start || !text.startsWith("as", at)) return undefined;
  return matchBlank(text, at + 2);
}

function matchHeader(text: string, start: number): TagMatch | undefined {
  const at = text.charCodeAt(start) === 47 ? start + 1 : start;
  const code = text.charCodeAt(at);
  if (code === 62 || code === 93) return { end: at + 1, whole: true };
  return matchBlank(text, start);
}
