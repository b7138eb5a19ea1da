import { isAsciiLetter, skipName } from "./characters.ts";
import { ParseFault } from "./fault.ts";
import type { LexerState } from "./lexer-state.ts";
import { directiveNames, directivesOfTwoNames, matchAfterName, matchTagEnd } from "./tags.ts";
import type { TagMatch } from "./tags.ts";
import type { Token, TokenKind } from "./tokens.ts";
import { unknownDirectiveHint } from "./hints.ts";

/** The next token of text: text up to a tag or interpolation, or else what begins here. */
export function lexText(lexer: LexerState): Token {
  const { text } = lexer;
  const start = lexer.at;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 60 && code !== 36 && code !== 91 && code !== 35) continue;
    if (at > start) {
      // Reading a tag changes the lexer's state, so that it waits until the text before it is out.
      if (!mayBegin(lexer, code, at)) continue;
      const before = lexer.squareTags;
      lexer.at = at;
      const token = lexMarkup(lexer, code, at, true);
      lexer.at = at;
      if (token === undefined) continue;
      lexer.squareTags = before;
      return lexer.token("text", start, text.slice(start, at));
    }
    const token = lexMarkup(lexer, code, at, false);
    if (token !== undefined) return token;
  }
  if (at === start) return lexer.endToken();
  lexer.at = at;
  return lexer.token("text", start, text.slice(start, at));
}

function mayBegin(lexer: LexerState, code: number, at: number): boolean {
  const next = lexer.text.charCodeAt(at + 1);
  if (code === 36 || code === 35) return next === 123;
  if (code === 91) return next === 35 || next === 47 || next === 64 || next === 61;
  return next === 35 || next === 47 || next === 64 || (!lexer.strict && isAsciiLetter(next));
}

const SEEN: Token = { kind: "text", start: 0, end: 0, text: "", whole: false };

/** The token of a tag or interpolation at an offset, or undefined if there is only text. With `probe`, nothing changes. */
function lexMarkup(lexer: LexerState, code: number, at: number, probe: boolean): Token | undefined {
  const { text } = lexer;
  const next = text.charCodeAt(at + 1);
  if (next === 123 && code === 36) return lexInterpolation(lexer, "${", at, probe);
  if (next === 123 && code === 35) return lexInterpolation(lexer, "#{", at, probe);
  if (code === 36 || code === 35) return undefined;
  if (code === 91 && next === 61) return lexInterpolation(lexer, "[=", at, probe);
  if (lexer.mode === "literal") return undefined;
  const square = code === 91;
  if (next === 64) return lexCall(lexer, square, at, probe);
  if (next === 47 && text.charCodeAt(at + 2) === 64) return lexCallEnd(lexer, square, at, probe);
  return lexDirective(lexer, square, at, probe);
}

function lexInterpolation(
  lexer: LexerState,
  kind: "${" | "#{" | "[=",
  at: number,
  probe: boolean,
): Token | undefined {
  const syntax = lexer.interpolationSyntax;
  if (syntax === "square_bracket" ? kind !== "[=" : kind === "[=" || (syntax === "dollar" && kind === "#{")) {
    return undefined;
  }
  if (probe) return SEEN;
  lexer.at = at + 2;
  lexer.afterInterpolation = lexer.mode;
  lexer.mode = "expression";
  return lexer.token(kind, at, kind);
}

function lexCall(lexer: LexerState, square: boolean, at: number, probe: boolean): Token | undefined {
  if (!isTagSyntax(lexer, square)) return undefined;
  if (probe) return SEEN;
  lexer.tagsSettled = true;
  lexer.at = at + 2;
  lexer.mode = "callName";
  return lexer.token("<@", at, lexer.text.slice(at, at + 2));
}

function lexCallEnd(lexer: LexerState, square: boolean, at: number, probe: boolean): Token | undefined {
  const { text } = lexer;
  let nameEnd = skipName(text, at + 3);
  while (nameEnd > at + 3 && text.charCodeAt(nameEnd) === 46) {
    const after = skipName(text, nameEnd + 1);
    if (after === nameEnd + 1) return undefined;
    nameEnd = after;
  }
  const end = matchTagEnd(text, nameEnd, false);
  if (end === undefined || lexer.squareTags !== square) return undefined;
  if (probe) return SEEN;
  lexer.at = end.end;
  return lexer.token("</@", at, text.slice(at + 3, nameEnd), true);
}

/** Whether tags may look so; where no tag was seen yet and the first decides, they may. */
function isTagSyntax(lexer: LexerState, square: boolean): boolean {
  if (lexer.detectTags && !lexer.tagsSettled) lexer.squareTags = square;
  return lexer.squareTags === square;
}

function lexDirective(lexer: LexerState, square: boolean, at: number, probe: boolean): Token | undefined {
  const { text } = lexer;
  let nameStart = at + 1;
  const isEndTag = text.charCodeAt(nameStart) === 47;
  if (isEndTag) nameStart++;
  const strictly = text.charCodeAt(nameStart) === 35;
  if (strictly) nameStart++;
  else if (square || lexer.strict) return undefined;
  if (strictly && !isEndTag && text.startsWith("--", nameStart)) return lexComment(lexer, square, at, probe);
  let nameEnd = nameStart;
  while (isAsciiLetter(text.charCodeAt(nameEnd)) || text.charCodeAt(nameEnd) === 95) nameEnd++;
  if (nameEnd === nameStart) return undefined;
  const name = text.slice(nameStart, nameEnd);
  // What has no `#` is a directive by its old name only: `<elseIf>` is text.
  if (!strictly && directivesOfTwoNames.has(name) && name !== name.toLowerCase()) return undefined;
  const match = matchAfterName(text, name, isEndTag, nameEnd);
  // A header at the beginning says what tags look like, whatever the settings say.
  if (name === "ftl" && match !== undefined && !lexer.tagsSettled) lexer.squareTags = square;
  if (!isTagSyntax(lexer, square)) return undefined;
  if (match === undefined && !strictly) return undefined;
  if (!strictly && name === "ftl") return undefined;
  if (probe) return SEEN;
  if (match === undefined) {
    if (strictly) lexer.tagsSettled = true;
    throw unknownDirective(lexer, name, isEndTag, at);
  }
  return finishDirective(lexer, name, isEndTag, at, match, strictly);
}

function lexComment(lexer: LexerState, square: boolean, at: number, probe: boolean): Token | undefined {
  if (!isTagSyntax(lexer, square)) return undefined;
  if (probe) return SEEN;
  lexer.tagsSettled = true;
  lexer.at = at + 4;
  lexer.mode = "unparsed";
  lexer.unparsedEnd = "-->";
  return lexer.token("#--", at, lexer.text.slice(at, at + 4));
}

function finishDirective(
  lexer: LexerState,
  name: string,
  isEndTag: boolean,
  at: number,
  match: TagMatch,
  strictly: boolean,
): Token {
  const { text } = lexer;
  lexer.at = match.end;
  const image = text.slice(at, match.end);
  if (name === "ftl") return finishHeader(lexer, at, match, image);
  if (strictly) {
    // A tag without `#` doesn't settle how tags look.
    lexer.tagsSettled = true;
    if (match.whole && image.endsWith("]") !== lexer.squareTags) {
      throw new ParseFault(
        lexer.sourceOffset(at),
        `The tag "${image}" ends with the wrong character: one that begins with "${image.charAt(0)}" ends with ` +
          `"${lexer.squareTags ? "]" : ">"}".`,
      );
    }
  }
  if (directivesOfTwoNames.has(name)) {
    const convention = name === name.toLowerCase() ? "legacy" : "camel_case";
    lexer.conventions.check(name, lexer.sourceOffset(at), convention);
  }
  if (!match.whole) lexer.mode = "expression";
  else if (!isEndTag && (name === "comment" || name === "noparse" || name === "noParse")) {
    lexer.mode = "unparsed";
    lexer.unparsedEnd = name;
  }
  const kind: TokenKind = isEndTag ? `/#${name.toLowerCase()}` : `#${name.toLowerCase()}`;
  return lexer.token(kind, at, image, match.whole);
}

function finishHeader(lexer: LexerState, at: number, match: TagMatch, image: string): Token {
  lexer.tagsSettled = true;
  const token = lexer.token("#ftl", at, image, match.whole);
  if (match.whole) lexer.skipLineAfterHeader();
  else {
    lexer.mode = "expression";
    lexer.inHeader = true;
  }
  return token;
}

function unknownDirective(lexer: LexerState, name: string, isEndTag: boolean, at: number): ParseFault {
  const written = isEndTag ? `/#${name}` : `#${name}`;
  if (directiveNames.has(name)) {
    const open = lexer.squareTags ? "[" : "<";
    const close = lexer.squareTags ? "]" : ">";
    const hint = isEndTag
      ? `There is no end tag of this form; an end tag has nothing but the name in it, as ${open}/#${name}${close}, ` +
        "and some directives have none."
      : malformedHint(name, open, close);
    return new ParseFault(lexer.sourceOffset(at), `The tag "${open}${written}" is malformed. ${hint}`);
  }
  return new ParseFault(
    lexer.sourceOffset(at),
    `There is no directive "#${name}". ${unknownDirectiveHint(name)}`,
  );
}

function malformedHint(name: string, open: string, close: string): string {
  if (name === "else")
    return `Write ${open}#else${close}, or ${open}#elseif condition${close} for another condition.`;
  if (name === "items") return `Write ${open}#items as name${close}.`;
  return (
    "A directive that takes parameters needs a space and the parameters after its name; one that takes none must end " +
    `right after it.`
  );
}
