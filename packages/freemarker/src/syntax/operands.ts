import type { Expression } from "./ast.ts";
import { ParseFault } from "./fault.ts";
import type { Parser } from "./parser.ts";
import type { TokenKind } from "./tokens.ts";

const ATOM_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "integer",
  "decimal",
  "{",
  "string",
  "rawString",
  "true",
  "false",
  "[",
  "id",
  "(",
]);

const ARGUMENT_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([...ATOM_STARTS, ".", "+", "-", "!"]);

/** Whether a literal, a name, a special variable or something in parentheses can begin with a token ahead. */
export function startsAtom(parser: Parser, ahead: number): boolean {
  const { kind } = parser.peek(ahead);
  return ATOM_STARTS.has(kind) || (kind === "." && parser.peek(ahead + 1).kind === "id");
}

/** Whether an operand, of a binary operator or of `!`, can begin with a token ahead. */
export function startsOperand(parser: Parser, ahead: number): boolean {
  const { kind } = parser.peek(ahead);
  if (kind === "+" || kind === "-") return startsAtom(parser, ahead + 1);
  if (kind === "!") {
    let at = ahead + 1;
    while (parser.peek(at).kind === "!") at++;
    return startsAtom(parser, at);
  }
  return startsAtom(parser, ahead);
}

/** Whether a token can begin an expression: of a further argument, that is. */
export function startsArgument(kind: TokenKind): boolean {
  return ARGUMENT_STARTS.has(kind);
}

/** Parses arguments, with or without commas between them, up to where none begins; sets `height` to the highest's. */
export function parseArguments(
  parser: Parser,
  parseArgument: (parser: Parser) => Expression = (within) => within.expression(),
): Expression[] {
  const args: Expression[] = [];
  let height = 0;
  for (;;) {
    const comma = args.length > 0 ? parser.takeIf(",") : undefined;
    if (comma === undefined && !startsArgument(parser.peek().kind)) break;
    args.push(parseArgument(parser));
    height = Math.max(height, parser.height);
  }
  parser.height = height;
  return args;
}

/** The fault of a token that can't begin an expression. */
export function noExpression(offset: number, found: string): ParseFault {
  return new ParseFault(offset, `Expected an expression (a name, a literal, "(", …), but found ${found}.`);
}
