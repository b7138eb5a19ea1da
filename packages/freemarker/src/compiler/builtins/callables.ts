import { itemsOf } from "../../builtins/sequences/each.ts";
import type { Budget } from "../../core/limits.ts";
import { asMethod, asSequence, describeType } from "../../runtime/convert.ts";
import { type BoundArguments, MacroValue } from "../../runtime/macros.ts";
import { ensureStack } from "../../core/stack.ts";
import type { Site } from "../../runtime/site.ts";
import { asHash } from "../../runtime/convert.ts";
import { FunctionMethod } from "../../values/callable.ts";
import type { BuiltinReference } from "../../syntax/ast.ts";
import type { Compiler } from "../compiler.ts";
import type { SpecialBuiltins } from "./special.ts";
import type { Callable, Maybe, Value } from "../../values/value.ts";

function withArguments(last: boolean): SpecialBuiltins[string] {
  return (node, compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const callee = left(env);
      if (callee === undefined) throw site.missing();
      return new FunctionMethod((args, budget) => {
        budget.spend(24);
        return bind(callee, boundArguments(args, node, last, site, budget), site);
      });
    };
  };
}

function boundArguments(
  args: readonly Maybe[],
  node: BuiltinReference,
  last: boolean,
  site: Site,
  budget: Budget,
): BoundArguments {
  const [value] = args;
  if (args.length !== 1) {
    throw site.elementError(
      "invalid-argument",
      `?${node.name}(…) takes 1 argument, but ${args.length} were given.`,
    );
  }
  const sequence = asSequence(value);
  if (sequence !== undefined) return { named: undefined, positional: itemsOf(sequence, budget), last };
  const hash = asHash(value);
  if (hash === undefined) {
    throw site.elementError("wrong-type", `?${node.name}(…) takes a sequence or a hash of arguments.`);
  }
  budget.spend(hash.size);
  const named = new Map(hash.keys().map((key): [string, Maybe] => [key, hash.get(key)]));
  return { named, positional: undefined, last };
}

function bind(callee: Value, bound: BoundArguments, site: Site): Callable {
  if (callee instanceof MacroValue && callee.definition.isFunction && bound.named !== undefined) {
    throw site.error("wrong-type", "A function takes its arguments by place: give a sequence, not a hash.");
  }
  if (callee instanceof MacroValue) return new MacroValue(callee.definition, callee.namespace, bound);
  const method = asMethod(callee);
  if (method === undefined) {
    throw site.error(
      "wrong-type",
      `A macro, function or method is expected, but ${site.text} is a ${describeType(callee)}.`,
    );
  }
  const preset = bound.positional;
  if (preset === undefined) {
    throw site.elementError(
      "wrong-type",
      "A method takes its arguments by place: give a sequence, not a hash.",
    );
  }
  return new FunctionMethod((args, budget) => {
    budget.spend((args.length + preset.length) >> 2);
    // Methods may be within methods as deep as a template likes.
    ensureStack();
    return method.call(bound.last ? [...args, ...preset] : [...preset, ...args], budget);
  });
}

export const callableBuiltins: SpecialBuiltins = {
  with_args: withArguments(false),
  with_args_last: withArguments(true),
  namespace: (node, compiler: Compiler) => {
    const left = compiler.expression(node.target);
    const site = compiler.site(node.target);
    return (env) => {
      const value = left(env);
      if (value === undefined) throw site.missing();
      if (value instanceof MacroValue) return value.namespace;
      throw site.error(
        "wrong-type",
        `A macro or function is expected, but ${site.text} is a ${describeType(value)}.`,
      );
    };
  },
};
