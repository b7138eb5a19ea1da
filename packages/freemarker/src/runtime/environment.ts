import type { DateFormat } from "../dates/date-format.ts";
import type { DateType, DateValue } from "../dates/date-value.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import type { NumberFormat } from "../numbers/format.ts";
import type { OutputContext } from "../syntax/ast.ts";
import type { Maybe, Value } from "../values/value.ts";
import type { Budget } from "../core/limits.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** What built-ins may use of a rendering under way. */
export interface Environment {
  /** Work and size are paid for here, before they are done: `spend(steps)`, `reserve(size)`. */
  readonly budget: Budget;
  readonly settings: Settings;

  /** A number as `number_format` and `locale` say. */
  formatNumber(value: NumberValue): string;
  /** A boolean as `boolean_format` says; a `Fault` where it says nothing. */
  formatBoolean(value: boolean): string;
  /** A date as `date_format`, `time_format` or `datetime_format` says. */
  formatDate(value: DateValue): string;
  /** The format of a pattern, in the locale now in force. */
  numberFormat(pattern: string): NumberFormat;
  /** The format of a pattern, in the locale and time zone now in force; `undefined` stands for the setting's own pattern. */
  dateFormat(pattern: string | undefined, type: DateType): DateFormat;
  /** The format named by `c_format`. */
  readonly cFormat: string;

  /** Calls a method, a lambda or a function of the template; the site is where errors are placed that say it can't be called. */
  call(callee: Value, args: readonly Maybe[], site: Site): Maybe;
  /** Evaluates the text of an expression (`?eval`), with the variables in force. */
  evaluate(text: string, context: OutputContext, site: Site): Maybe;
}
