import type { Environment } from "../../runtime/environment.ts";
import type { Site } from "../../runtime/site.ts";
import type { Maybe } from "../../values/value.ts";
import type { Arguments } from "../arguments.ts";
import { type Builtin, stringMethod, stringProperty } from "../definition.ts";

/** What a text has grown by is paid for after: letters may be three times as long in the other case. */
function paid(result: Maybe, text: string, env: Environment): Maybe {
  if (typeof result === "string" && result.length > text.length) env.budget.reserve(result.length);
  return result;
}

/** A built-in on a string that takes time in proportion to its length, which is paid for here. */
export function textProperty(get: (text: string, env: Environment, site: Site) => Maybe): Builtin {
  return stringProperty((text, env, site) => {
    env.budget.reserve(text.length);
    return paid(get(text, env, site), text, env);
  });
}

/** As `textProperty`, with arguments. `run` pays for a result that may be much longer than the left side before it is made. */
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
