import type { Environment } from "../../runtime/environment.ts";
import type { Site } from "../../runtime/site.ts";
import type { Maybe } from "../../values/value.ts";
import type { Arguments } from "../arguments.ts";
import { type Builtin, stringMethod, stringProperty } from "../definition.ts";

/** A built-in on a string that takes time in proportion to its length, which is paid for here. */
export function textProperty(get: (text: string, env: Environment, site: Site) => Maybe): Builtin {
  return stringProperty((text, env, site) => {
    env.budget.reserve(text.length);
    return get(text, env, site);
  });
}

/** As `textProperty`, with arguments. What the result is longer than the left side, `run` pays for. */
export function textMethod(
  minimum: number,
  maximum: number,
  run: (text: string, args: Arguments, env: Environment, site: Site) => Maybe,
): Builtin {
  return stringMethod(minimum, maximum, (text, args, env, site) => {
    env.budget.reserve(text.length);
    return run(text, args, env, site);
  });
}
