import type { Builtin } from "../../builtins/definition.ts";
import { builtin } from "../../builtins/registry.ts";
import type { Evaluate } from "../../runtime/rendering.ts";
import type { BuiltinReference } from "../../syntax/ast.ts";
import { FunctionMethod } from "../../values/callable.ts";
import type { Compiler } from "../compiler.ts";
import { hasContent, NOTHING } from "../existence.ts";
import type { SpecialBuiltins, SpecialCalls } from "./special.ts";
import { Composite, type Maybe } from "../../values/value.ts";

export const existenceBuiltins: SpecialBuiltins = {
  exists: ({ target }, compiler) => {
    const left = compiler.optional(target);
    return (env) => left(env) !== undefined;
  },
  has_content: ({ target }, compiler) => {
    const left = compiler.optional(target);
    const site = compiler.site(target);
    return (env) => {
      try {
        return hasContent(left(env), env.budget);
      } catch (thrown) {
        throw site.locate(thrown);
      }
    };
  },
  if_exists: ({ target }, compiler) => {
    const left = compiler.optional(target);
    return (env) => left(env) ?? NO_VALUE;
  },
  blank_to_null: toNull,
  empty_to_null: toNull,
  trim_to_null: toNull,
  default: ({ target }, compiler) => {
    const left = compiler.optional(target);
    return (env) => {
      const value = left(env);
      return new FunctionMethod((args) => firstPresent(value, args));
    };
  },
};

/** What `x?if_exists` is where x is missing: an empty string, sequence and hash, false, and a method that gives nothing. */
const NO_VALUE = new Composite({
  ...NOTHING.faces,
  boolean: () => false,
  method: new FunctionMethod(() => undefined),
});

/** `?blank_to_null` and its like: what is missing stays missing, instead of being an error. */
function toNull({ name, target }: BuiltinReference, compiler: Compiler): Evaluate {
  const left = compiler.optional(target);
  const site = compiler.site(target);
  const get = stringToNull(name);
  return (env) => {
    const value = left(env);
    return value === undefined ? undefined : get(value, env, site);
  };
}

function stringToNull(name: string): NonNullable<Builtin["get"]> {
  const get = builtin(name)?.get;
  if (get === undefined) throw new TypeError(`?${name} is no built-in of strings`);
  return get;
}

function firstPresent(value: Maybe, others: readonly Maybe[]): Maybe {
  return value ?? others.find((other) => other !== undefined);
}

export const existenceCalls: SpecialCalls = {
  default: (node, { target }, compiler) => {
    const left = compiler.optional(target);
    const args = node.args.map((arg) => compiler.expression(arg));
    const site = compiler.site(target);
    return (env) => {
      if (args.length === 0)
        throw site.elementError("invalid-argument", "?default(…) takes at least 1 argument.");
      const value = left(env);
      return firstPresent(
        value,
        args.map((arg) => arg(env)),
      );
    };
  },
};
