import type { ExpressionTokenKind } from "./tokens.ts";

/** The symbols of expressions; of those that begin alike, the longer ones first. */
const SYMBOLS: readonly (readonly [text: string, kind: ExpressionTokenKind])[] = [
  ["...", "..."],
  ["..*", "..*"],
  ["..<", "..<"],
  ["..!", "..<"],
  ["..", ".."],
  [".", "."],
  ["??", "??"],
  ["?", "?"],
  ["==", "=="],
  ["=", "="],
  ["!=", "!="],
  ["!", "!"],
  ["+=", "+="],
  ["++", "++"],
  ["+", "+"],
  ["-&gt;", "->"],
  ["->", "->"],
  ["-=", "-="],
  ["--", "--"],
  ["-", "-"],
  ["**", "**"],
  ["*=", "*="],
  ["*", "*"],
  ["/=", "/="],
  ["/", "/"],
  ["%=", "%="],
  ["%", "%"],
  ["&amp;&amp;", "&&"],
  ["&lt;=", "lte"],
  ["&lt;", "lt"],
  ["&gt;=", "gte"],
  ["&gt;", "gt"],
  ["&&", "&&"],
  ["&", "&&"],
  ["||", "||"],
  ["|", "||"],
  ["<=", "lte"],
  ["<", "lt"],
  ["\\and", "&&"],
  ["\\lte", "lte"],
  ["\\lt", "lt"],
  ["\\gte", "gte"],
  ["\\gt", "gt"],
  [",", ","],
  [";", ";"],
  [":", ":"],
];

const table = new Map<number, (readonly [text: string, kind: ExpressionTokenKind])[]>();
for (const symbol of SYMBOLS) {
  const start = symbol[0].charCodeAt(0);
  const alike = table.get(start);
  if (alike === undefined) table.set(start, [symbol]);
  else alike.push(symbol);
}

/** The symbols of expressions by their first character's code. */
export const symbolsByStart: ReadonlyMap<
  number,
  readonly (readonly [text: string, kind: ExpressionTokenKind])[]
> = table;
