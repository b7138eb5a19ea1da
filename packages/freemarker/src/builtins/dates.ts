import type { DateFormat } from "../dates/date-format.ts";
import type { DateType, DateValue } from "../dates/date-value.ts";
import { Fault } from "../core/fault.ts";
import { asDate, requireText, unexpected } from "../runtime/convert.ts";
import type { Environment } from "../runtime/environment.ts";
import type { Site } from "../runtime/site.ts";
import { FunctionMethod } from "../values/callable.ts";
import { type Builtin, type BuiltinTable } from "./definition.ts";
import { FormatHash } from "./formatted.ts";
import { Composite, type Faces } from "../values/value.ts";

/** Built-ins that make dates of texts, or give them another type. The `?iso_…` family is in `iso.ts`. */
export const DATES: BuiltinTable = {
  date: ofType("date"),
  time: ofType("time"),
  datetime: ofType("datetime"),
  date_if_unknown: ifUnknown("date"),
  time_if_unknown: ifUnknown("time"),
  datetime_if_unknown: ifUnknown("datetime"),
};

function ifUnknown(type: DateType): Builtin {
  return {
    get: (left, _, site) => {
      const date = asDate(left);
      if (date === undefined) throw unexpected(left, "date, time or datetime", site);
      return date.type === "unknown" ? date.withType(type) : date;
    },
  };
}

/** `?date`, `?time`, `?datetime`: what a text says in a format, or a date as another type. */
function ofType(type: DateType): Builtin {
  return {
    get: (left, env, site) => {
      const date = asDate(left);
      return date === undefined
        ? new Composite(new DateReader(requireText(left, env, site), type, env, site))
        : retype(date, type, site);
    },
    call: {
      minimum: 0,
      maximum: Infinity,
      run: (left, args, env, site) => {
        const date = asDate(left);
        if (date !== undefined) {
          retype(date, type, site);
          throw site.error("wrong-type", `?${type} of a date takes no arguments.`);
        }
        const text = requireText(left, env, site);
        const pattern = args.length === 0 ? undefined : args.text(0, env);
        if (args.length > 1) throw new Fault("invalid-argument", `?${type}(…) takes one argument, a format.`);
        return read(text, type, pattern, env);
      },
    },
  };
}

function retype(date: DateValue, type: DateType, site: Site): DateValue {
  if (date.type !== type && date.type !== "unknown" && date.type !== "datetime") {
    throw site.error("wrong-type", `A ${date.type} can't be made a ${type}.`);
  }
  return date.withType(type);
}

function read(text: string, type: DateType, pattern: string | undefined, env: Environment): DateValue {
  env.budget.reserve(text.length);
  return env.dateFormat(pattern, type).parse(text);
}

/** A text that is read when the date is asked for, or as `s?date["yyyy"]` and `s?date("yyyy")` in a format of one's own. */
class DateReader implements Faces {
  private readonly text: string;
  private readonly type: DateType;
  private readonly env: Environment;
  private readonly site: Site;
  private readonly byDefault: DateFormat;
  private parsed: DateValue | undefined;

  constructor(text: string, type: DateType, env: Environment, site: Site) {
    this.text = text;
    this.type = type;
    this.env = env;
    this.site = site;
    this.byDefault = env.dateFormat(undefined, type);
  }

  get date(): DateValue {
    this.env.budget.reserve(this.text.length);
    return (this.parsed ??= this.byDefault.parse(this.text));
  }

  get hash(): FormatHash {
    return new FormatHash((pattern) => this.readAs(pattern));
  }

  get method(): FunctionMethod {
    return new FunctionMethod((args) => {
      if (args.length > 1)
        throw new Fault("invalid-argument", `?${this.type}(…) takes one argument, a format.`);
      return this.readAs(args.length === 0 ? undefined : requireText(args[0], this.env, this.site));
    });
  }

  private readAs(pattern: string | undefined): DateValue {
    return read(this.text, this.type, pattern, this.env);
  }
}
