import { requireText } from "../runtime/convert.ts";
import type { Evaluate, Rendering } from "../runtime/rendering.ts";

import { FunctionMethod } from "../values/callable.ts";
import { LiteralHash } from "../values/hash.ts";
import { ListSequence } from "../values/sequence.ts";
import { rangeOf } from "../values/range.ts";
import type { Value } from "../values/value.ts";
import { NamedScope } from "../runtime/scope.ts";
import { requireNumber } from "../runtime/convert.ts";
import type { Compiler, ExpressionCompiler } from "./compiler.ts";

export const compileSequence: ExpressionCompiler<"sequence"> = (node, compiler) => {
  const items = node.items.map((item) => present(item, compiler));
  return (env) => {
    env.budget.spend(3 + (items.length >> 2));
    return new ListSequence(items.map((item) => item(env)));
  };
};

export const compileHash: ExpressionCompiler<"hash"> = (node, compiler) => {
  const entries = node.entries.map(([key, value]) => ({
    key: compiler.expression(key),
    keySite: compiler.site(key),
    value: present(value, compiler),
  }));
  return (env) => {
    env.budget.spend(8 + 2 * entries.length);
    const map = new Map<string, Value>();
    for (const { key, keySite, value } of entries) {
      const name = requireText(key(env), env, keySite);
      env.budget.lookInto(name.length);
      map.set(name, value(env));
    }
    return new LiteralHash(map, entries.length);
  };
};

export const compileRange: ExpressionCompiler<"range"> = (node, compiler) => {
  const from = compiler.expression(node.from);
  const fromSite = compiler.site(node.from);
  const site = compiler.site(node);
  if (node.to === undefined) {
    return (env) => {
      const first = requireNumber(from(env), fromSite);
      env.budget.spend(2);
      return located(site, () => rangeOf("unbounded", first, undefined));
    };
  }
  const to = compiler.expression(node.to);
  const toSite = compiler.site(node.to);
  const { mode } = node;
  return (env) => {
    const first = requireNumber(from(env), fromSite);
    const second = requireNumber(to(env), toSite);
    env.budget.spend(2);
    return located(site, () => rangeOf(mode, first, second));
  };
};

function located<T>(site: { locate(thrown: unknown): unknown }, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw site.locate(thrown);
  }
}

/** A lambda is a method that closes over the variables of where it stands. */
export const compileLambda: ExpressionCompiler<"lambda"> = (node, compiler) => {
  const body = compiler.expression(node.body);
  return (env) => {
    const { locals } = env;
    env.budget.spend(4);
    return new FunctionMethod((args) => {
      const outer = env.locals;
      env.locals = new NamedScope(locals, node.parameters, args, true);
      try {
        return body(env);
      } finally {
        env.locals = outer;
      }
    });
  };
};

/** Compiles an expression whose value must not be missing. */
export function present(
  node: Parameters<Compiler["expression"]>[0],
  compiler: Compiler,
): (env: Rendering) => Value {
  const evaluate: Evaluate = compiler.expression(node);
  const site = compiler.site(node);
  return (env) => {
    const value = evaluate(env);
    if (value === undefined) throw site.missing();
    return value;
  };
}
