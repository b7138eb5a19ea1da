import { dateFormat } from "../../dates/date-format.ts";
import { cNumberFormat } from "../../numbers/c-format.ts";
import { numberFormat } from "../../numbers/format.ts";
import { asMethod } from "../../runtime/convert.ts";
import type { Environment } from "../../runtime/environment.ts";
import { Budget, DEFAULT_LIMITS, type Limits } from "../../core/limits.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../runtime/settings.ts";
import { Site } from "../../runtime/site.ts";
import { Source } from "../../syntax/source.ts";
import type { Maybe } from "../../values/value.ts";
import { Arguments } from "../arguments.ts";
import type { BuiltinTable } from "../definition.ts";

/** A rendering for tests of built-ins: it has settings and a budget, and no template. */
export function testEnvironment(settings: Partial<Settings> = {}, limits: Partial<Limits> = {}): Environment {
  const now: Settings = { ...DEFAULT_SETTINGS, ...settings };
  const env: Environment = {
    budget: new Budget({ ...DEFAULT_LIMITS, ...limits }),
    settings: now,
    cFormat: now.c_format,
    formatNumber: (value) => env.numberFormat(now.number_format).format(value),
    formatBoolean: (value) => String(value),
    formatDate: (value) => env.dateFormat(undefined, value.type).format(value),
    numberFormat: (pattern) =>
      pattern === "c" ? cNumberFormat(now.c_format) : numberFormat(pattern, now.locale),
    dateFormat: (pattern, type) =>
      dateFormat(pattern ?? patternOf(now, type), type, now.locale, now.time_zone),
    call: (callee, args) => asMethod(callee)?.call(args, env.budget),
    evaluate: () => {
      throw new TypeError("expressions can't be evaluated here");
    },
  };
  return env;
}

function patternOf(settings: Settings, type: string): string {
  if (type === "date") return settings.date_format;
  return type === "time" ? settings.time_format : settings.datetime_format;
}

/** The place of the left side in tests: line 1, column 3, within an element at column 1. */
export function testSite(): Site {
  return new Site(new Source("test.ftl", "${left}"), { start: 2, end: 6 }, { start: 0, end: 7 });
}

/** `left?name`, or `left?name(args)`. Faults become errors, as they do where a template calls. */
export function run(
  table: BuiltinTable,
  name: string,
  left: Maybe,
  args?: readonly Maybe[],
  env: Environment = testEnvironment(),
): Maybe {
  const site = testSite();
  const builtin = table[name];
  try {
    if (args === undefined) {
      if (builtin?.get === undefined) throw new TypeError(`?${name} is no property`);
      return builtin.get(left, env, site);
    }
    if (builtin?.call === undefined) throw new TypeError(`?${name} is no method`);
    const { minimum, maximum } = builtin.call;
    if (args.length < minimum || args.length > maximum)
      throw new RangeError(`?${name} takes other arguments`);
    return builtin.call.run(left, new Arguments(args, name, site), env, site);
  } catch (thrown) {
    throw site.locate(thrown);
  }
}
