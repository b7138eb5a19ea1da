import { skipBlanks, isJavaWhitespace } from "./characters.ts";
import type { ConventionKeeper } from "./naming.ts";
import type { InterpolationSyntax, TagSyntax } from "./options.ts";
import type { Token, TokenKind } from "./tokens.ts";

/**
 * Where the lexer is: in text, in the text of a string literal, in what isn't parsed, in a tag or interpolation, in the
 * name of `<@name …>`, or in a named argument.
 */
export type LexerMode = "text" | "literal" | "unparsed" | "expression" | "callName" | "namedArgument";

/** What a lexer needs to know of the template's settings. */
export interface LexerSettings {
  readonly tagSyntax: TagSyntax;
  readonly interpolationSyntax: InterpolationSyntax;
  readonly strictSyntax: boolean;
}

/** How far a lexer has come, and what it has seen so far that decides what the next character means. */
export class LexerState {
  readonly text: string;
  readonly interpolationSyntax: InterpolationSyntax;
  readonly conventions: ConventionKeeper;
  /** The offset of the next character to read. */
  at = 0;
  mode: LexerMode;
  /** Whether tags are `[#…]`. */
  squareTags: boolean;
  /** Whether the first tag decides `squareTags`, and there was none yet. */
  detectTags: boolean;
  /** Whether it is settled what tags look like. */
  tagsSettled = false;
  /** Whether directives need a `#`; the header `<#ftl strict_syntax=…>` changes it. */
  strict: boolean;
  /** The mode to go back to after the interpolation that the lexer is in. */
  afterInterpolation: LexerMode | undefined;
  parentheses = 0;
  brackets = 0;
  curlyBrackets = 0;
  inNamedArguments = false;
  inHeader = false;
  /** What ends the part that isn't parsed: `-->` or a directive's name. */
  unparsedEnd = "";
  private readonly toSource: ((offset: number) => number) | undefined;

  /** `toSource` gives the template's offset for an offset of `text`, where these differ (string literals). */
  constructor(
    text: string,
    mode: LexerMode,
    settings: LexerSettings,
    conventions: ConventionKeeper,
    toSource?: (offset: number) => number,
  ) {
    this.text = text;
    this.mode = mode;
    this.interpolationSyntax = settings.interpolationSyntax;
    this.strict = settings.strictSyntax;
    this.squareTags = settings.tagSyntax === "square_bracket";
    this.detectTags = settings.tagSyntax === "auto_detect";
    this.conventions = conventions;
    this.toSource = toSource;
  }

  /** A token from an offset to where the lexer is now. */
  token(kind: TokenKind, start: number, text: string, whole = false): Token {
    return { kind, start: this.sourceOffset(start), end: this.sourceOffset(this.at), text, whole };
  }

  /** The `eof` token. It stands at the last character, as an error there is reported on the last line that has any. */
  endToken(): Token {
    const last = this.text.length === 0 ? 0 : this.text.length - 1;
    return {
      kind: "eof",
      start: this.sourceOffset(last),
      end: this.sourceOffset(this.text.length),
      text: "",
      whole: true,
    };
  }

  /** The template's offset for an offset of this lexer's text. */
  sourceOffset(offset: number): number {
    return this.toSource === undefined ? offset : this.toSource(offset);
  }

  /** The mode of an expression outside of parentheses. */
  openExpressionMode(): LexerMode {
    return this.inNamedArguments ? "namedArgument" : "expression";
  }

  /** Takes the rest of the line after the header, if it is only white space. */
  skipLineAfterHeader(): void {
    let at = this.at;
    while (at < this.text.length) {
      const code = this.text.charCodeAt(at);
      at++;
      if (!isJavaWhitespace(code)) return;
      if (code === 10 || code === 13) {
        // A line's end that is the template's end is read over too far by the reference, which then takes nothing.
        if (code === 13 && at >= this.text.length) return;
        this.at = code === 13 && this.text.charCodeAt(at) === 10 ? at + 1 : at;
        return;
      }
    }
  }

  /** Goes on in text, after a fault: behind the interpolation that it is in, or at the next thing that looks like a tag. */
  recover(from: number): void {
    const interpolationEnd = this.afterInterpolation === "text" ? this.endOfInterpolation(from) : undefined;
    this.mode = "text";
    this.afterInterpolation = undefined;
    this.parentheses = 0;
    this.brackets = 0;
    this.curlyBrackets = 0;
    this.inNamedArguments = false;
    this.inHeader = false;
    if (interpolationEnd !== undefined) {
      this.at = interpolationEnd;
      return;
    }
    const pattern = this.squareTags ? /\[\/?[#@]/g : /<\/?[#@]/g;
    pattern.lastIndex = skipBlanks(this.text, from);
    const match = pattern.exec(this.text);
    this.at = match === null ? this.text.length : match.index;
  }

  /** Where an interpolation with a fault in it seems to end: after what closes one on the same line. */
  private endOfInterpolation(from: number): number | undefined {
    const close = this.interpolationSyntax === "square_bracket" ? "]" : "}";
    for (let at = from; at < this.text.length; at++) {
      const character = this.text.charAt(at);
      if (character === close) return at + 1;
      if (character === "\n" || character === "\r") return undefined;
    }
    return undefined;
  }
}
