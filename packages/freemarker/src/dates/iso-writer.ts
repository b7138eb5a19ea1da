import { splitFields } from "./calendar-fields.ts";
import { twoDigits } from "./simple-date-formatter.ts";
import type { TimeZone } from "./time-zone.ts";

/** Down to what a time is shown; `milliseconds` without trailing zeros, `all-milliseconds` always three digits. */
export type IsoAccuracy = "hours" | "minutes" | "seconds" | "milliseconds" | "all-milliseconds";

/** What an ISO 8601 or XML Schema text shows. */
export interface IsoStyle {
  /** XML Schema: years before Christ are one off, and a date alone may have an offset. */
  readonly xs: boolean;
  readonly showDate: boolean;
  readonly showTime: boolean;
  readonly showOffset: boolean;
  readonly accuracy: IsoAccuracy;
}

/** The ISO 8601 text of an instant in a zone, in the Gregorian calendar also before 1582. */
export function isoText(epochMs: number, style: IsoStyle, zone: TimeZone): string {
  const offset = zone.fixedOffset ?? zone.offsetAt(epochMs);
  const f = splitFields(epochMs + offset, false);
  let out = "";
  if (style.showDate) {
    const year = f.year <= 0 && style.xs ? f.year - 1 : f.year;
    const yearText = year >= 1000 || year < 0 ? String(year) : String(year).padStart(4, "0");
    out = `${yearText}-${twoDigits(f.month)}-${twoDigits(f.day)}`;
    if (style.showTime) out += "T";
  }
  if (style.showTime) {
    out += twoDigits(f.hour);
    if (style.accuracy !== "hours") out += `:${twoDigits(f.minute)}`;
    if (style.accuracy !== "hours" && style.accuracy !== "minutes") {
      out += `:${twoDigits(f.second)}${fraction(f.millisecond, style.accuracy)}`;
    }
  }
  return style.showOffset && (style.showTime || style.xs) ? out + offsetText(offset) : out;
}

function fraction(milliseconds: number, accuracy: IsoAccuracy): string {
  if (accuracy === "seconds") return "";
  if (accuracy === "all-milliseconds") return `.${String(milliseconds).padStart(3, "0")}`;
  if (milliseconds === 0) return "";
  if (milliseconds % 100 === 0) return `.${milliseconds / 100}`;
  if (milliseconds % 10 === 0) return `.${twoDigits(milliseconds / 10)}`;
  return `.${String(milliseconds).padStart(3, "0")}`;
}

function offsetText(offset: number): string {
  if (offset > -1000 && offset < 1000) return "Z";
  const seconds = Math.floor(Math.abs(offset) / 1000);
  const minutes = Math.floor(seconds / 60);
  const text = `${offset < 0 ? "-" : "+"}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${twoDigits(seconds % 60)}`;
}
