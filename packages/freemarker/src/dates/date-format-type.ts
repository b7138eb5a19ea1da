import type { DateValue } from "./date-value.ts";

/** A built date format: linear in the length of its pattern and of the text. */
export interface DateFormat {
  /** The text of a date. */
  format(date: DateValue): string;
  /**
   * The date of a text, of the type the format was built for.
   * @throws {DateFormatFault} `unparsable` when the text does not follow the format.
   */
  parse(text: string): DateValue;
}
