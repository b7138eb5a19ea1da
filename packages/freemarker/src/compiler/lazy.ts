import { consumesLazily, isStreamOperation } from "../builtins/sequences/index.ts";
import { streamed } from "../builtins/sequences/stream.ts";
import type { Evaluate } from "../runtime/rendering.ts";
import type { BuiltinReference, Call, Expression } from "../syntax/ast.ts";
import type { Compiler } from "./compiler.ts";

/**
 * Compiles what is read once through, by a `<#list>` or a built-in that does so: where it is a `?filter`, `?map`, `?take_while`
 * or `?drop_while`, its items are made as they are read.
 */
export function compileListed(node: Expression, compiler: Compiler): Evaluate {
  if (node.kind === "parenthesis") return compileListed(node.inner, compiler);
  return (
    (node.kind === "call" ? compileStream(node, true, compiler) : undefined) ?? compiler.expression(node)
  );
}

/** Compiles the left side of a built-in, lazily where the built-in reads it once through. */
export function compileLeft(node: BuiltinReference, called: boolean, compiler: Compiler): Evaluate {
  const rule = consumesLazily.get(node.name);
  return rule !== undefined && (called || !rule.onlyCalled)
    ? compileListed(node.target, compiler)
    : compiler.expression(node.target);
}

/** Compiles a call of `?filter`, `?map`, `?take_while` or `?drop_while`; undefined for any other. */
export function compileStream(node: Call, lazily: boolean, compiler: Compiler): Evaluate | undefined {
  const reference = node.target;
  const [callee] = node.args;
  if (reference.kind !== "builtin" || !isStreamOperation(reference.name)) return undefined;
  const { name } = reference;
  const site = compiler.site(reference.target);
  if (callee === undefined || node.args.length > 1) {
    throw site.error("invalid-argument", `?${name}(…) takes 1 argument, but ${node.args.length} were given.`);
  }
  const left = compileListed(reference.target, compiler);
  const evaluateCallee = compiler.expression(callee);
  const calleeSite = compiler.site(callee);
  return (env) => {
    try {
      return streamed(name, left(env), evaluateCallee(env), lazily, env, site, calleeSite);
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
}
