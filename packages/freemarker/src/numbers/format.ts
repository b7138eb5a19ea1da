import { cNumberFormat } from "./c-format.ts";
import { currencyDecimals } from "./currency.ts";
import { decimalFormat, type FormatSpec, type NumberFormat } from "./decimal-format.ts";
import { parseExtended, splitExtended } from "./extended.ts";
import { NumberFormatFault } from "./fault.ts";
import { type Affix, parsePattern } from "./pattern.ts";
import type { RoundingMode } from "./rounding.ts";
import { type Around, numberLocale, type NumberLocale } from "./symbols.ts";
import type { NumberSymbols } from "./number-symbols.ts";

export type { NumberFormat } from "./decimal-format.ts";

/**
 * The format that a value of the `number_format` setting, or the argument of `?string`, stands for: "number",
 * "currency", "percent", "computer" or "c" (as `c_format` JSON writes numbers), or a pattern of Java's
 * DecimalFormat with FreeMarker's extensions. `locale` is written as in FreeMarker: "en_US", "de", or "" for the
 * root locale. Throws a NumberFormatFault where the pattern is malformed.
 */
export function numberFormat(pattern: string, locale: string): NumberFormat {
  if (pattern === "computer" || pattern === "c") return cNumberFormat("JSON");
  const data = numberLocale(locale);
  switch (pattern) {
    case "number":
      return decimalFormat(numberSpec(data.symbols));
    case "percent":
      return decimalFormat(percentSpec(data));
    case "currency":
      return decimalFormat(currencySpec(data));
    default:
  }
  const custom = /^@(\p{L}\S*)/u.exec(pattern);
  if (custom !== null)
    throw new NumberFormatFault(`There is no custom number format ${JSON.stringify(custom[1])}`);
  return decimalFormat(patternSpec(pattern, data));
}

function numberSpec(symbols: NumberSymbols): FormatSpec {
  return {
    positivePrefix: "",
    positiveSuffix: "",
    negativePrefix: symbols.minusSign,
    negativeSuffix: "",
    minInteger: 1,
    maxInteger: Number.MAX_SAFE_INTEGER,
    minFraction: 0,
    maxFraction: 3,
    groupingSize: 3,
    decimalAlwaysShown: false,
    exponentDigits: 0,
    shift: 0,
    multiplier: 1,
    rounding: "HALF_EVEN",
    zeroDigit: symbols.zeroDigit,
    decimalSeparator: symbols.decimalSeparator,
    groupingSeparator: symbols.groupingSeparator,
    minusSign: symbols.minusSign,
    exponentSeparator: symbols.exponentSeparator,
    infinity: symbols.infinity,
    nan: symbols.nan,
  };
}

function percentSpec({ symbols, percent }: NumberLocale): FormatSpec {
  return { ...numberSpec(symbols), ...affixes(percent, ""), maxFraction: 0, shift: 2 };
}

function currencySpec({ symbols, currency, currencyGrouping }: NumberLocale): FormatSpec {
  const decimals = currencyDecimals(symbols.currencyCode);
  return {
    ...numberSpec(symbols),
    ...affixes(currency, symbols.currencySymbol),
    ...monetary(symbols),
    groupingSize: currencyGrouping,
    minFraction: decimals,
    maxFraction: decimals,
  };
}

function affixes([positive, negative]: readonly [Around, Around], currency: string): Partial<FormatSpec> {
  return {
    positivePrefix: positive.prefix.replace("¤", () => currency),
    positiveSuffix: positive.suffix.replace("¤", () => currency),
    negativePrefix: negative.prefix.replace("¤", () => currency),
    negativeSuffix: negative.suffix.replace("¤", () => currency),
  };
}

function monetary(symbols: NumberSymbols): { decimalSeparator: string; groupingSeparator: string } {
  return {
    decimalSeparator: symbols.monetaryDecimalSeparator,
    groupingSeparator: symbols.monetaryGroupingSeparator,
  };
}

function patternSpec(source: string, locale: NumberLocale): FormatSpec {
  const split = splitExtended(source);
  const { symbols, rounding, multiplier } = parseExtended(source, split.parameters, locale);
  const pattern = parsePattern(split.pattern);
  const { prefix, suffix } = pattern;
  const negative = pattern.negative ?? { prefix: [{ symbol: "minus" } as const, ...prefix], suffix };
  const parts = [...prefix, ...suffix, ...negative.prefix, ...negative.suffix];
  const isMonetary = parts.some((part) => typeof part !== "string" && part.symbol.startsWith("currency"));
  const factor: { multiplier: number; shift: number; rounding: RoundingMode } = {
    multiplier: multiplier ?? 1,
    shift: multiplier === undefined ? pattern.shift : 0,
    rounding,
  };
  return {
    ...numberSpec(symbols),
    ...(isMonetary ? monetary(symbols) : undefined),
    ...factor,
    positivePrefix: affixText(prefix, symbols),
    positiveSuffix: affixText(suffix, symbols),
    negativePrefix: affixText(negative.prefix, symbols),
    negativeSuffix: affixText(negative.suffix, symbols),
    minInteger: pattern.minInteger,
    maxInteger: pattern.maxInteger,
    minFraction: pattern.minFraction,
    maxFraction: pattern.maxFraction,
    groupingSize: pattern.groupingSize,
    decimalAlwaysShown: pattern.decimalAlwaysShown,
    exponentDigits: pattern.exponentDigits,
  };
}

function affixText(affix: Affix, symbols: NumberSymbols): string {
  return affix.map((part) => (typeof part === "string" ? part : symbolText(part.symbol, symbols))).join("");
}

function symbolText(symbol: Exclude<Affix[number], string>["symbol"], symbols: NumberSymbols): string {
  switch (symbol) {
    case "currency":
      return symbols.currencySymbol;
    case "currency code":
      return symbols.currencyCode;
    case "percent":
      return symbols.percent;
    case "per mille":
      return symbols.perMill;
    case "minus":
      return symbols.minusSign;
  }
}
