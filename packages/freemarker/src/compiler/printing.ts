import { knownOutputFormat, type OutputFormat } from "../output/formats.ts";
import { NORMAL, type Rendering } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import type { Markup } from "../values/markup.ts";
import type { ElementCompiler } from "./compiler.ts";
import { compileNumeric, escapeOf, textOrMarkup } from "./strings.ts";

/** Texts up to this length are paid for by the step of the interpolation. */
const LOOKED_AT = 64;

export const compileText: ElementCompiler<"text"> = (node) => {
  const { text } = node;
  return (env) => {
    env.write(text);
    return NORMAL;
  };
};

export const compileInterpolation: ElementCompiler<"interpolation"> = (node, compiler) => {
  const evaluate = compiler.expression(node.expression);
  const site = compiler.site(node.expression);
  const format = knownOutputFormat(node.context.format);
  const escape = escapeOf(node.context);
  return (env) => {
    const value = evaluate(env);
    const piece = typeof value === "string" ? value : textOrMarkup(value, env, site);
    if (typeof piece !== "string") printMarkup(piece, env, format, site);
    else env.write(escape === undefined ? piece : escapePaid(piece, escape, env));
    return NORMAL;
  };
};

export const compileNumericInterpolation: ElementCompiler<"numericInterpolation"> = (node, compiler) => {
  const text = compileNumeric(node, compiler);
  const escape = escapeOf(node.context);
  return (env) => {
    const piece = text(env);
    env.write(escape === undefined ? piece : escapePaid(piece, escape, env));
    return NORMAL;
  };
};

/** Escapes a text, and pays for longer ones before and after: escaping makes them up to some times as long. */
function escapePaid(text: string, escape: (text: string) => string, env: Rendering): string {
  if (text.length <= LOOKED_AT) return escape(text);
  env.budget.reserve(text.length);
  const escaped = escape(text);
  env.budget.reserve(escaped.length);
  return escaped;
}

/** Markup is printed as it is in its own format; in another, only what was a plain text before it was escaped can be. */
function printMarkup(markup: Markup, env: Rendering, format: OutputFormat, site: Site): void {
  // What isn't escaped yet is escaped now.
  if (markup.length > LOOKED_AT) env.budget.reserve(markup.length);
  if (markup.format.name === format.name || format.mixingAllowed) {
    env.write(markup.source);
  } else if (markup.plainText === undefined) {
    throw site.elementError(
      "wrong-type",
      `${site.text} is markup in ${markup.format.name}, but the output format here is ${format.name}. ` +
        `It can't be converted, as it isn't an escaped plain text.`,
    );
  } else {
    env.write(format.markup === undefined ? markup.plainText : format.markup.escape(markup.plainText));
  }
}
