import { DAY_MS, gregorianDay } from "./calendar-days.ts";
import { DateFormatFault, quoted } from "./date-fault.ts";
import { timeZone, type TimeZone, UTC } from "./time-zone.ts";

const XS_ZONE = "(Z|[-+][0-9]{2}:[0-9]{2})?";
const BASIC_ZONE = "(Z|[-+][0-9]{2}(?:[0-9]{2})?)?";
const EXTENDED_ZONE = "(Z|[-+][0-9]{2}(?::[0-9]{2})?)?";
const XS_DATE = "(-?[0-9]+)-([0-9]{2})-([0-9]{2})";
const BASIC_DATE = "(-?[0-9]{4,})([0-9]{2})([0-9]{2})";
const EXTENDED_DATE = "(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})";
const XS_TIME = "([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?";
const BASIC_TIME = "([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]+))?)?)?";
const EXTENDED_TIME = "([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)?";

const whole = (...parts: string[]): RegExp => new RegExp(`^${parts.join("")}$`, "u");
const XS_PATTERNS = {
  date: [whole(XS_DATE, XS_ZONE)],
  time: [whole(XS_TIME, XS_ZONE)],
  datetime: [whole(XS_DATE, "T", XS_TIME, XS_ZONE)],
};
const ISO_PATTERNS = {
  date: [whole(EXTENDED_DATE), whole(BASIC_DATE)],
  time: [whole(EXTENDED_TIME, EXTENDED_ZONE), whole(BASIC_TIME, BASIC_ZONE)],
  datetime: [
    whole(EXTENDED_DATE, "T", EXTENDED_TIME, EXTENDED_ZONE),
    whole(BASIC_DATE, "T", BASIC_TIME, BASIC_ZONE),
  ],
};

const MAX_YEAR = 292_278_994;
const MAX_INT = 2_147_483_647;

/**
 * The instant of an ISO 8601 or XML Schema text; `zone` is for texts without an offset.
 * @throws {DateFormatFault} `unparsable` for a text of another form, or that names no real date or time.
 */
export function readIso(
  text: string,
  type: "date" | "time" | "datetime",
  xs: boolean,
  zone: TimeZone,
): number {
  let groups: readonly (string | undefined)[] | null = null;
  for (const pattern of (xs ? XS_PATTERNS : ISO_PATTERNS)[type]) groups ??= pattern.exec(text);
  if (groups === null) {
    throw fault(
      `The value ${quoted(text)} didn't match the expected ${xs ? "XML Schema" : "ISO 8601"} ${type} pattern`,
    );
  }
  let day = 0;
  let at = 1;
  if (type !== "time") {
    day = readDay(groups[1], groups[2], groups[3], xs);
    at = 4;
  }
  if (type === "date") return instantOf(day * DAY_MS, xs ? readZone(groups[4], zone) : zone);
  const { time, nextDay } = readTime(groups, at);
  const in_ = readZone(groups[at + 4], zone);
  if (!nextDay) return instantOf(day * DAY_MS + time, in_);
  return type === "time" ? instantOf(DAY_MS, in_) : dayAfter(day * DAY_MS, in_);
}

function fault(message: string): DateFormatFault {
  return new DateFormatFault("unparsable", message);
}

function readNumber(digits: string | undefined, name: string, min: number, max: number): number {
  const value = Number(digits ?? "0");
  if (value > MAX_INT || value < -MAX_INT) throw fault(`The ${name} part is a malformed integer.`);
  if (value < min) throw fault(`The ${name} part must be at least ${min}.`);
  if (value > max) throw fault(`The ${name} part can't be more than ${max}.`);
  return value;
}

function readDay(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
  xs: boolean,
): number {
  let year = readNumber(yearText, "year", -MAX_INT, MAX_INT);
  if (xs && year === 0) {
    throw fault("Year 0 is not allowed in XML schema dates. BC 1 is -1, AD 1 is 1.");
  }
  if (xs && year < 0) year++;
  const month = readNumber(monthText, "month", 1, 12);
  const day = readNumber(dayText, "day-of-month", 1, 31);
  const epochDay = gregorianDay(year, month, day);
  if (Math.abs(year) > MAX_YEAR || epochDay >= gregorianDay(year, month + 1, 1)) {
    throw fault(
      "Date calculation failure. Probably the date is formally correct, but refers to a nonexistent date.",
    );
  }
  return epochDay;
}

function readTime(groups: readonly (string | undefined)[], at: number): { time: number; nextDay: boolean } {
  const hour = readNumber(groups[at], "hour-of-day", 0, 24);
  const minute = readNumber(groups[at + 1], "minute", 0, 59);
  const second = readNumber(groups[at + 2], "second", 0, 60);
  const millisecond = Number((groups[at + 3] ?? "").slice(0, 3).padEnd(3, "0"));
  if (hour === 24) {
    if (minute !== 0 || second !== 0 || millisecond !== 0)
      throw fault("Hour 24 is only allowed in the case of midnight.");
    return { time: 0, nextDay: true };
  }
  // A leap second has the right form, but no calendar has it.
  if (second === 60)
    throw fault("Date-time calculation failure. Probably the time is formally correct, but does not exist.");
  return { time: ((hour * 60 + minute) * 60 + second) * 1000 + millisecond, nextDay: false };
}

function readZone(text: string | undefined, zone: TimeZone): TimeZone {
  if (text === undefined) return zone;
  if (text === "Z") return UTC;
  const hours = text.slice(1, 3);
  readNumber(hours, "offset-hours", 0, 23);
  const minutes = text.length > 3 ? text.slice(-2) : "00";
  readNumber(minutes, "offset-minutes", 0, 59);
  return timeZone(`GMT${text.charAt(0)}${hours}:${minutes}`);
}

function instantOf(wall: number, zone: TimeZone): number {
  const instant = wall - zone.offsetAtWall(wall);
  if (zone.fixedOffset === undefined && instant + zone.offsetAt(instant) !== wall) {
    throw fault(
      "Date-time calculation failure. Probably the date-time is formally correct, but refers to a nonexistent date-time.",
    );
  }
  return instant;
}

/** Midnight of the day after the one that begins at `wall`. */
function dayAfter(wall: number, zone: TimeZone): number {
  const start = instantOf(wall, zone);
  const next = start + DAY_MS;
  const change = zone.offsetAt(start) - zone.offsetAt(next);
  const moved = next + change;
  const sameDay = Math.floor((moved + zone.offsetAt(moved)) / DAY_MS) === wall / DAY_MS + 1;
  return sameDay ? moved : next;
}
