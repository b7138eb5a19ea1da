import {
  isBlank,
  isDigit,
  isEscapableInName,
  isHexDigit,
  isNameStart,
  skipBlanks,
  skipName,
} from "./characters.ts";
import { ParseFault } from "./fault.ts";
import type { LexerState } from "./lexer-state.ts";
import { lexBracket, lexGreaterThan, lexSlash } from "./lex-closers.ts";
import { symbolsByStart } from "./symbols.ts";
import type { ExpressionTokenKind, Token } from "./tokens.ts";

/** The next token inside a tag or interpolation. */
export function lexExpression(lexer: LexerState): Token {
  const { text } = lexer;
  if (!(lexer.mode === "callName" && lexer.parentheses <= 0)) skipIgnored(lexer);
  const start = lexer.at;
  if (start >= text.length) return lexer.endToken();
  const code = text.charCodeAt(start);
  if (isBlank(code)) {
    lexer.at = skipBlanks(text, start);
    lexer.mode = "expression";
    return lexer.token("space", start, " ");
  }
  if (isDigit(code)) return lexNumber(lexer);
  if (code === 34 || code === 39) return lexString(lexer);
  if (isNameStart(code) || (code === 92 && isEscapableInName(text.charCodeAt(start + 1))))
    return lexName(lexer);
  return lexSymbol(lexer, code);
}

/** White space and comments between tokens. */
function skipIgnored(lexer: LexerState): void {
  const { text } = lexer;
  for (;;) {
    lexer.at = skipBlanks(text, lexer.at);
    const code = text.charCodeAt(lexer.at);
    if (code !== 60 && code !== 91) return;
    const mark = text.charCodeAt(lexer.at + 1);
    if ((mark !== 35 && mark !== 33) || !text.startsWith("--", lexer.at + 2)) return;
    let end = text.indexOf("--", lexer.at + 4);
    while (end !== -1 && text.charCodeAt(end + 2) !== 62 && text.charCodeAt(end + 2) !== 93) {
      end = text.indexOf("--", end + 1);
    }
    lexer.at = end === -1 ? text.length : end + 3;
    if (lexer.parentheses <= 0) lexer.mode = lexer.openExpressionMode();
  }
}

function lexNumber(lexer: LexerState): Token {
  const { text } = lexer;
  const start = lexer.at;
  let at = start + 1;
  while (isDigit(text.charCodeAt(at))) at++;
  let kind: ExpressionTokenKind = "integer";
  if (text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) {
    kind = "decimal";
    at += 2;
    while (isDigit(text.charCodeAt(at))) at++;
  }
  lexer.at = at;
  return lexer.token(kind, start, text.slice(start, at));
}

const ESCAPABLE = new Set(Array.from("ntrfbgla\\'\"{=", (character) => character.charCodeAt(0)));

function lexString(lexer: LexerState): Token {
  const { text } = lexer;
  const start = lexer.at;
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      lexer.at = at + 1;
      return lexer.token("string", start, text.slice(start, at + 1));
    }
    if (code !== 92) continue;
    at++;
    const escaped = text.charCodeAt(at);
    if (ESCAPABLE.has(escaped)) continue;
    if (escaped === 120 && isHexDigit(text.charCodeAt(at + 1))) continue;
    if (at >= text.length) break;
    throw invalidEscape(lexer, escaped === 120 ? at + 1 : at);
  }
  throw new ParseFault(
    lexer.sourceOffset(text.length),
    `The string literal that begins with ${text.slice(start, start + 20)} isn't closed: the template ends before a ` +
      `second ${text.charAt(start)}.`,
  );
}

function invalidEscape(lexer: LexerState, at: number): ParseFault {
  const written = lexer.text.charAt(at - 1) === "x" ? "\\x" : `\\${lexer.text.charAt(at)}`;
  return new ParseFault(
    lexer.sourceOffset(at),
    `"${written}" isn't an escape that string literals have. They are \\n \\t \\r \\f \\b \\g \\l \\a \\\\ \\' \\" \\{ ` +
      "\\= and \\x with hexadecimal digits; write \\\\ for a backslash itself.",
  );
}

const WORDS: ReadonlyMap<string, ExpressionTokenKind> = new Map([
  ["true", "true"],
  ["false", "false"],
  ["in", "in"],
  ["as", "as"],
  ["using", "using"],
  ["lt", "lt"],
  ["lte", "lte"],
  ["gt", "gt"],
  ["gte", "gte"],
]);

function lexName(lexer: LexerState): Token {
  const { text } = lexer;
  const start = lexer.at;
  const end = skipName(text, start);
  if (end === start + 1) {
    const code = text.charCodeAt(start);
    const next = text.charCodeAt(end);
    if (code === 114 && (next === 34 || next === 39)) {
      const close = text.indexOf(text.charAt(end), end + 1);
      if (close !== -1) {
        lexer.at = close + 1;
        return lexer.token("rawString", start, text.slice(start, close + 1));
      }
    }
    if (code === 36 && next === 123) throw misplacedInterpolation(lexer, "${", "}");
  }
  lexer.at = end;
  const written = text.slice(start, end);
  const name = written.includes("\\") ? written.replaceAll("\\", "") : written;
  return lexer.token(WORDS.get(written) ?? "id", start, name);
}

/** The fault of an interpolation written inside a tag or interpolation. */
function misplacedInterpolation(lexer: LexerState, open: string, close: string): ParseFault {
  return new ParseFault(
    lexer.sourceOffset(lexer.at),
    `${open}…${close} can't stand inside a tag or another interpolation; write the expression alone, without ` +
      `${open} and ${close}. (${open}…${close} belongs into text and into string literals.)`,
  );
}

/** Throws where an interpolation begins at the lexer's place. */
function rejectInterpolation(lexer: LexerState, code: number): void {
  const next = lexer.text.charCodeAt(lexer.at + 1);
  if (code === 35 && next === 123) throw misplacedInterpolation(lexer, "#{", "}");
  if (code === 91 && next === 61) throw misplacedInterpolation(lexer, "[=", "]");
}

function lexSymbol(lexer: LexerState, code: number): Token {
  const { text } = lexer;
  const start = lexer.at;
  rejectInterpolation(lexer, code);
  const special = lexBracket(lexer, code) ?? (code === 62 ? lexGreaterThan(lexer) : undefined);
  if (special !== undefined) return special;
  if (code === 47) {
    const slash = lexSlash(lexer);
    if (slash !== undefined) return slash;
  }
  if (
    code === 33 &&
    lexer.mode === "namedArgument" &&
    lexer.parentheses <= 0 &&
    isBlank(text.charCodeAt(start + 1))
  ) {
    lexer.at = skipBlanks(text, start + 1);
    lexer.mode = "expression";
    return lexer.token("exclamAndSpace", start, "!");
  }
  for (const [symbol, kind] of symbolsByStart.get(code) ?? []) {
    if (text.startsWith(symbol, start)) {
      lexer.at = start + symbol.length;
      return lexer.token(kind, start, symbol);
    }
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw new ParseFault(
    lexer.sourceOffset(start),
    `The character "${character}" has no meaning inside a tag or interpolation; text goes into quotes, as "${character}".`,
  );
}
