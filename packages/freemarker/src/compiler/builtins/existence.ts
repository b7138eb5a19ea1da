import { FunctionMethod } from "../../values/callable.ts";
import type { Maybe } from "../../values/value.ts";
import { hasContent, NOTHING } from "../existence.ts";
import type { SpecialBuiltins, SpecialCalls } from "./special.ts";

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
    return (env) => left(env) ?? NOTHING;
  },
  default: ({ target }, compiler) => {
    const left = compiler.optional(target);
    return (env) => {
      const value = left(env);
      return new FunctionMethod((args) => firstPresent(value, args));
    };
  },
};

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
