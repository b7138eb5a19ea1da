import {
  CUTOVER_DAY,
  CUTOVER_YEAR,
  DAY_MS,
  dayOfWeekOnOrBefore,
  gregorianDay,
  hybridDay,
  julianDay,
  toGregorian,
  toHybrid,
} from "./calendar-days.ts";
import type { LocaleDates } from "./locale-dates.ts";

/** The fields of a local time that most patterns need, in Java's hybrid calendar. */
export interface CalendarFields {
  /** Days since 1970-01-01. */
  epochDay: number;
  /** Astronomical year (0 is 1 BC). */
  year: number;
  /** 1-12. */
  month: number;
  day: number;
  /** 0-23. */
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/**
 * Splits a local time (milliseconds as if it were UTC) into fields; `hybrid` is false for the proleptic
 * Gregorian calendar.
 */
export function splitFields(localMs: number, hybrid: boolean): CalendarFields {
  const epochDay = Math.floor(localMs / DAY_MS);
  const time = localMs - epochDay * DAY_MS;
  const { year, month, day } = hybrid ? toHybrid(epochDay) : toGregorian(epochDay);
  return {
    epochDay,
    year,
    month,
    day,
    hour: Math.floor(time / 3_600_000),
    minute: Math.floor(time / 60_000) % 60,
    second: Math.floor(time / 1000) % 60,
    millisecond: time % 1000,
  };
}

/** The first day of a year, in days since 1970-01-01. */
function yearStart(year: number): number {
  return year > CUTOVER_YEAR ? gregorianDay(year, 1, 1) : julianDay(year, 1, 1);
}

/** The day of the year, from 1; 1582 has no days 5 to 14 of October, which are not counted either. */
export function dayOfYear(fields: CalendarFields): number {
  return fields.epochDay - yearStart(fields.year) + 1;
}

/** The first day of the month; that of October 1582 is Julian. */
function monthStart(fields: CalendarFields): number {
  const start = hybridDay(fields.year, fields.month, 1);
  return fields.epochDay >= CUTOVER_DAY && start < CUTOVER_DAY
    ? julianDay(fields.year, fields.month, 1)
    : start;
}

/** Which occurrence of its weekday in the month the day is, from 1. */
export function dayOfWeekInMonth(fields: CalendarFields): number {
  return Math.floor((fields.epochDay - monthStart(fields)) / 7) + 1;
}

/** The first day of week 1 of the period that begins with a day. */
export function firstWeekStart(periodStart: number, locale: LocaleDates): number {
  const start = dayOfWeekOnOrBefore(periodStart + 6, locale.firstDayOfWeek);
  return start - periodStart >= locale.minimalDaysInFirstWeek ? start - 7 : start;
}

/** The week of the month; 0 where the month's first days belong to no week of it. */
export function weekOfMonth(fields: CalendarFields, locale: LocaleDates): number {
  return Math.floor((fields.epochDay - firstWeekStart(monthStart(fields), locale)) / 7) + 1;
}

/** The week of the week year, and that year (astronomical). */
export function weekDate(fields: CalendarFields, locale: LocaleDates): { week: number; weekYear: number } {
  const { week, weekYear } = trueWeekDate(fields, locale);
  return { week, weekYear: fields.year > 0 ? weekYear : weekYearBeforeChrist(fields, locale, weekYear) };
}

function trueWeekDate(fields: CalendarFields, locale: LocaleDates): { week: number; weekYear: number } {
  let weekYear = fields.year + 1;
  let start = firstWeekStart(yearStart(weekYear), locale);
  while (fields.epochDay < start) start = firstWeekStart(yearStart(--weekYear), locale);
  return { week: Math.floor((fields.epochDay - start) / 7) + 1, weekYear };
}

/**
 * Before Christ Java takes the year of the same number after Christ for the next year, to find where that year's
 * weeks begin.
 */
function weekYearBeforeChrist(fields: CalendarFields, locale: LocaleDates, trueWeekYear: number): number {
  if (trueWeekYear < fields.year) return trueWeekYear;
  const wrongStart = yearStart(-fields.year);
  const daysBefore = (dayOfWeekOnOrBefore(wrongStart + 6, locale.firstDayOfWeek) - wrongStart) % 7 || 7;
  const left = yearStart(fields.year + 1) - fields.epochDay;
  return daysBefore >= locale.minimalDaysInFirstWeek && left <= 7 - daysBefore
    ? fields.year + 1
    : fields.year;
}
