import type { Budget } from "../../core/limits.ts";
import { ListSequence } from "../../values/sequence.ts";
import type { Maybe } from "../../values/value.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { isWhitespace } from "./character.ts";
import { textProperty } from "./text-property.ts";

/** Built-ins that cut what is blank, or make nothing of it. */
export const TRIM: BuiltinTable = {
  trim: textProperty(trim),
  chop_linebreak: textProperty(chopLinebreak),
  blank_to_null: ofMaybe((text) => (isBlank(text) ? undefined : text)),
  empty_to_null: ofMaybe((text) => (text === "" ? undefined : text)),
  trim_to_null: ofMaybe((text) => {
    const trimmed = trim(text);
    return trimmed === "" ? undefined : trimmed;
  }),
  word_list: textProperty((text, env) => wordList(text, env.budget)),
};

function ofMaybe(get: (text: string) => Maybe): Builtin {
  const present = textProperty(get).get;
  return { get: (left, env, site) => (left === undefined ? undefined : present?.(left, env, site)) };
}

/** Cuts blanks and control characters off both ends, and no other white space. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** Whether a text is white space only, no-break spaces included, which nothing else here takes for blank. */
function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isWhitespace(code) && code !== 0xa0 && code !== 0x2007 && code !== 0x202f) return false;
  }
  return true;
}

/** Cuts one line break off the end. */
function chopLinebreak(text: string): string {
  if (text.endsWith("\r\n")) return text.slice(0, -2);
  return text.endsWith("\n") || text.endsWith("\r") ? text.slice(0, -1) : text;
}

/** The words between blanks, tabs, line breaks and form feeds. */
function wordList(text: string, budget: Budget): ListSequence {
  const words: string[] = [];
  for (const [word] of text.matchAll(/[^ \t\n\r\f]+/gu)) {
    budget.spend(2);
    words.push(word);
  }
  return new ListSequence(words);
}
