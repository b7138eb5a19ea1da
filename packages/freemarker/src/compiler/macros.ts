import { describeType } from "../runtime/convert.ts";
import { DirectiveValue, runDirective } from "../runtime/directives.ts";
import { InterpretedTemplate } from "../runtime/interpreted.ts";
import { type CallArguments, invoke, MacroValue, runNested } from "../runtime/macros.ts";
import { type NestedContent, NORMAL, type Rendering, RETURN, type Signal } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import { run } from "../runtime/templates.ts";
import { RenderError } from "../core/errors.ts";
import type { MacroCall } from "../syntax/ast.ts";
import type { Maybe } from "../values/value.ts";
import { inJavaOrder } from "../values/java-order.ts";
import { compileArguments } from "./calls.ts";
import type { Compiler, ElementCompiler } from "./compiler.ts";

/** The definition, where it is reached: it may replace another of its name. */
export const compileMacro: ElementCompiler<"macro"> = (node, compiler) => {
  const definition = compiler.macro(node);
  return (env) => {
    env.namespace.variables.set(definition.name, new MacroValue(definition, env.namespace));
    return NORMAL;
  };
};

export const compileMacroCall: ElementCompiler<"macroCall"> = (node, compiler) => {
  const callee = compiler.expression(node.callee);
  const site = compiler.site(node.callee);
  const args = compileCallArguments(node, compiler);
  const body = node.body === undefined ? undefined : compiler.body(node.body);
  const { loopVariables } = node;
  return (env) => {
    const target = callee(env);
    if (target === undefined) throw site.missing();
    const nested: NestedContent | undefined =
      body === undefined
        ? undefined
        : { body, loopVariables, locals: env.locals, macro: env.macro, namespace: env.namespace };
    try {
      if (target instanceof MacroValue && !target.definition.isFunction) {
        return invoke(env, target, args(env), nested, site);
      }
      if (target instanceof InterpretedTemplate) {
        if (target.origin === "template") refuseArguments(node, site);
        return interpret(env, target, site);
      }
      if (target instanceof DirectiveValue) return runDirective(env, target, args(env), nested, site);
    } catch (thrown) {
      throw site.locate(thrown);
    }
    if (target instanceof MacroValue) {
      throw site.elementError(
        "wrong-type",
        `${site.text} is a function: it is called in an expression, as \${${site.text}(…)}, not as a directive.`,
      );
    }
    throw site.error(
      "wrong-type",
      `A macro or directive is expected, but ${site.text} is a ${describeType(target)}.`,
    );
  };
};

/** A template that `.get_optional_template` gave is included as it is. */
function refuseArguments({ named, body, loopVariables }: MacroCall, site: Site): void {
  let excess: string | undefined;
  if ((named ?? []).length > 0) excess = "arguments by name";
  else if ((body ?? []).length > 0) excess = "nested content";
  else if (loopVariables.length > 0) excess = "loop variables";
  if (excess === undefined) return;
  throw site.elementError("invalid-argument", `The include of an optional template takes no ${excess}.`);
}

/** Errors inside of an interpreted text are placed at the call: lines of the text say nothing about the template. */
function interpret(env: Rendering, { template, origin }: InterpretedTemplate, site: Site): Signal {
  try {
    return run(env, template);
  } catch (thrown) {
    const located = site.locate(thrown);
    if (origin !== "text" || !(located instanceof RenderError)) throw located;
    throw site.elementError(located.code, `The text given to ?interpret failed: ${located.message}`, {
      cause: located,
    });
  }
}

function compileCallArguments(node: MacroCall, compiler: Compiler): (env: Rendering) => CallArguments {
  if (node.named !== undefined) {
    const values = new Map(node.named.map(([name, value]) => [name, compiler.expression(value)]));
    const named = inJavaOrder(values.keys()).map((name) => [name, values.get(name)] as const);
    return (env) => {
      env.budget.spend(named.length);
      return {
        named: new Map<string, Maybe>(named.map(([name, value]) => [name, value?.(env)])),
        positional: undefined,
      };
    };
  }
  if (node.positional === undefined) return () => NO_ARGUMENTS;
  const positional = compileArguments(node.positional, compiler);
  return (env) => ({ named: undefined, positional: positional(env) });
}

const NO_ARGUMENTS: CallArguments = { named: undefined, positional: undefined };

export const compileNested: ElementCompiler<"nested"> = (node, compiler) => {
  const args = compileArguments(node.args, compiler);
  const site = compiler.site(node);
  return (env) => runNested(env, args(env), site);
};

/** A `<#return>` of an included template ends the macro or function that includes it. */
export const compileReturn: ElementCompiler<"return"> = (node, compiler) => {
  const site = compiler.site(node);
  if (node.value === undefined) {
    return (env) => {
      env.returned = undefined;
      return RETURN;
    };
  }
  const value = compiler.expression(node.value);
  return (env) => {
    if (env.macro === undefined) {
      throw site.elementError(
        "invalid-argument",
        "<#return> with a value is only there inside of a function.",
      );
    }
    env.returned = value(env);
    return RETURN;
  };
};
