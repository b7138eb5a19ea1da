import { Arguments } from "../builtins/arguments.ts";
import type { Builtin, BuiltinCall } from "../builtins/definition.ts";
import { builtin } from "../builtins/registry.ts";
import type { Evaluate, Rendering } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import type { BuiltinReference, Call, Expression } from "../syntax/ast.ts";
import { FunctionMethod } from "../values/callable.ts";
import type { Maybe } from "../values/value.ts";
import type { Compiler, ExpressionCompiler } from "./compiler.ts";
import { compileLeft, compileStream } from "./lazy.ts";
import { compileSpecialBuiltin, compileSpecialCall } from "./special-builtins.ts";

export const compileCall: ExpressionCompiler<"call"> = (node, compiler) =>
  node.target.kind === "builtin"
    ? compileBuiltinCall(node, node.target, compiler)
    : compilePlainCall(node, compiler);

function compilePlainCall(node: Call, compiler: Compiler): Evaluate {
  const target = compiler.expression(node.target);
  const args = compileArguments(node.args, compiler);
  const site = compiler.site(node.target);
  return (env) => {
    const callee = target(env);
    if (callee === undefined) throw site.missing();
    try {
      return env.call(callee, args(env), site);
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
}

/** Compiles arguments into a function that evaluates them from left to right; each may be missing. */
export function compileArguments(
  nodes: readonly Expression[],
  compiler: Compiler,
): (env: Rendering) => Maybe[] {
  const args = nodes.map((arg) => compiler.expression(arg));
  const [first, second] = args;
  if (first === undefined) return () => [];
  if (args.length === 1) return (env) => [first(env)];
  if (args.length === 2 && second !== undefined) return (env) => [first(env), second(env)];
  return (env) => {
    env.budget.spend(args.length >> 1);
    return args.map((arg) => arg(env));
  };
}

/** `left?name(args)`, without making the method that `left?name` would be. */
function compileBuiltinCall(node: Call, reference: BuiltinReference, compiler: Compiler): Evaluate {
  const special = compileStream(node, false, compiler) ?? compileSpecialCall(node, reference, compiler);
  if (special !== undefined) return special;
  const definition = builtin(reference.name);
  const call = definition?.call;
  if (call === undefined) return compilePlainCall(node, compiler);
  const left = compileLeft(reference, true, compiler);
  const args = compileArguments(node.args, compiler);
  const site = compiler.site(reference.target);
  const sites = node.args.map((arg) => compiler.site(arg));
  return (env) => {
    try {
      return runCall(call, reference.name, left(env), args(env), env, site, sites);
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
}

export const compileBuiltin: ExpressionCompiler<"builtin"> = (node, compiler) => {
  const special = compileSpecialBuiltin(node, compiler);
  if (special !== undefined) return special;
  const definition = builtin(node.name);
  if (definition === undefined)
    throw new TypeError(`the parser let the unknown built-in ?${node.name} through`);
  const left = compileLeft(node, false, compiler);
  const site = compiler.site(node.target);
  return (env) => {
    try {
      return take(definition, node.name, left(env), env, site);
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
};

function take(definition: Builtin, name: string, left: Maybe, env: Rendering, site: Site): Maybe {
  if (definition.get !== undefined) return definition.get(left, env, site);
  const { call } = definition;
  if (call === undefined) return undefined;
  if (left === undefined) throw site.missing();
  env.budget.spend(8);
  return new FunctionMethod((args) => runCall(call, name, left, args, env, site));
}

function runCall(
  call: BuiltinCall,
  name: string,
  left: Maybe,
  args: readonly Maybe[],
  env: Rendering,
  site: Site,
  sites?: readonly Site[],
): Maybe {
  if (args.length < call.minimum || args.length > call.maximum)
    throw wrongCount(call, name, args.length, site);
  return call.run(left, new Arguments(args, name, site, sites), env, site);
}

function wrongCount(call: BuiltinCall, name: string, given: number, site: Site): Error {
  const { minimum, maximum } = call;
  let expected = `${minimum} to ${maximum}`;
  if (minimum === maximum) expected = String(minimum);
  else if (maximum === Number.POSITIVE_INFINITY) expected = `at least ${minimum}`;
  return site.elementError(
    "invalid-argument",
    `?${name}(…) takes ${expected} arguments, but ${given} were given.`,
  );
}
