import type { NumberSymbols } from "./number-symbols.ts";

/** Where the reference's locale data (CLDR 39, in Java 17) differs from what the runtime has. */
export interface LocaleCorrections {
  /** The numbering system. */
  readonly numbering?: string;
  readonly symbols?: Partial<NumberSymbols>;
  /**
   * How percent are written, the digits as "0"; the negative form behind ";" where it is not "-" and the positive
   * one.
   */
  readonly percent?: string;
  /** How amounts are written, as `percent`; the symbol as "¤". */
  readonly currency?: string;
  /** That amounts are written without grouping separators. */
  readonly ungroupedCurrency?: boolean;
}

const SYMBOL_FIRST = "¤\u00A00";
const SYMBOL_LAST = "0\u00A0¤";
const SPACED_PERCENT = "0\u00A0%";
const ARABIC_PER_MILL = { symbols: { perMill: "؉" } };

function separators(decimal: string, grouping: string): Partial<NumberSymbols> {
  return { decimalSeparator: decimal, groupingSeparator: grouping, ...monetary(decimal, grouping) };
}

function monetary(decimal: string, grouping: string): Partial<NumberSymbols> {
  return { monetaryDecimalSeparator: decimal, monetaryGroupingSeparator: grouping };
}

const arabic: LocaleCorrections = {
  symbols: { exponentSeparator: "اس", nan: "ليس\u00A0رقم" },
  currency: SYMBOL_LAST,
};
const european: LocaleCorrections = { symbols: monetary(",", "."), currency: SYMBOL_LAST };

const languages = new Map<string, LocaleCorrections>([
  ["am", { symbols: { nan: "NaN" } }],
  ["ar", arabic],
  ["bg", { ungroupedCurrency: true }],
  ["bs", { percent: SPACED_PERCENT }],
  ["ca", { percent: "0%" }],
  ["dz", { percent: "0%", currency: SYMBOL_FIRST }],
  ["eo", { symbols: separators(",", "\u00A0"), currency: SYMBOL_FIRST }],
  ["es", { percent: SPACED_PERCENT }],
  ["fa", ARABIC_PER_MILL],
  ["he", { currency: "\u200F0\u00A0¤;\u200F-0\u00A0¤" }],
  ["km", { symbols: separators(",", ".") }],
  ["kok", { currency: SYMBOL_FIRST }],
  ["ks", { ...ARABIC_PER_MILL, currency: SYMBOL_FIRST }],
  ["lrc", ARABIC_PER_MILL],
  ["mzn", ARABIC_PER_MILL],
  ["nb", { currency: SYMBOL_FIRST }],
  ["nds", { symbols: separators(".", ","), percent: "0%", currency: SYMBOL_FIRST }],
  ["no", { currency: SYMBOL_FIRST }],
  ["pa", { currency: SYMBOL_FIRST }],
  ["ps", { ...ARABIC_PER_MILL, currency: SYMBOL_LAST }],
  [
    "rm",
    { symbols: { ...separators(".", "’"), minusSign: "−" }, percent: SPACED_PERCENT, currency: SYMBOL_LAST },
  ],
  ["sa", { currency: SYMBOL_FIRST }],
  ["sd", { symbols: separators("٫", "٬"), currency: SYMBOL_LAST }],
  ["ta", { currency: SYMBOL_FIRST }],
  ["ur", { currency: SYMBOL_FIRST }],
]);

const locales = new Map<string, LocaleCorrections>([
  ["ar", { numbering: "arab" }],
  ["ar-001", { numbering: "arab" }],
  ["ar-AE", { numbering: "arab" }],
  ["bn-IN", { currency: "0¤" }],
  ["en-150", { currency: SYMBOL_LAST }],
  ["en-BE", european],
  ["en-CA", { symbols: { exponentSeparator: "e" } }],
  ["en-CH", { currency: "¤\u00A00;¤-0" }],
  ["en-DE", european],
  ["en-DK", { currency: SYMBOL_LAST }],
  ["en-FI", { symbols: monetary(",", "\u00A0"), currency: SYMBOL_LAST }],
  ["en-NL", { symbols: monetary(",", "."), currency: "¤\u00A00;¤\u00A0-0" }],
  ["en-SE", { currency: SYMBOL_LAST }],
  ["en-SI", european],
  ["en-SL", { symbols: { currencySymbol: "SLE" } }],
  ["en-SX", { symbols: { currencySymbol: "XCG" } }],
  ["es-SV", { symbols: { currencySymbol: "C" } }],
  ["ff-GN", { symbols: { currencySymbol: "GNF" } }],
  ["fr-CA", { symbols: { currencySymbol: "$\u00A0CA" } }],
  ["fr-CH", { symbols: { groupingSeparator: "\u202F", monetaryGroupingSeparator: "\u202F" } }],
  ["hr-HR", { symbols: { currencySymbol: "EUR" } }],
  ["is-IS", { symbols: { currencySymbol: "ISK" } }],
  ["it-CH", { symbols: { currencySymbol: "SFr." } }],
  ["kea-CV", { symbols: { monetaryDecimalSeparator: "," } }],
  ["nl-CW", { symbols: { currencySymbol: "XCG" } }],
  ["nl-SX", { symbols: { currencySymbol: "XCG" } }],
  ["pa-PK", { numbering: "latn", symbols: { currencySymbol: "PKR", minusSign: "-" }, percent: "0%" }],
  ["pt-CV", { symbols: { monetaryDecimalSeparator: "," } }],
  ["sd-IN", { numbering: "arab", percent: "0٪\u061C" }],
  ["sr-BA", { symbols: { currencySymbol: "КМ." }, currency: "¤ 0" }],
  ["uz-AF", { numbering: "latn", symbols: { currencySymbol: "AFN" }, currency: SYMBOL_LAST }],
  ["yue-CN", { symbols: { nan: "非數值" } }],
]);

/** Regions whose Arabic has European digits, and the currency before the amount. */
for (const region of ["DZ", "EH", "LY", "MA", "TN"]) {
  locales.set(`ar-${region}`, {
    symbols: { exponentSeparator: "E", nan: "ليس\u00A0رقمًا", percent: "\u200E%\u200E" },
    currency: SYMBOL_FIRST,
  });
}

/** The corrections for a BCP 47 tag of a language, or a language and a region. */
export function corrections(tag: string): LocaleCorrections {
  const ofLanguage = languages.get(tag.split("-", 1)[0] ?? "");
  const ofLocale = locales.get(tag);
  return { ...ofLanguage, ...ofLocale, symbols: { ...ofLanguage?.symbols, ...ofLocale?.symbols } };
}
