/** What went wrong with a date, a date format or a time zone; see {@link DateFormatFault}. */
export type DateFaultCode =
  | "invalid-format"
  | "undefined-custom-format"
  | "unknown-date-type"
  | "unparsable"
  | "unrecognized-time-zone"
  | "date-type-mismatch"
  | "number-range";

/** A date could not be formatted, parsed, compared or converted. The message has no position: the caller adds it. */
export class DateFormatFault extends Error {
  /** Stable name of the kind of fault. */
  readonly code: DateFaultCode;

  constructor(code: DateFaultCode, message: string) {
    super(message);
    this.name = "DateFormatFault";
    this.code = code;
  }
}

/** As much of a template's own text as a message should carry. */
export function quoted(text: string): string {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return `"${shown.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}
