import { streamOperations } from "../builtins/sequences/index.ts";
import type { BuiltinReference, Call } from "../syntax/ast.ts";
import type { Evaluate } from "../runtime/rendering.ts";
import { callableBuiltins } from "./builtins/callables.ts";
import { conditionalCalls } from "./builtins/conditions.ts";
import { existenceBuiltins, existenceCalls } from "./builtins/existence.ts";
import { loopBuiltins, loopCalls } from "./builtins/loops.ts";
import { markupBuiltins } from "./builtins/markup.ts";
import { sourceBuiltins } from "./builtins/sources.ts";
import { unsupportedBuiltins } from "./builtins/unsupported.ts";
import type { Compiler } from "./compiler.ts";

const properties = new Map(
  Object.entries({
    ...existenceBuiltins,
    ...loopBuiltins,
    ...markupBuiltins,
    ...sourceBuiltins,
    ...callableBuiltins,
    ...unsupportedBuiltins,
  }),
);

const calls = new Map(Object.entries({ ...existenceCalls, ...conditionalCalls, ...loopCalls }));

/** The names of these built-ins. */
export const SPECIAL_BUILTIN_NAMES: readonly string[] = [
  ...properties.keys(),
  ...calls.keys(),
  ...streamOperations,
];

/** Compiles `left?name`, if it is one of these. */
export function compileSpecialBuiltin(node: BuiltinReference, compiler: Compiler): Evaluate | undefined {
  const compile = properties.get(node.name);
  if (compile !== undefined) return compile(node, compiler);
  if (!calls.has(node.name) && !streamOperations.has(node.name)) return undefined;
  const site = compiler.site(node);
  return () => {
    throw site.error("invalid-argument", `?${node.name} needs arguments, in parentheses directly after it.`);
  };
}

/** Compiles `left?name(args)`, if it is one of these. */
export function compileSpecialCall(
  node: Call,
  reference: BuiltinReference,
  compiler: Compiler,
): Evaluate | undefined {
  return calls.get(reference.name)?.(node, reference, compiler);
}
