import {
  CUTOVER_DAY,
  CUTOVER_YEAR,
  DAY_MS,
  dayOfWeekOnOrBefore,
  gregorianDay,
  hybridDay,
  julianDay,
  toHybrid,
} from "./calendar-days.ts";
import { firstWeekStart } from "./calendar-fields.ts";
import type { LocaleDates } from "./locale-dates.ts";
import type { TimeZone } from "./time-zone.ts";

/** Indexes of the fields that parsing can set. */
export const FIELD = {
  ERA: 0,
  YEAR: 1,
  MONTH: 2,
  WEEK_OF_YEAR: 3,
  WEEK_OF_MONTH: 4,
  DAY_OF_MONTH: 5,
  DAY_OF_YEAR: 6,
  DAY_OF_WEEK: 7,
  DAY_OF_WEEK_IN_MONTH: 8,
  AM_PM: 9,
  HOUR: 10,
  HOUR_OF_DAY: 11,
  MINUTE: 12,
  SECOND: 13,
  MILLISECOND: 14,
  ZONE_OFFSET: 15,
  DST_OFFSET: 16,
  WEEK_YEAR: 17,
} as const;

const NONE: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

const PLAIN_DATE = (1 << FIELD.YEAR) | (1 << FIELD.MONTH) | (1 << FIELD.DAY_OF_MONTH);
const PLAIN_FIELDS =
  PLAIN_DATE |
  (1 << FIELD.HOUR_OF_DAY) |
  (1 << FIELD.MINUTE) |
  (1 << FIELD.SECOND) |
  (1 << FIELD.MILLISECOND);

/** Field values as parsed, and in which order they came: of fields that contradict each other the later ones win. */
export class ParsedFields {
  readonly values: number[] = [...NONE];
  /** 0 for a field that is not set, else higher the later it was. */
  readonly stamps: number[] = [...NONE];
  #next = 1;

  #mask = 0;

  /** Forgets all fields. */
  reset(): void {
    if (this.#mask === 0) return;
    this.values.fill(0);
    this.stamps.fill(0);
    this.#next = 1;
    this.#mask = 0;
  }

  /** Whether none but year, month, day and 24-hour time fields are set, and the first three of these all are. */
  get isPlain(): boolean {
    return (this.#mask & ~PLAIN_FIELDS) === 0 && (this.#mask & PLAIN_DATE) === PLAIN_DATE;
  }

  set(field: number, value: number): void {
    this.#mask |= 1 << field;
    this.values[field] = value;
    this.stamps[field] = this.#next++;
  }

  clear(field: number): void {
    this.values[field] = 0;
    this.stamps[field] = 0;
  }

  /** The value of a field, or what stands for it where it is not set. */
  get(field: number, otherwise = 0): number {
    return this.stamp(field) === 0 ? otherwise : (this.values[field] ?? otherwise);
  }

  stamp(field: number): number {
    return this.stamps[field] ?? 0;
  }

  /** When both fields are set, when the later one was. */
  both(a: number, b: number): number {
    const first = this.stamp(a);
    const second = this.stamp(b);
    return first === 0 || second === 0 ? 0 : Math.max(first, second);
  }
}

/** The instant of parsed fields, as Java's lenient calendar computes it: what is not set is as in 1970-01-01T00:00. */
export function resolveFields(fields: ParsedFields, dates: LocaleDates, zone: TimeZone): number {
  if (fields.isPlain) {
    const year = fields.get(FIELD.YEAR) - dates.yearOffset;
    const month = fields.get(FIELD.MONTH);
    if (year > CUTOVER_YEAR && month >= 0 && month < 12) {
      const days = gregorianDay(year, month + 1, fields.get(FIELD.DAY_OF_MONTH));
      const wall = days * DAY_MS + plainTime(fields);
      if (wall >= CUTOVER_DAY * DAY_MS && Number.isSafeInteger(wall))
        return wall - (zone.fixedOffset ?? zone.offsetAtWall(wall));
    }
  }
  const time = timeOfDay(fields);
  const extraDays = Math.floor(time / DAY_MS);
  const weekYear = fields.stamp(FIELD.WEEK_YEAR);
  const day =
    weekYear > 0 && weekYear > fields.stamp(FIELD.YEAR)
      ? weekYearDay(fields, dates) + extraDays
      : calendarDay(fields, extraDays, dates);
  const wall = wallTime(day, time - extraDays * DAY_MS);
  return wall - wallOffset(fields, wall, zone);
}

/** A day and a time of it in milliseconds, which overflow as Java's 64-bit integers do. */
function wallTime(day: number, time: number): number {
  const wall = day * DAY_MS + time;
  if (Number.isSafeInteger(wall)) return wall;
  return Number(BigInt.asIntN(64, BigInt(day) * BigInt(DAY_MS) + BigInt(time)));
}

function wallOffset(fields: ParsedFields, wall: number, zone: TimeZone): number {
  const hasZone = fields.stamp(FIELD.ZONE_OFFSET) > 0;
  const hasSavings = fields.stamp(FIELD.DST_OFFSET) > 0;
  if (!hasZone && !hasSavings) return zone.offsetAtWall(wall);
  return (
    (hasZone ? fields.get(FIELD.ZONE_OFFSET) : zone.standardOffsetAtWall(wall)) + fields.get(FIELD.DST_OFFSET)
  );
}

function plainTime(f: ParsedFields): number {
  const minutes = f.get(FIELD.HOUR_OF_DAY) * 60 + f.get(FIELD.MINUTE);
  return (minutes * 60 + f.get(FIELD.SECOND)) * 1000 + f.get(FIELD.MILLISECOND);
}

function timeOfDay(fields: ParsedFields): number {
  const hourOfDay = fields.stamp(FIELD.HOUR_OF_DAY);
  let half = fields.both(FIELD.HOUR, FIELD.AM_PM);
  if (half === 0 && hourOfDay === 0) half = Math.max(fields.stamp(FIELD.HOUR), fields.stamp(FIELD.AM_PM));
  const hours =
    hourOfDay > 0 && hourOfDay >= half
      ? fields.get(FIELD.HOUR_OF_DAY)
      : fields.get(FIELD.HOUR) + 12 * fields.get(FIELD.AM_PM);
  const seconds = (hours * 60 + fields.get(FIELD.MINUTE)) * 60 + fields.get(FIELD.SECOND);
  return seconds * 1000 + fields.get(FIELD.MILLISECOND);
}

function weekYearDay(fields: ParsedFields, dates: LocaleDates): number {
  let week = fields.get(FIELD.WEEK_OF_YEAR, 1);
  let weekday = fields.get(FIELD.DAY_OF_WEEK, dates.firstDayOfWeek);
  if (weekday < 1 || weekday > 7) {
    // Such numbers come from `u`, where 1 is Monday.
    const fromMonday = weekday - 1;
    week += Math.floor(fromMonday / 7);
    weekday = (((fromMonday % 7) + 7 + 1) % 7) + 1;
  }
  const year = fields.get(FIELD.WEEK_YEAR) - dates.yearOffset;
  const start = firstWeekStart(year > CUTOVER_YEAR ? gregorianDay(year, 1, 1) : julianDay(year, 1, 1), dates);
  const day = start + ((weekday - dates.firstDayOfWeek + 7) % 7) + 7 * (week - 1);
  const yearSet = fields.stamp(FIELD.YEAR) > 0 && fields.get(FIELD.YEAR) - dates.yearOffset <= 0;
  const beforeChrist = fields.stamp(FIELD.ERA) > 0 ? fields.get(FIELD.ERA) === 0 : yearSet;
  if (!beforeChrist && dates.yearOffset === 0) return day;
  // Java takes over the date's year as a number: a year of another era, or another calendar, it reads once more as
  // such.
  const civil = toHybrid(day);
  const taken = civil.year - dates.yearOffset;
  return hybridDay(beforeChrist ? 1 - taken : taken, civil.month, civil.day);
}

/** Which fields give the day within the year. */
interface DayFields {
  kind: "day-of-month" | "week-of-month" | "day-of-week-in-month" | "day-of-year" | "week-of-year";
  /** Whether the day of the week counts, where it could. */
  weekday: boolean;
  /** Whether the number of the week (or of the weekday in the month) counts. */
  number: boolean;
}

function chooseDayFields(f: ParsedFields): DayFields {
  const weekdayStamp = f.stamp(FIELD.DAY_OF_WEEK);
  const ofMonth = f.stamp(FIELD.WEEK_OF_MONTH);
  const inMonth = f.stamp(FIELD.DAY_OF_WEEK_IN_MONTH);
  const ofYear = f.stamp(FIELD.WEEK_OF_YEAR);
  let dayOfMonth = f.stamp(FIELD.DAY_OF_MONTH);
  let weekOfMonth = f.both(FIELD.WEEK_OF_MONTH, FIELD.DAY_OF_WEEK);
  let weekdayInMonth = f.both(FIELD.DAY_OF_WEEK_IN_MONTH, FIELD.DAY_OF_WEEK);
  const dayOfYear = f.stamp(FIELD.DAY_OF_YEAR);
  const weekOfYear = f.both(FIELD.WEEK_OF_YEAR, FIELD.DAY_OF_WEEK);
  let best = Math.max(dayOfMonth, weekOfMonth, weekdayInMonth, dayOfYear, weekOfYear);
  if (best === 0) {
    weekOfMonth = ofMonth;
    weekdayInMonth = Math.max(inMonth, weekdayStamp);
    best = Math.max(weekOfMonth, weekdayInMonth, ofYear);
    if (best === 0) best = dayOfMonth = f.stamp(FIELD.MONTH);
  }
  const weekday = weekdayStamp > 0;
  if (best === dayOfMonth) return { kind: "day-of-month", weekday, number: f.stamp(FIELD.DAY_OF_MONTH) > 0 };
  const monthBased =
    (best === weekOfMonth && ofMonth >= ofYear) || (best === weekdayInMonth && inMonth >= ofYear);
  if (!monthBased)
    return { kind: best === dayOfYear ? "day-of-year" : "week-of-year", weekday, number: true };
  const byWeek = weekOfMonth === weekdayInMonth ? ofMonth >= inMonth : best === weekOfMonth;
  return byWeek
    ? { kind: "week-of-month", weekday, number: true }
    : { kind: "day-of-week-in-month", weekday, number: inMonth > 0 };
}

function calendarDay(fields: ParsedFields, extraDays: number, dates: LocaleDates): number {
  let year = fields.get(FIELD.YEAR, 1970 + dates.yearOffset) - dates.yearOffset;
  if (fields.stamp(FIELD.ERA) > 0 && fields.get(FIELD.ERA) === 0) year = 1 - year;
  const chosen = chooseDayFields(fields);
  const julian = (): number => extraDays + dayIn(julianDay, year, fields, chosen, dates);
  if (year < CUTOVER_YEAR) return julian();
  if (year === CUTOVER_YEAR && (chosen.kind === "day-of-year" || chosen.kind === "week-of-year"))
    return julian();
  const gregorian = extraDays + dayIn(gregorianDay, year, fields, chosen, dates);
  return gregorian >= CUTOVER_DAY ? gregorian : julian();
}

function dayIn(
  dayOf: (year: number, month: number, day: number) => number,
  year: number,
  fields: ParsedFields,
  chosen: DayFields,
  dates: LocaleDates,
): number {
  if (chosen.kind === "day-of-year") return dayOf(year, 1, 1) + fields.get(FIELD.DAY_OF_YEAR) - 1;
  if (chosen.kind === "week-of-year") {
    const week = weekdayOfFirstWeek(dayOf(year, 1, 1), fields, chosen, dates);
    return week + 7 * (fields.get(FIELD.WEEK_OF_YEAR) - 1);
  }
  const month = fields.get(FIELD.MONTH);
  const monthYear = year + Math.floor(month / 12);
  const monthOfYear = ((month % 12) + 12) % 12;
  const first = dayOf(monthYear, monthOfYear + 1, 1);
  if (chosen.kind === "day-of-month")
    return chosen.number ? first + fields.get(FIELD.DAY_OF_MONTH) - 1 : first;
  if (chosen.kind === "week-of-month") {
    return weekdayOfFirstWeek(first, fields, chosen, dates) + 7 * (fields.get(FIELD.WEEK_OF_MONTH) - 1);
  }
  const weekday = safeWeekday(chosen.weekday ? fields.get(FIELD.DAY_OF_WEEK) : dates.firstDayOfWeek);
  const which = chosen.number ? fields.get(FIELD.DAY_OF_WEEK_IN_MONTH) : 1;
  if (which >= 0) return dayOfWeekOnOrBefore(first + 7 * which - 1, weekday);
  const length = dayOf(monthYear, monthOfYear + 2, 1) - first;
  return dayOfWeekOnOrBefore(first + length + 7 * (which + 1) - 1, weekday);
}

function weekdayOfFirstWeek(
  periodStart: number,
  fields: ParsedFields,
  chosen: DayFields,
  dates: LocaleDates,
): number {
  const start = firstWeekStart(periodStart, dates);
  return chosen.weekday ? dayOfWeekOnOrBefore(start + 6, safeWeekday(fields.get(FIELD.DAY_OF_WEEK))) : start;
}

/** Days of the week beyond 1 to 7 count on around the week. */
function safeWeekday(weekday: number): number {
  return ((((weekday - 1) % 7) + 7) % 7) + 1;
}
