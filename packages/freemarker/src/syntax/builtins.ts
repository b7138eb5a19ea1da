import type { BuiltinReference, Expression } from "./ast.ts";
import {
  calledBuiltins,
  lambdaBuiltins,
  legacyEscapingBuiltins,
  loopVariableBuiltins,
  markupBuiltins,
} from "./builtin-kinds.ts";
import { parseArguments } from "./operands.ts";
import { ParseFault } from "./fault.ts";
import { nearest } from "./hints.ts";
import { parseLambdaOrExpression } from "./lambda.ts";
import { canonicalName, toCamelCase } from "./naming.ts";
import { traitsOf } from "./output-context.ts";
import type { Parser } from "./parser.ts";
import type { Token } from "./tokens.ts";

/** Parses `?name` after its target, with the arguments if it is a built-in that is known only with them. */
export function parseBuiltin(parser: Parser, target: Expression): Expression {
  parser.take();
  const token = parser.expect("id", "after the question mark, as the name of a built-in");
  parser.lexer.conventions.check(token.text, token.start);
  const name = canonicalName(parser.options.builtinNames, token.text);
  if (name === undefined) throw unknownBuiltin(parser, token);
  const { start } = target;
  const reference: BuiltinReference = {
    kind: "builtin",
    target,
    name,
    context: parser.context,
    start,
    end: token.end,
  };
  if (loopVariableBuiltins.has(name)) checkLoopVariable(parser, target, token);
  else checkOutputFormat(parser, name, token);
  const count = calledBuiltins.get(name);
  if (count === undefined) return reference;
  return parseCalledBuiltin(parser, reference, token, count);
}

function unknownBuiltin(parser: Parser, token: Token): ParseFault {
  const camel = parser.lexer.conventions.current === "camel_case";
  const names = Array.from(parser.options.builtinNames, (name) =>
    camel ? toCamelCase(name) : name,
  ).toSorted();
  const meant = nearest(token.text, names);
  const hint = meant === undefined ? "" : ` Did you mean "?${meant}"?`;
  return new ParseFault(
    token.start,
    `There is no built-in "?${token.text}".${hint} There are: ${names.join(", ")}.`,
  );
}

function checkLoopVariable(parser: Parser, target: Expression, token: Token): void {
  if (target.kind !== "identifier") {
    throw new ParseFault(target.start, `"?${token.text}" can only be used right on a loop variable's name.`);
  }
  const scope = parser.loops.find(target.name);
  if (scope?.kind === "call") {
    throw new ParseFault(
      target.start,
      `"?${token.text}" can't be used on "${target.name}", as that is the loop variable of <@…>, not of <#list>.`,
    );
  }
  if (scope !== undefined || parser.loops.incomplete) return;
  throw new ParseFault(
    target.start,
    `"?${token.text}" needs a loop variable, but no loop around this place has one named "${target.name}".`,
  );
}

function checkOutputFormat(parser: Parser, name: string, token: Token): void {
  const { format, autoEscaping } = parser.context;
  if (legacyEscapingBuiltins.has(name)) {
    if (!autoEscaping) return;
    throw new ParseFault(
      token.start,
      `"?${token.text}" can't be used here, as the output is escaped already, for the output format ${format}. ` +
        "Leave it out.",
    );
  }
  if (!markupBuiltins.has(name)) return;
  if (name === "no_esc" && parser.policy === "force") {
    throw new ParseFault(
      token.start,
      `"?${token.text}" isn't allowed, as the auto_escaping_policy setting is "force".`,
    );
  }
  if (traitsOf(parser.options, format)?.isMarkup === true) return;
  throw new ParseFault(
    token.start,
    `"?${token.text}" needs an output format with markup, such as HTML, but the format here is ${format}.`,
  );
}

function parseCalledBuiltin(
  parser: Parser,
  target: BuiltinReference,
  token: Token,
  [least, most]: readonly [least: number, most: number],
): Expression {
  const height = parser.height;
  const open = parser.expect("(", `after "?${token.text}", as it must be called`);
  const args = parseArguments(parser, lambdaBuiltins.has(target.name) ? parseLambdaOrExpression : undefined);
  const { end } = parser.expect(")", "to close the arguments");
  parser.height = Math.max(height, parser.height) + 1;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${least}` : `at least ${least}`;
    throw new ParseFault(
      open.start,
      `"?${token.text}" takes ${wanted} argument${least === 1 ? "" : "s"}, but there are ${args.length}.`,
    );
  }
  for (const arg of args) {
    if (arg.kind === "lambda" && arg.parameters.length !== 1) {
      throw new ParseFault(
        arg.start,
        `The lambda of "?${token.text}" must have one parameter, but has ${arg.parameters.length}.`,
      );
    }
  }
  return { kind: "call", target, args, start: target.start, end };
}
