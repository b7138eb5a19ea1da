import { TemplateSyntaxError } from "../../errors.ts";
import { asSequence, asString, requireText } from "../../runtime/convert.ts";
import { InterpretedTemplate } from "../../runtime/interpreted.ts";
import { resolveName } from "../../runtime/templates.ts";
import type { Site } from "../../runtime/site.ts";
import { FunctionMethod } from "../../values/callable.ts";
import type { SpecialBuiltins } from "./special.ts";

/** Built-ins that make something of the text of a template, an expression or a template's name. */
export const sourceBuiltins: SpecialBuiltins = {
  eval: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const text = requireText(left(env), env, site);
      return parsed(site, "?eval", () => env.evaluate(text, node.context, site));
    };
  },
  interpret: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const value = left(env);
      const parts = asString(value) === undefined ? asSequence(value) : undefined;
      const source = requireText(parts === undefined ? value : parts.at(0), env, site);
      const name =
        parts === undefined ? "anonymous_interpreted" : (asString(parts.at(1)) ?? "anonymous_interpreted");
      env.budget.reserve(source.length);
      const full = `${site.source.name}->${name}`;
      return parsed(
        site,
        "?interpret",
        () => new InterpretedTemplate(env.engine.template(full, source, node.context)),
      );
    };
  },
  absolute_template_name: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    const absolute = (base: string, name: string): string => {
      const full = resolveName(base, name);
      return full.includes("://") ? full : `/${full}`;
    };
    return (env) => {
      const name = requireText(left(env), env, site);
      return new FunctionMethod((args) => absolute(asString(args[0]) ?? site.source.name, name));
    };
  },
};

function parsed<T>(site: Site, name: string, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof TemplateSyntaxError)) throw site.locate(thrown);
    throw site.error("invalid-value", `${name} can't read its text: ${thrown.message}`, { cause: thrown });
  }
}
