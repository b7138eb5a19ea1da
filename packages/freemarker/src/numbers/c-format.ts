import { toDecimal, type NumberValue } from "./arithmetic.ts";
import { decimalFormat, type NumberFormat } from "./decimal-format.ts";
import { NumberFormatFault } from "./fault.ts";
import { javaScriptString, javaString, jsonString } from "../text/script-strings.ts";

/** The names the `c_format` setting takes. */
export type CFormatName = "JSON" | "JavaScript or JSON" | "JavaScript" | "Java" | "XS" | "legacy";

/** How a `c_format` writes numbers. */
export interface CNumberFormat extends NumberFormat {
  readonly name: CFormatName;
}

interface CFormat {
  readonly numbers: CNumberFormat;
  readonly string: (text: string) => string;
  readonly nullText: string;
}

/** From this many zeros at its end on, a whole number is written with an exponent. */
const MOST_ZEROS = 100;

const formats = new Map<string, CFormat>();

function define(name: CFormatName, string: (text: string) => string, infinity: string, nan: string): void {
  const format = (value: NumberValue): string => cNumber(value, infinity, nan);
  formats.set(name, { numbers: { name, format }, string, nullText: name === "XS" ? "" : "null" });
}

define("JSON", jsonString, "Infinity", "NaN");
define("JavaScript or JSON", jsonString, "Infinity", "NaN");
define("JavaScript", javaScriptString, "Infinity", "NaN");
define("Java", javaString, "Double.POSITIVE_INFINITY", "Double.NaN");
define("XS", (text) => text, "INF", "NaN");

const legacy = decimalFormat({
  positivePrefix: "",
  positiveSuffix: "",
  negativePrefix: "-",
  negativeSuffix: "",
  minInteger: 1,
  maxInteger: Number.MAX_SAFE_INTEGER,
  minFraction: 0,
  maxFraction: 16,
  groupingSize: 0,
  decimalAlwaysShown: false,
  exponentDigits: 0,
  shift: 0,
  multiplier: 1,
  rounding: "HALF_EVEN",
  zeroDigit: "0",
  decimalSeparator: ".",
  groupingSeparator: ",",
  minusSign: "-",
  exponentSeparator: "E",
  infinity: "INF",
  nan: "NaN",
});
formats.set("legacy", {
  numbers: { name: "legacy", format: (value) => legacy.format(value) },
  string: jsonString,
  nullText: "null",
});

function cFormat(name: string): CFormat {
  const format = formats.get(name === "default" ? "JSON" : name);
  if (format === undefined) throw new NumberFormatFault(`There is no c_format ${JSON.stringify(name)}`);
  return format;
}

/** How the `c_format` of this name writes numbers (`?c`). Throws a NumberFormatFault where there is none. */
export function cNumberFormat(name: string): CNumberFormat {
  return cFormat(name).numbers;
}

/** A text as the `c_format` of this name quotes it (`?c`). Throws a NumberFormatFault where there is none. */
export function cString(name: string, text: string): string {
  return cFormat(name).string(text);
}

/**
 * What the `c_format` of this name writes for a missing value (`?cn`). Throws a NumberFormatFault where there is
 * none.
 */
export function cNull(name: string): string {
  return cFormat(name).nullText;
}

function cNumber(value: NumberValue, infinity: string, nan: string): string {
  if (typeof value === "number") {
    const magnitude = Math.abs(value);
    // In this range JavaScript writes no exponent, and the digits are the shortest ones.
    if (magnitude >= 1e-6 && magnitude < 1e21) return String(value);
    if (value === 0) return "0";
    if (magnitude < 1e-6) return String(value).replace("e", "E");
    if (Number.isNaN(value)) return nan;
    if (magnitude === Number.POSITIVE_INFINITY) {
      if (value > 0) return infinity;
      return infinity.includes("POSITIVE") ? infinity.replace("POSITIVE", "NEGATIVE") : `-${infinity}`;
    }
  }
  const stripped = toDecimal(value).stripTrailingZeros();
  return stripped.scale <= 0 && stripped.scale > -MOST_ZEROS ? stripped.toPlainString() : stripped.toString();
}
