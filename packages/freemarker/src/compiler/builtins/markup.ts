import { requireText, unexpected } from "../../runtime/convert.ts";
import { knownOutputFormat } from "../../output/formats.ts";
import type { RenderError } from "../../core/errors.ts";
import type { Site } from "../../runtime/site.ts";
import type { BuiltinReference } from "../../syntax/ast.ts";
import { Markup, type MarkupFormat } from "../../values/markup.ts";
import type { Compiler } from "../compiler.ts";
import type { SpecialBuiltins } from "./special.ts";

function markupOf(node: BuiltinReference, site: Site): MarkupFormat {
  const { markup } = knownOutputFormat(node.context.format);
  if (markup !== undefined) return markup;
  throw site.error(
    "invalid-argument",
    `?${node.name} can't be used here: nothing is escaped in the output format ${node.context.format}.`,
  );
}

function inOtherFormat(value: Markup, format: MarkupFormat, site: Site): RenderError {
  return site.error(
    "wrong-type",
    `${site.text} is markup in ${value.format.name}, which can't be converted to ${format.name}: ` +
      `it isn't an escaped plain text.`,
  );
}

type Convert = (value: string | Markup, format: MarkupFormat, site: Site) => Markup;

function converting(convert: Convert) {
  return (node: BuiltinReference, compiler: Compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    const format = markupOf(node, site);
    return (env: Parameters<typeof left>[0]) => {
      const value = left(env);
      env.budget.spend(4);
      return convert(value instanceof Markup ? value : requireText(value, env, site), format, site);
    };
  };
}

export const markupBuiltins: SpecialBuiltins = {
  esc: converting((value, format, site) => {
    if (typeof value === "string") return Markup.ofPlainText(format, value);
    if (value.format.name === format.name) return value;
    if (value.plainText !== undefined) return Markup.ofPlainText(format, value.plainText);
    throw inOtherFormat(value, format, site);
  }),
  no_esc: converting((value, format, site) => {
    if (typeof value === "string") return Markup.ofMarkup(format, value);
    if (value.format.name === format.name) return value;
    if (value.plainText !== undefined) return Markup.ofPlainText(format, value.plainText);
    throw inOtherFormat(value, format, site);
  }),
  markup_string: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const value = left(env);
      if (value instanceof Markup) {
        env.budget.reserve(value.length);
        const { source } = value;
        env.budget.reserve(source.length);
        return source;
      }
      throw unexpected(value, "markup output", site);
    };
  },
};
