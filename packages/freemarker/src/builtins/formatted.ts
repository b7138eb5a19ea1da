import type { DateValue } from "../dates/date-value.ts";
import { Fault } from "../core/fault.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import { requireText } from "../runtime/convert.ts";
import { paidFormat } from "../core/limits.ts";
import type { Environment } from "../runtime/environment.ts";
import type { Site } from "../runtime/site.ts";
import { FunctionMethod } from "../values/callable.ts";
import { LookupHash } from "../values/lookup-hash.ts";
import { Composite, type Maybe } from "../values/value.ts";

/** A hash that makes the value of any key. */
export class FormatHash extends LookupHash {
  private readonly make: (key: string) => Maybe;

  constructor(make: (key: string) => Maybe) {
    super();
    this.make = make;
  }

  get(key: string): Maybe {
    return this.make(key);
  }

  keys(): readonly string[] {
    return [];
  }
}

/** A method that takes a format. */
export function formatMethod(make: (format: string) => Maybe, env: Environment, site: Site): FunctionMethod {
  return new FunctionMethod((args) => {
    if (args.length !== 1) throw new Fault("invalid-argument", "?string(…) takes one argument, a format.");
    return make(requireText(args[0], env, site));
  });
}

/**
 * `n?string`: the number in the format that is in force now, whatever is in force when it is printed; as a hash and a
 * method, in a format of one's own.
 */
export function numberText(number: NumberValue, env: Environment, site: Site): Composite {
  const byDefault = env.numberFormat(env.settings.number_format);
  const format = (pattern: string): string => paidFormat(env.numberFormat(pattern), number, env.budget);
  env.budget.spend(16);
  return new Composite({
    string: () => paidFormat(byDefault, number, env.budget),
    hash: new FormatHash(format),
    method: formatMethod(format, env, site),
  });
}

/** As `numberText`, of a date. A date of which it isn't known whether it has a time can only be written in a pattern. */
export function dateText(date: DateValue, env: Environment, site: Site): Composite {
  const byDefault = date.type === "unknown" ? undefined : env.dateFormat(undefined, date.type);
  const format = (pattern: string): string =>
    paidFormat(env.dateFormat(pattern, date.type), date, env.budget);
  env.budget.spend(16);
  return new Composite({
    string: () => paidFormat(byDefault ?? env.dateFormat(undefined, date.type), date, env.budget),
    hash: new FormatHash(format),
    method: formatMethod(format, env, site),
  });
}

/** `b?string`: as `boolean_format` says, and `b?string(ifTrue, ifFalse)`. */
export function booleanText(boolean: boolean, env: Environment, site: Site): Composite {
  env.budget.spend(16);
  return new Composite({
    string: () => booleanByFormat(boolean, env),
    method: new FunctionMethod((args) => {
      if (args.length !== 2)
        throw new Fault("invalid-argument", "?string(…) of a boolean takes two arguments.");
      const texts = args.map((value) => requireText(value, env, site));
      return texts[boolean ? 0 : 1];
    }),
  });
}

/** As the boolean format says, where the default one, that printing a boolean refuses, will do, too. */
function booleanByFormat(boolean: boolean, env: Environment): string {
  const { boolean_format: format } = env.settings;
  const comma = format.indexOf(",");
  if (comma !== -1) return boolean ? format.slice(0, comma) : format.slice(comma + 1);
  return env.formatBoolean(boolean);
}
