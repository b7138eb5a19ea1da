import { RenderError, TemplateSyntaxError } from "../../core/errors.ts";
import { asSequence, asString, requireText, unexpected } from "../../runtime/convert.ts";
import { InterpretedTemplate } from "../../runtime/interpreted.ts";
import type { Rendering } from "../../runtime/rendering.ts";
import { schemeOf } from "../../runtime/templates.ts";
import type { Site } from "../../runtime/site.ts";
import type { OutputContext } from "../../syntax/ast.ts";
import { FunctionMethod } from "../../values/callable.ts";
import type { SpecialBuiltins } from "./special.ts";
import { Composite, type Maybe } from "../../values/value.ts";

/** Built-ins that make something of the text of a template, an expression or a template's name. */
export const sourceBuiltins: SpecialBuiltins = {
  eval: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const text = requireText(left(env), env, site);
      return parsed(site, "?eval", () => evaluated(env, text, node.context, site));
    };
  },
  interpret: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const value = left(env);
      const whole = asString(value);
      const parts = whole === undefined ? asSequence(value) : undefined;
      if (whole === undefined && parts === undefined) throw unexpected(value, "sequence or string", site);
      const source = whole ?? requireText(parts?.at(0), env, site);
      const name =
        parts === undefined ? "anonymous_interpreted" : (asString(parts.at(1)) ?? "anonymous_interpreted");
      env.budget.compile(source.length);
      const full = `${site.source.name}->${name}`;
      return parsed(site, "?interpret", () => {
        const template = env.engine.template(full, source, node.context);
        env.budget.compileNodes(template.escapedNodes);
        return new InterpretedTemplate(template, "text");
      });
    };
  },
  absolute_template_name: (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const name = requireText(left(env), env, site);
      env.budget.reserve(name.length);
      env.budget.spend(16);
      return new Composite({
        string: () => absolute(site.source.name, name),
        method: new FunctionMethod((args) => {
          const base = args.length === 1 ? asString(args[0]) : undefined;
          if (base !== undefined) return absolute(base, name);
          throw site.elementError(
            "invalid-argument",
            "?absolute_template_name(…) takes 1 argument, the name of a template.",
          );
        }),
      });
    };
  },
};

/** Errors inside of the text are placed at the directive or interpolation: its lines say nothing about the template. */
function evaluated(env: Rendering, text: string, context: OutputContext, site: Site): Maybe {
  try {
    return env.evaluate(text, context, site);
  } catch (thrown) {
    const located = site.locate(thrown);
    if (!(located instanceof RenderError)) throw located;
    throw site.elementError(located.code, `The text given to ?eval failed: ${located.message}`, {
      cause: located,
    });
  }
}

function parsed<T>(site: Site, name: string, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof TemplateSyntaxError)) throw site.locate(thrown);
    throw site.error("invalid-value", `${name} can't read its text: ${thrown.message}`, { cause: thrown });
  }
}

/** The name of a template counted from the root, without resolving `.` and `..` in it. */
function absolute(base: string, name: string): string {
  if (schemeOf(name) !== "") return name;
  const full = name.startsWith("/")
    ? schemeOf(base) + name.slice(1)
    : base.slice(0, base.lastIndexOf("/") + 1) + name;
  return schemeOf(full) !== "" || full.startsWith("/") ? full : `/${full}`;
}
