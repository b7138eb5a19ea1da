import { requireBoolean } from "../../runtime/convert.ts";
import { compareValues } from "../../operations/compare.ts";
import { present } from "../literals.ts";
import type { SpecialCalls } from "./special.ts";

export const conditionalCalls: SpecialCalls = {
  // oxlint-disable-next-line unicorn/no-thenable -- the built-in is called so, and the table is never awaited
  then: (node, { target }, compiler) => {
    const condition = compiler.expression(target);
    const site = compiler.site(target);
    const [whenTrue, whenFalse] = node.args.map((arg) => present(arg, compiler));
    if (whenTrue === undefined || whenFalse === undefined || node.args.length !== 2) {
      throw site.error("invalid-argument", `?then(…) takes 2 arguments, but ${node.args.length} were given.`);
    }
    return (env) => (requireBoolean(condition(env), site) ? whenTrue(env) : whenFalse(env));
  },
  switch: (node, { target }, compiler) => {
    const value = present(target, compiler);
    const site = compiler.site(target);
    const args = node.args.map((arg) => ({ evaluate: present(arg, compiler), site: compiler.site(arg) }));
    if (args.length < 2) {
      throw site.error(
        "invalid-argument",
        `?switch(…) takes at least 2 arguments, but ${args.length} were given.`,
      );
    }
    const whole = compiler.site(node);
    return (env) => {
      const left = value(env);
      let i = 0;
      for (; i + 1 < args.length; i += 2) {
        const [test, result] = [args[i], args[i + 1]];
        if (test === undefined || result === undefined) break;
        if (compareValues(left, "==", test.evaluate(env), site, test.site, env)) return result.evaluate(env);
      }
      const fallback = args[i];
      if (fallback !== undefined) return fallback.evaluate(env);
      throw whole.error(
        "invalid-argument",
        "No case of ?switch(…) fits the value, and there is no default at the end.",
      );
    };
  },
};
