/** How a locale writes numbers, named as Java's DecimalFormatSymbols. */
export interface NumberSymbols {
  readonly zeroDigit: string;
  readonly decimalSeparator: string;
  readonly groupingSeparator: string;
  readonly monetaryDecimalSeparator: string;
  readonly monetaryGroupingSeparator: string;
  readonly minusSign: string;
  readonly percent: string;
  readonly perMill: string;
  readonly exponentSeparator: string;
  readonly infinity: string;
  readonly nan: string;
  readonly currencySymbol: string;
  readonly currencyCode: string;
}
