import { DateFormatFault, quoted } from "./date-fault.ts";
import type { DateFormat } from "./date-format-type.ts";
import { type DateType, DateValue } from "./date-value.ts";
import { readIso } from "./iso-reader.ts";
import { type IsoAccuracy, isoText } from "./iso-writer.ts";
import { strictTimeZone, timeZone, type TimeZone, UTC } from "./time-zone.ts";

interface IsoOptions {
  accuracy: IsoAccuracy | undefined;
  showOffset: boolean | undefined;
  utc: boolean;
}

/** Longest list of options taken. */
const MAX_OPTIONS = 1000;

/**
 * An `iso` or `xs` format, as `iso_m_nz` or `xs fu ms` write it.
 * @throws {DateFormatFault} `invalid-format` for an option that is unknown, contradicts another or has no
 * separator before it.
 */
export function isoFormat(text: string, type: Exclude<DateType, "unknown">, zone: TimeZone): DateFormat {
  const xs = text.startsWith("xs");
  const options = readOptions(text, xs ? 2 : 3, xs);
  const shownZone = options.utc ? UTC : zone;
  const style = {
    xs,
    showDate: type !== "time",
    showTime: type !== "date",
    showOffset: options.showOffset ?? true,
    accuracy: options.accuracy ?? "milliseconds",
  };
  return {
    format: (date) => isoText(date.epochMilliseconds, style, shownZone),
    parse: (input) => new DateValue(readIso(input, type, xs, shownZone), type),
  };
}

function readOptions(text: string, start: number, xs: boolean): IsoOptions {
  if (text.length > MAX_OPTIONS) throw invalid("The format is too long");
  const options: IsoOptions = { accuracy: undefined, showOffset: undefined, utc: false };
  let separated = false;
  for (let i = start; i < text.length;) {
    const c = text.charAt(i);
    if (c === "_" || c === " ") {
      separated = true;
      i++;
      continue;
    }
    if (!separated) throw invalid(`Missing space or "_" before "${c}" (at char pos. ${i + 1}).`);
    i += readOption(text, i, xs, options);
    separated = false;
  }
  return options;
}

/** Reads the option at a position into `options` and tells its length. */
function readOption(text: string, at: number, xs: boolean, options: IsoOptions): number {
  const c = text.charAt(at);
  const two = text.slice(at, at + 2);
  switch (c) {
    case "h":
    case "m":
    case "s":
      if (options.accuracy !== undefined && options.accuracy !== "milliseconds") {
        throw invalid(
          `Character "${c}" is unexpected as accuracy was already specified earlier (at char pos. ${at + 1}).`,
        );
      }
      options.accuracy =
        two === "ms" ? "all-milliseconds" : c === "h" ? "hours" : c === "m" ? "minutes" : "seconds";
      if (xs && (options.accuracy === "hours" || options.accuracy === "minutes")) {
        throw invalid("Less than seconds accuracy isn't allowed by the XML Schema format");
      }
      return two === "ms" ? 2 : 1;
    case "u":
      setUtc(options);
      return 1;
    case "f":
    case "n":
      if (two === "fu") {
        setUtc(options);
        return 2;
      }
      if (options.showOffset !== undefined) {
        throw invalid(
          `Character "${c}" is unexpected as zone offset visibility was already specified earlier. (at char pos. ${at + 1}).`,
        );
      }
      if (two !== "nz" && two !== "fz")
        throw invalid(`"${c}" must be followed by "z" (at char pos. ${at + 1}).`);
      options.showOffset = two === "fz";
      return 2;
    default:
      throw invalid(
        `Unexpected character, ${quoted(c)}. Expected the beginning of one of: h, m, s, ms, nz, fz, u (at char pos. ${at + 1}).`,
      );
  }
}

function setUtc(options: IsoOptions): void {
  if (options.utc) throw invalid("The UTC usage option was already set earlier.");
  options.utc = true;
}

function invalid(message: string): DateFormatFault {
  return new DateFormatFault("invalid-format", message);
}

const LEGACY = /^iso(?:_(utc|local))?(?:_(ms|m|h))?(?:_(nz|fz))?$/u;
const LEGACY_ACCURACY = new Map<string | undefined, IsoAccuracy>([
  ["h", "hours"],
  ["m", "minutes"],
  ["ms", "milliseconds"],
]);

/** Whether a name is one of the built-ins that {@link legacyIso} covers. */
export function isLegacyIsoName(name: string): boolean {
  return LEGACY.test(name) && (!name.endsWith("_fz") || name === "iso_utc_fz");
}

/**
 * The text the built-ins `?iso_utc`, `?iso_local`, `?iso(zone)` and their variants with `_h`, `_m`, `_ms`, `_nz`,
 * `_fz` give.
 * @param zone the `time_zone` setting for `iso_local…`, the argument for `iso…(zone)`; unused for `iso_utc…`.
 * @throws {DateFormatFault} `unknown-date-type`; for `iso…(zone)` also `unrecognized-time-zone`.
 */
export function legacyIso(date: DateValue, builtinName: string, zone: string): string {
  const match = isLegacyIsoName(builtinName) ? LEGACY.exec(builtinName) : null;
  if (match === null)
    throw new DateFormatFault("invalid-format", `There is no built-in ${quoted(builtinName)}`);
  if (date.type === "unknown") {
    throw new DateFormatFault(
      "unknown-date-type",
      `The value has unknown date type, but ?${builtinName} needs a value where it's known if it's a date (no time part), time, or date-time value`,
    );
  }
  const [, where, accuracy, offset] = match;
  const style = {
    xs: false,
    showDate: date.type !== "time",
    showTime: date.type !== "date",
    showOffset: offset !== "nz",
    accuracy: LEGACY_ACCURACY.get(accuracy) ?? "seconds",
  };
  const shownZone = where === "utc" ? UTC : where === "local" ? timeZone(zone) : strictTimeZone(zone);
  return isoText(date.epochMilliseconds, style, shownZone);
}
