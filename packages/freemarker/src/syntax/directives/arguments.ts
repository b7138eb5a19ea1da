import type { Expression } from "../ast.ts";
import type { Parser } from "../parser.ts";

type NamedArguments = readonly (readonly [name: string, value: Expression])[];

/** Whether named arguments come next. */
export function startsNamedArguments(parser: Parser): boolean {
  return parser.peek().kind === "id" && parser.peek(1).kind === "=";
}

/** Parses `a=1 b=2`. Of a name given twice, the last value counts. */
export function parseNamedArguments(parser: Parser): NamedArguments {
  const named = new Map<string, Expression>();
  while (parser.peek().kind === "id") {
    const { text } = parser.take();
    parser.expect("=", `after the argument's name "${text}"`);
    parser.lexer.mode = "namedArgument";
    parser.lexer.inNamedArguments = true;
    named.set(text, parser.expression());
  }
  parser.lexer.inNamedArguments = false;
  return Array.from(named);
}
