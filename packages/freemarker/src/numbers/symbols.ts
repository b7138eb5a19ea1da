import { currencyOf } from "./currency.ts";
import type { NumberSymbols } from "./number-symbols.ts";
import { corrections } from "./locale-corrections.ts";

/** The text before and behind a number. */
export interface Around {
  readonly prefix: string;
  readonly suffix: string;
}

/** A locale as number formats need it. */
export interface NumberLocale {
  /** A BCP 47 tag, undefined for the root locale. */
  readonly tag: string | undefined;
  readonly symbols: NumberSymbols;
  /** How 1 percent is written around its digits, and -1 percent. */
  readonly percent: readonly [positive: Around, negative: Around];
  /** How an amount is written around its digits, "¤" standing for the symbol: positive and negative. */
  readonly currency: readonly [positive: Around, negative: Around];
  /** Digits between grouping separators of amounts; 0 for none. */
  readonly currencyGrouping: number;
}

const ROOT: NumberSymbols = {
  zeroDigit: "0",
  decimalSeparator: ".",
  groupingSeparator: ",",
  monetaryDecimalSeparator: ".",
  monetaryGroupingSeparator: ",",
  minusSign: "-",
  percent: "%",
  perMill: "‰",
  exponentSeparator: "E",
  infinity: "∞",
  nan: "NaN",
  currencySymbol: "¤",
  currencyCode: "XXX",
};

const MAX_CACHED = 64;
const cached = new Map<string, NumberLocale>();

/**
 * The data of a locale written as FreeMarker writes it: "en_US", "de", "" for the root. Unknown ones are the root.
 */
export function numberLocale(name: string): NumberLocale {
  let locale = cached.get(name);
  if (locale === undefined) {
    locale = readLocale(name);
    // Templates choose locales, so that the cache must not grow with them.
    if (cached.size >= MAX_CACHED) cached.clear();
    cached.set(name, locale);
  }
  return locale;
}

function readLocale(name: string): NumberLocale {
  const [language = "", region = ""] = name.split(/[_,\s]/, 2);
  const tag = languageTag(language.toLowerCase(), region.toUpperCase());
  const currencyCode = currencyOf(region.toUpperCase());
  if (tag === undefined) {
    const symbols = { ...ROOT, currencyCode, currencySymbol: currencyCode === "XXX" ? "¤" : currencyCode };
    const percent = [around("", "%"), around("-", "%")] as const;
    const currency = [around("¤\u00A0", ""), around("-¤\u00A0", "")] as const;
    return { tag, symbols, percent, currency, currencyGrouping: 3 };
  }
  const fix = corrections(tag);
  const localized = fix.numbering === undefined ? tag : `${tag}-u-nu-${fix.numbering}`;
  const symbols = { ...readSymbols(localized, currencyCode), ...fix.symbols };
  return {
    tag: localized,
    symbols,
    percent: fix.percent === undefined ? readPercent(localized) : plain(fix.percent, symbols.minusSign),
    currency: fix.currency === undefined ? readCurrency(localized) : plain(fix.currency, symbols.minusSign),
    currencyGrouping: fix.ungroupedCurrency === true ? 0 : 3,
  };
}

function languageTag(language: string, region: string): string | undefined {
  if (!/^[a-z]{2,3}$/.test(language)) return undefined;
  const tag = /^(?:[A-Z]{2}|\d{3})$/.test(region) ? `${language}-${region}` : language;
  return Intl.NumberFormat.supportedLocalesOf(tag).length > 0 ? tag : undefined;
}

function around(prefix: string, suffix: string): Around {
  return { prefix, suffix };
}

/** A form with its digits written "0", and the negative one behind ";" or else made of it. */
function plain(pattern: string, minusSign: string): [Around, Around] {
  const [positive = "", negative = `-${positive}`] = pattern.split(";");
  return [aroundZero(positive), aroundZero(negative.replace("-", () => minusSign))];
}

function aroundZero(pattern: string): Around {
  const [prefix = "", suffix = ""] = pattern.split("0");
  return around(prefix, suffix);
}

function part(parts: readonly Intl.NumberFormatPart[], type: string): string | undefined {
  return parts.find((each) => each.type === type)?.value;
}

function readSymbols(tag: string, currencyCode: string): NumberSymbols {
  const plainFormat = new Intl.NumberFormat(tag, { minimumFractionDigits: 1 });
  const number = plainFormat.formatToParts(123_456_789.5);
  const scientific = new Intl.NumberFormat(tag, { notation: "scientific" }).formatToParts(12_345);
  const percentFormat = new Intl.NumberFormat(tag, { style: "percent" });
  const percent = part(percentFormat.formatToParts(1), "percentSign") ?? "%";
  const money = new Intl.NumberFormat(tag, {
    style: "currency",
    currency: currencyCode,
    minimumFractionDigits: 1,
  });
  const amount = money.formatToParts(123_456_789.5);
  const zero = part(new Intl.NumberFormat(tag).formatToParts(0), "integer") ?? "0";
  const symbol = part(amount, "currency") ?? currencyCode;
  const decimalSeparator = part(number, "decimal") ?? ".";
  const groupingSeparator = part(number, "group") ?? ",";
  return {
    zeroDigit: zero.length === 1 ? zero : "0",
    decimalSeparator,
    groupingSeparator: apostrophe(groupingSeparator),
    monetaryDecimalSeparator: part(amount, "decimal") ?? decimalSeparator,
    monetaryGroupingSeparator: apostrophe(part(amount, "group") ?? groupingSeparator),
    minusSign: plainFormat.format(-1).replace(plainFormat.format(1), ""),
    percent: withMark(percentFormat.format(1), percent),
    perMill: zero === "\u0660" ? "\u0609" : "‰",
    exponentSeparator: part(scientific, "exponentSeparator") ?? "E",
    infinity: part(plainFormat.formatToParts(Number.POSITIVE_INFINITY), "infinity") ?? "∞",
    nan: part(plainFormat.formatToParts(Number.NaN), "nan") ?? "NaN",
    currencySymbol: currencyCode === "XXX" ? "¤" : withMark(money.format(1), symbol),
    currencyCode,
  };
}

/** A mark of the writing direction behind a symbol belongs to it. */
function withMark(text: string, symbol: string): string {
  const next = text.charAt(text.indexOf(symbol) + symbol.length);
  return next === "\u200F" || next === "\u061C" ? symbol + next : symbol;
}

/** Locale data has gone back and forth between both apostrophes; the reference's has this one. */
function apostrophe(separator: string): string {
  return separator === "'" ? "’" : separator;
}

function readPercent(tag: string): [Around, Around] {
  const format = new Intl.NumberFormat(tag, { style: "percent" });
  return [aroundDigits(format.formatToParts(0.01)), aroundDigits(format.formatToParts(-0.01))];
}

/**
 * The amount of a currency whose symbol is no letter, since a space comes between letters and digits that is not in
 * the locale's pattern.
 */
function readCurrency(tag: string): [Around, Around] {
  const format = new Intl.NumberFormat(tag, {
    style: "currency",
    currency: "EUR",
    currencyDisplay: "narrowSymbol",
  });
  return [aroundDigits(format.formatToParts(1)), aroundDigits(format.formatToParts(-1))];
}

function aroundDigits(parts: readonly Intl.NumberFormatPart[]): Around {
  let prefix = "";
  let suffix = "";
  let digits = false;
  for (const { type, value } of parts) {
    const text = type === "currency" ? "¤" : value;
    if (type === "integer" || type === "decimal" || type === "fraction") digits = true;
    else if (digits) suffix += text;
    else prefix += text;
  }
  return around(prefix, suffix);
}

/** The symbol of a currency in a locale. */
export function currencySymbolOf(tag: string | undefined, code: string): string {
  if (tag === undefined) return code;
  const format = new Intl.NumberFormat(tag, { style: "currency", currency: code });
  return part(format.formatToParts(1), "currency") ?? code;
}
