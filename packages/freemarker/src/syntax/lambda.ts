import type { Expression } from "./ast.ts";
import type { Parser } from "./parser.ts";

/** Parses an argument that can be a lambda: `x -> …`, `(x, y) -> …`. */
export function parseLambdaOrExpression(parser: Parser): Expression {
  if (!startsLambda(parser)) return parser.expression();
  const { start } = parser.peek();
  const parameters: string[] = [];
  for (let token = parser.take(); token.kind !== "->"; token = parser.take()) {
    if (token.kind === "id") parameters.push(token.text);
  }
  const body = parser.expression();
  parser.height++;
  return { kind: "lambda", parameters, body, start, end: body.end };
}

function startsLambda(parser: Parser): boolean {
  if (parser.peek().kind === "id") return parser.peek(1).kind === "->";
  if (parser.peek().kind !== "(") return false;
  let ahead = 1;
  if (parser.peek(ahead).kind === "id") {
    ahead++;
    while (parser.peek(ahead).kind === "," && parser.peek(ahead + 1).kind === "id") ahead += 2;
  }
  return parser.peek(ahead).kind === ")" && parser.peek(ahead + 1).kind === "->";
}
