import { knownOutputFormat } from "../output/formats.ts";
import { requireNumber, toText, unexpected } from "../runtime/convert.ts";
import type { Rendering } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import type { Interpolation, NumericInterpolation } from "../syntax/ast.ts";
import { Markup } from "../values/markup.ts";
import type { Maybe } from "../values/value.ts";
import type { Compiler, ExpressionCompiler } from "./compiler.ts";
import { joinMarkup } from "./operators.ts";

/** A string literal with interpolations: a text, or markup as soon as one of them is. */
export const compileInterpolatedString: ExpressionCompiler<"interpolatedString"> = (node, compiler) => {
  const site = compiler.site(node);
  const parts = node.parts.map((part) =>
    typeof part === "string" ? () => part : compilePart(part, compiler),
  );
  return (env) => {
    let result: string | Markup = "";
    env.budget.spend(2 * parts.length);
    for (const part of parts) {
      const piece = part(env);
      if (typeof result === "string" && typeof piece === "string") result += piece;
      else if (result === "") result = piece;
      else result = joinMarkup(result, piece, env.budget, site);
    }
    env.budget.join(result.length);
    return result;
  };
};

function compilePart(
  part: Interpolation | NumericInterpolation,
  compiler: Compiler,
): (env: Rendering) => string | Markup {
  if (part.kind === "numericInterpolation") return compileNumeric(part, compiler);
  const evaluate = compiler.expression(part.expression);
  const site = compiler.site(part.expression);
  return (env) => textOrMarkup(evaluate(env), env, site);
}

/** What `${…}` makes of a value: text, or markup. */
export function textOrMarkup(value: Maybe, env: Rendering, site: Site): string | Markup {
  if (typeof value === "string" || value instanceof Markup) return value;
  const text = toText(value, env, site);
  if (text === undefined) {
    throw unexpected(value, "string, or something that is written as one (number, date, markup),", site);
  }
  return text;
}

/** `#{expression; m2M4}` as text: never grouped, in the locale's digits. */
export function compileNumeric(node: NumericInterpolation, compiler: Compiler): (env: Rendering) => string {
  const evaluate = compiler.expression(node.expression);
  const site = compiler.site(node.expression);
  const least = node.minimumDigits ?? 0;
  const most = node.maximumDigits ?? (node.minimumDigits === undefined ? 50 : least);
  const fraction = "0".repeat(least) + "#".repeat(Math.max(0, most - least));
  const pattern = fraction === "" ? "0" : `0.${fraction}`;
  return (env) => env.numberFormat(pattern).format(requireNumber(evaluate(env), site));
}

/** How text is escaped at a place; undefined where it isn't. */
export function escapeOf(context: {
  readonly format: string;
  readonly autoEscaping: boolean;
}): ((text: string) => string) | undefined {
  const { markup } = knownOutputFormat(context.format);
  return context.autoEscaping && markup !== undefined ? (text) => markup.escape(text) : undefined;
}
