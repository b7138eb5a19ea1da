/** A day of a calendar: `year` is astronomical (0 is 1 BC), `month` 1-12, `day` 1-31. */
export interface CivilDay {
  year: number;
  month: number;
  day: number;
}

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** 1582-10-15, the first Gregorian day, in days since 1970-01-01. The day before is the Julian 1582-10-04. */
export const CUTOVER_DAY = -141_427;

/** The year of the cutover, which misses ten days. */
export const CUTOVER_YEAR = 1582;

/** Days from 1970-01-01 (Gregorian) to a day of the proleptic Gregorian calendar; `day` may lie outside its month. */
export function gregorianDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** Days from 1970-01-01 (Gregorian) to a day of the proleptic Julian calendar; `day` may lie outside its month. */
export function julianDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) + dayOfYear - 719_470;
}

/** Days from 1970-01-01 to a day as Java's calendar counts it: Julian before the cutover, Gregorian from there. */
export function hybridDay(year: number, month: number, day: number): number {
  const gregorian = gregorianDay(year, month, day);
  return gregorian >= CUTOVER_DAY ? gregorian : julianDay(year, month, day);
}

/** The proleptic Gregorian day `epochDay` days after 1970-01-01. */
export function toGregorian(epochDay: number): CivilDay {
  const z = epochDay + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return fromMarch(yearOfEra + era * 400, dayOfYear);
}

/** The day `epochDay` days after 1970-01-01 as Java's calendar has it: Julian before the cutover. */
export function toHybrid(epochDay: number): CivilDay {
  if (epochDay >= CUTOVER_DAY) return toGregorian(epochDay);
  const z = epochDay + 719_470;
  const cycle = Math.floor(z / 1461);
  const dayOfCycle = z - cycle * 1461;
  const yearOfCycle = Math.floor((dayOfCycle - Math.floor(dayOfCycle / 1460)) / 365);
  return fromMarch(yearOfCycle + cycle * 4, dayOfCycle - 365 * yearOfCycle);
}

/** The day of the week of a day counted from 1970-01-01: 1 is Sunday, 7 Saturday. */
export function dayOfWeek(epochDay: number): number {
  const n = (epochDay + 4) % 7;
  return (n < 0 ? n + 7 : n) + 1;
}

/** The last day on or before `epochDay` that is the given day of the week (1 is Sunday). */
export function dayOfWeekOnOrBefore(epochDay: number, weekday: number): number {
  const back = (dayOfWeek(epochDay) - weekday) % 7;
  return epochDay - (back < 0 ? back + 7 : back);
}

/** A day from a year that begins in March and a day of that year counted from 0. */
function fromMarch(year: number, dayOfYear: number): CivilDay {
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const day = dayOfYear - Math.floor((153 * m + 2) / 5) + 1;
  return { year: month <= 2 ? year + 1 : year, month, day };
}
