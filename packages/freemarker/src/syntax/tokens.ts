/** The kinds of tokens inside tags and interpolations. */
export type ExpressionTokenKind =
  | "string"
  | "rawString"
  | "false"
  | "true"
  | "integer"
  | "decimal"
  | "id"
  | "in"
  | "as"
  | "using"
  | "lt"
  | "lte"
  | "gt"
  | "gte"
  | "."
  | ".."
  | "..<"
  | "..*"
  | "..."
  | "?"
  | "??"
  | "="
  | "=="
  | "!="
  | "+="
  | "-="
  | "*="
  | "/="
  | "%="
  | "++"
  | "--"
  | "->"
  | "+"
  | "-"
  | "*"
  | "**"
  | "/"
  | "%"
  | "&&"
  | "||"
  | "!"
  | ","
  | ";"
  | ":"
  | "["
  | "]"
  | "("
  | ")"
  | "{"
  | "}"
  | "naturalGt"
  | "naturalGte"
  /** `>` or `]` that ends a tag. */
  | "tagEnd"
  /** `/>` or `/]`. */
  | "emptyTagEnd"
  /** White space that ends the name in `<@name …>`. */
  | "space"
  /** `!` and white space after it, in a named argument. */
  | "exclamAndSpace";

/**
 * The kinds of tokens outside of tags. A tag's beginning is `#name` (the name in lower case), its end tag `/#name`; what
 * an unclosed `<#--`, `<#comment>` or `<#noparse>` holds is `unclosed`.
 */
export type TextTokenKind =
  | "text"
  | "${"
  | "#{"
  | "[="
  | "<@"
  | "</@"
  | `#${string}`
  | `/#${string}`
  | "unparsed"
  | "unclosed";

export type TokenKind = ExpressionTokenKind | TextTokenKind | "eof";

/** A piece of a template. */
export interface Token {
  readonly kind: TokenKind;
  /** Offsets of the template's source, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** What was written; of names without backslashes, of `text` and `unparsed` what they hold. */
  readonly text: string;
  /** Of a tag: whether the token is the whole tag, and no expression follows. */
  readonly whole: boolean;
}
