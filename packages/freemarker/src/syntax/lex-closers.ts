import { ParseFault } from "./fault.ts";
import type { LexerState } from "./lexer-state.ts";
import type { Token } from "./tokens.ts";

/** The token of a bracket, curly bracket or parenthesis, whose meaning hangs on what is open; undefined for other characters. */
export function lexBracket(lexer: LexerState, code: number): Token | undefined {
  const start = lexer.at;
  switch (code) {
    case 91:
      lexer.brackets++;
      lexer.at++;
      return lexer.token("[", start, "[");
    case 93:
      return lexCloseBracket(lexer);
    case 40:
      lexer.parentheses++;
      lexer.at++;
      return lexer.token("(", start, "(");
    case 41:
      lexer.parentheses--;
      lexer.at++;
      if (lexer.parentheses === 0) lexer.mode = lexer.openExpressionMode();
      return lexer.token(")", start, ")");
    case 123:
      lexer.curlyBrackets++;
      lexer.at++;
      return lexer.token("{", start, "{");
    case 125:
      return lexCloseCurlyBracket(lexer);
    default:
      return undefined;
  }
}

function lexCloseBracket(lexer: LexerState): Token {
  const start = lexer.at;
  if (lexer.brackets > 0) {
    lexer.brackets--;
    lexer.at++;
    return lexer.token("]", start, "]");
  }
  if (lexer.interpolationSyntax === "square_bracket" && lexer.afterInterpolation !== undefined) {
    lexer.at++;
    endInterpolation(lexer);
    return lexer.token("]", start, "]");
  }
  if (!lexer.squareTags || lexer.afterInterpolation !== undefined) throw nothingToClose(lexer, "]");
  lexer.at++;
  return endTag(lexer, "tagEnd", start);
}

function lexCloseCurlyBracket(lexer: LexerState): Token {
  const start = lexer.at;
  if (lexer.curlyBrackets > 0) lexer.curlyBrackets--;
  else if (lexer.interpolationSyntax !== "square_bracket" && lexer.afterInterpolation !== undefined)
    endInterpolation(lexer);
  else throw nothingToClose(lexer, "}");
  lexer.at++;
  return lexer.token("}", start, "}");
}

function endInterpolation(lexer: LexerState): void {
  lexer.mode = lexer.afterInterpolation ?? "text";
  lexer.afterInterpolation = undefined;
}

function nothingToClose(lexer: LexerState, closer: string): ParseFault {
  return new ParseFault(
    lexer.sourceOffset(lexer.at),
    `There is a "${closer}" here, but nothing is open that it could close.`,
  );
}

function endTag(lexer: LexerState, kind: "tagEnd" | "emptyTagEnd", start: number): Token {
  const token = lexer.token(kind, start, lexer.text.slice(start, lexer.at));
  if (lexer.inHeader) {
    lexer.skipLineAfterHeader();
    lexer.inHeader = false;
  }
  lexer.mode = "text";
  return token;
}

/** The token of `>`, which ends a tag but in parentheses, in `[#…]` tags and in interpolations. */
export function lexGreaterThan(lexer: LexerState): Token {
  const start = lexer.at;
  lexer.at++;
  if (lexer.parentheses > 0) {
    if (lexer.text.charCodeAt(lexer.at) !== 61) return lexer.token("naturalGt", start, ">");
    lexer.at++;
    return lexer.token("naturalGte", start, ">=");
  }
  if (lexer.squareTags || lexer.afterInterpolation !== undefined) return lexer.token("naturalGt", start, ">");
  return endTag(lexer, "tagEnd", start);
}

/** The token of `/>` and `/]`, or undefined if the `/` is a division. */
export function lexSlash(lexer: LexerState): Token | undefined {
  if (lexer.parentheses > 0) return undefined;
  const start = lexer.at;
  const next = lexer.text.charCodeAt(start + 1);
  if (next !== 62 && next !== 93) return undefined;
  if (lexer.tagsSettled && lexer.squareTags !== (next === 93)) {
    throw new ParseFault(
      lexer.sourceOffset(start),
      `A tag that begins with "${lexer.squareTags ? "[" : "<"}" ends with "${lexer.squareTags ? "]" : ">"}", not with ` +
        `"${String.fromCharCode(next)}".`,
    );
  }
  lexer.at = start + 2;
  return endTag(lexer, "emptyTagEnd", start);
}
