import { describeType } from "../runtime/convert.ts";
import { DirectiveValue, runDirective } from "../runtime/directives.ts";
import { InterpretedTemplate } from "../runtime/interpreted.ts";
import { type CallArguments, invoke, MacroValue, runNested } from "../runtime/macros.ts";
import {
  type CompiledTemplate,
  type Execute,
  type NestedContent,
  NORMAL,
  type Rendering,
  RETURN,
  type Signal,
} from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import { run } from "../runtime/templates.ts";
import { Transform } from "../runtime/transform.ts";
import { RenderError } from "../core/errors.ts";
import { Fault } from "../core/fault.ts";
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
  const body = node.body === undefined || node.body.length === 0 ? undefined : compiler.body(node.body);
  const { loopVariables } = node;
  const call: InterpretedCall = { named: node.named === undefined ? undefined : args, body, loopVariables };
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
      if (target instanceof InterpretedTemplate) return interpret(env, target, call, site);
      if (target instanceof Transform) {
        const given = node.named === undefined ? NO_ARGUMENTS : args(env);
        return runDirective(env, target.in(env), given, nested, site);
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

/** What a template that is called as a directive is given: arguments by place aren't even worked out. */
interface InterpretedCall {
  readonly named: ((env: Rendering) => CallArguments) | undefined;
  readonly body: Execute | undefined;
  readonly loopVariables: readonly string[];
}

function interpret(env: Rendering, target: InterpretedTemplate, call: InterpretedCall, site: Site): Signal {
  if (target.origin === "pass") return NORMAL;
  const { named, body, loopVariables } = call;
  const given = named?.(env).named?.size ?? 0;
  if (target.origin === "text") {
    runText(env, target.template, site);
    return body === undefined ? NORMAL : body(env);
  }
  const refused =
    (given > 0 && "arguments") ||
    (loopVariables.length > 0 && "loop variables") ||
    (body !== undefined && "a body");
  if (refused === false) return run(env, target.template);
  throw site.elementError("invalid-argument", `The directive ${site.text} doesn't take ${refused}.`);
}

/** Errors inside of an interpreted text are placed at the call: lines of the text say nothing about the template. */
function runText(env: Rendering, template: CompiledTemplate, site: Site): void {
  try {
    if (run(env, template) === RETURN)
      throw new Fault(
        "invalid-value",
        "There is no macro or function in it that <#return> could return from.",
      );
  } catch (thrown) {
    const located = site.locate(thrown);
    if (!(located instanceof RenderError)) throw located;
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
  if (node.value === undefined) {
    return (env) => {
      env.returned = undefined;
      return RETURN;
    };
  }
  const value = compiler.expression(node.value);
  return (env) => {
    env.returned = value(env);
    return RETURN;
  };
};
