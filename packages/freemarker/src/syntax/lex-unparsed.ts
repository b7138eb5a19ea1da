import { isAsciiLetter } from "./characters.ts";
import type { LexerState } from "./lexer-state.ts";
import { matchTagEnd } from "./tags.ts";
import type { Token } from "./tokens.ts";

/** What stands between `<#--` and `-->`, or `<#noparse>` and its end: `unparsed`, or `unclosed` if there is no end. */
export function lexUnparsed(lexer: LexerState): Token {
  const { text } = lexer;
  const start = lexer.at;
  lexer.mode = "text";
  if (start >= text.length) return lexer.endToken();
  const end =
    lexer.unparsedEnd === "-->" ? findCommentEnd(text, start, lexer.squareTags) : findEndTag(lexer, start);
  if (end !== undefined) {
    lexer.at = end.after;
    return lexer.token("unparsed", start, text.slice(start, end.at));
  }
  lexer.at = text.length;
  if (!text.endsWith(";")) return lexer.token("unclosed", start, "");
  // The reference takes a semicolon at the very end for the mark it puts on an end tag.
  return lexer.token("unparsed", start, text.slice(start, lastTokenStart(text, start)));
}

/** Where the last token of what isn't parsed begins, as the reference cuts it: at end tags, comment ends, `<`, `[` and `-`. */
function lastTokenStart(text: string, start: number): number {
  const last = Math.max(text.lastIndexOf("<"), text.lastIndexOf("["), text.lastIndexOf("-"));
  if (last < start) return start;
  const tag = /(?:[<[]\/#?[a-zA-Z]+[ \t\r\n]*|-)[>\]]/y;
  tag.lastIndex = last;
  return tag.test(text) ? tag.lastIndex : last + 1;
}

function findCommentEnd(
  text: string,
  start: number,
  square: boolean,
): { at: number; after: number } | undefined {
  const closer = square ? 93 : 62;
  for (let at = text.indexOf("--", start); at !== -1; at = text.indexOf("--", at + 1)) {
    if (text.charCodeAt(at + 2) === closer) return { at, after: at + 3 };
  }
  return undefined;
}

function findEndTag(lexer: LexerState, start: number): { at: number; after: number } | undefined {
  const { text, unparsedEnd } = lexer;
  const slash = /[<[]\//g;
  slash.lastIndex = start;
  for (let match = slash.exec(text); match !== null; match = slash.exec(text)) {
    let nameStart = match.index + 2;
    if (text.charCodeAt(nameStart) === 35) nameStart++;
    if (!text.startsWith(unparsedEnd, nameStart)) continue;
    const nameEnd = nameStart + unparsedEnd.length;
    if (isAsciiLetter(text.charCodeAt(nameEnd))) continue;
    const end = matchTagEnd(text, nameEnd, false);
    if (end !== undefined) return { at: match.index, after: end.end };
  }
  return undefined;
}
