import type { Token, TokenKind } from "./tokens.ts";

const NAMES: ReadonlyMap<TokenKind, string> = new Map<TokenKind, string>([
  ["eof", "the end of the template"],
  ["text", "text"],
  ["space", "white space"],
  ["id", "a name"],
  ["string", "a string literal"],
  ["integer", "a number"],
  ["tagEnd", "the end of the tag"],
]);

/** A token, as a message says what was found. */
export function describeToken(token: Token): string {
  if (token.kind === "eof" || token.kind === "space") return NAMES.get(token.kind) ?? token.kind;
  const text = token.kind === "</@" ? `</@${token.text}>` : token.text.trim();
  const written = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (token.kind === "in" || token.kind === "as" || token.kind === "using")
    return `the reserved word "${written}"`;
  return token.kind === "text" ? `the text "${written}"` : `"${written}"`;
}

/** Kinds of tokens, as a message says what was expected. */
export function describeKinds(kinds: readonly TokenKind[]): string {
  const names = kinds.map((kind) => NAMES.get(kind) ?? describeKind(kind));
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} or ${last}`;
}

function describeKind(kind: TokenKind): string {
  if (kind.startsWith("#") && kind.length > 2) return `<${kind}>`;
  if (kind.startsWith("/#")) return `<${kind}>`;
  if (kind === "</@") return "</@>";
  if (kind === "emptyTagEnd") return '"/>"';
  return `"${kind}"`;
}
