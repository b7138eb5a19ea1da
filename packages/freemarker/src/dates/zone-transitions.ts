import { gregorianDay, DAY_MS, dayOfWeek, toGregorian } from "./calendar-days.ts";

/** A stretch of time, from `start` until before `end` (milliseconds), in which a zone has one offset. */
export interface OffsetSpan {
  readonly start: number;
  readonly end: number;
  /** Milliseconds to add to UTC. */
  readonly offset: number;
  /** Whether it is summer time; undefined until asked. */
  daylight: boolean | undefined;
}

/** Before 1900 Java uses a zone's present standard offset. */
const FIRST_KNOWN = gregorianDay(1900, 1, 1) * DAY_MS;
/** From here on every zone repeats one yearly rule, so that years of the same shape have the same changes. */
const REPEATING_FROM = 2100;
const CYCLE = 146_097 * DAY_MS;
const CYCLE_END = gregorianDay(2600, 1, 1) * DAY_MS;
/** No offset was ever kept for a shorter time. */
const PROBE_STEP = 8 * DAY_MS;
/** A year to which all changes that are announced have happened, and in which no month of fasting is in January or July. */
const FUTURE_JANUARY = Date.UTC(2040, 0, 15);
const FUTURE_JULY = Date.UTC(2040, 6, 15);
const HALF_HOUR = 1_800_000;
/** Local and UTC time never differ by more. */
const MAX_OFFSET = 16 * 3_600_000;

/** The offsets of one time zone as `Intl` knows them, found year by year and kept. */
export class ZoneTransitions {
  readonly #probe: Intl.DateTimeFormat;
  readonly #names: Intl.DateTimeFormat;
  readonly #years = new Map<number, OffsetSpan[]>();
  readonly #beforeKnown: OffsetSpan;
  #last: OffsetSpan;

  /** The offset without summer time that the zone has by its last rule, in milliseconds. */
  readonly standardOffset: number;
  /** What summer time adds to it; 0 without summer time. */
  readonly daylightSavings: number;

  /** @throws {RangeError} when `Intl` has no such zone. */
  constructor(intlId: string) {
    this.#probe = new Intl.DateTimeFormat("en-US", {
      timeZone: intlId,
      timeZoneName: "longOffset",
      year: "numeric",
    });
    this.#names = new Intl.DateTimeFormat("en-US", {
      timeZone: intlId,
      timeZoneName: "long",
      year: "numeric",
    });
    const [winter, summer] = [this.#offset(FUTURE_JANUARY), this.#offset(FUTURE_JULY)];
    this.standardOffset = Math.min(winter, summer);
    this.daylightSavings = Math.abs(winter - summer);
    this.#beforeKnown = { start: -Infinity, end: FIRST_KNOWN, offset: this.standardOffset, daylight: false };
    this.#last = this.#beforeKnown;
  }

  /** The stretch an instant is in; of instants far ahead, the one 400 years or a multiple of that before. */
  spanAt(epochMs: number): OffsetSpan {
    const last = this.#last;
    if (epochMs >= last.start && epochMs < last.end) return last;
    return (this.#last = this.#find(withinCycle(epochMs)));
  }

  /**
   * The stretch a wall clock time belongs to, as Java reads it: a time that a change of offset skips is read with
   * the offset
   * before the change, one that occurs twice with the offset after it.
   */
  spanAtWall(wall: number): OffsetSpan {
    const wallMs = withinCycle(wall);
    let span = this.#last;
    if (wallMs - span.offset >= span.start && wallMs + MAX_OFFSET < span.end) return span;
    span = this.spanAt(wallMs + MAX_OFFSET);
    while (span.start + span.offset > wallMs) span = this.spanAt(span.start - 1);
    return span;
  }

  /** Whether the stretch is summer time. */
  isDaylight(span: OffsetSpan): boolean {
    return (span.daylight ??= this.#namedDaylight(Math.max(span.start, FIRST_KNOWN), span));
  }

  #find(epochMs: number): OffsetSpan {
    if (epochMs < FIRST_KNOWN) return this.#beforeKnown;
    const year = toGregorian(Math.floor(epochMs / DAY_MS)).year;
    const spans = this.#yearSpans(year);
    for (const span of spans) if (epochMs < span.end) return span;
    return this.#beforeKnown;
  }

  #yearSpans(year: number): OffsetSpan[] {
    const known = this.#years.get(year);
    if (known !== undefined) return known;
    const model = year >= REPEATING_FROM ? sameShapedYear(year) : year;
    const spans =
      model === year
        ? this.#probeYear(year)
        : shifted(this.#yearSpans(model), yearStart(year) - yearStart(model));
    // A template may walk through any number of years; what is kept stays small.
    if (this.#years.size > 2000) this.#years.clear();
    this.#years.set(year, spans);
    return spans;
  }

  #probeYear(year: number): OffsetSpan[] {
    const end = yearStart(year + 1);
    const spans: OffsetSpan[] = [];
    let start = yearStart(year);
    let offset = this.#offset(start);
    for (let at = start; at < end;) {
      const next = Math.min(at + PROBE_STEP, end);
      const nextOffset = this.#offset(next);
      if (nextOffset !== offset) {
        const change = this.#change(at, next, offset);
        spans.push({ start, end: change, offset, daylight: undefined });
        start = change;
        offset = this.#offset(change);
        at = change;
      } else {
        at = next;
      }
    }
    if (start < end) spans.push({ start, end, offset, daylight: undefined });
    return spans;
  }

  /** The first second in (low, high] whose offset isn't `offset`, which is the one at `low`. */
  #change(low: number, high: number, offset: number): number {
    let from = low / 1000;
    let to = high / 1000;
    while (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      if (this.#offset(middle * 1000) === offset) from = middle;
      else to = middle;
    }
    return to * 1000;
  }

  #offset(epochMs: number): number {
    const text = this.#probe.format(epochMs);
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/u.exec(text);
    if (match?.[1] === undefined) return 0;
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === "-" ? -seconds : seconds) * 1000;
  }

  #namedDaylight(epochMs: number, span: OffsetSpan): boolean {
    // Beyond the repeating years the names are asked for in a year of the same shape.
    const year = toGregorian(Math.floor(epochMs / DAY_MS)).year;
    if (year >= REPEATING_FROM) {
      const model = sameShapedYear(year);
      return this.isDaylight(this.#find(epochMs + yearStart(model) - yearStart(year)));
    }
    const name = this.#names.format(epochMs);
    if (/ Summer Time$| Daylight Time$/u.test(name)) return true;
    if (name.endsWith("Irish Standard Time")) return span.offset !== 0;
    // Without a name (long ago, mostly) a time ahead of the zone's other times around that year was summer time.
    return (
      / GMT(?:[+-].*)?$/u.test(name) && span.offset % HALF_HOUR === 0 && span.offset > this.#leastAround(year)
    );
  }

  #leastAround(year: number): number {
    let least = Infinity;
    const reach = year < 1950 ? 1 : 0;
    for (let y = year - reach; y <= year + reach; y++) {
      for (const span of y < 1900 ? [] : this.#yearSpans(y))
        if (span.offset % HALF_HOUR === 0) least = Math.min(least, span.offset);
    }
    return least;
  }
}

/**
 * An instant within the 400 years after which dates and days of the week repeat, for one beyond them: numbers stay exact, and
 * few years need to be known.
 */
function withinCycle(ms: number): number {
  return ms < CYCLE_END ? ms : CYCLE_END - CYCLE + ((ms - CYCLE_END) % CYCLE);
}

function yearStart(year: number): number {
  return gregorianDay(year, 1, 1) * DAY_MS;
}

/** A year before the repeating ones that begins on the same day of the week and is as long. */
function sameShapedYear(year: number): number {
  const shape = (y: number): number =>
    dayOfWeek(gregorianDay(y, 1, 1)) * 1000 + gregorianDay(y + 1, 1, 1) - gregorianDay(y, 1, 1);
  const wanted = shape(year);
  let model = REPEATING_FROM - 1;
  // 1901 to 2099 has no skipped leap year, so that 28 years have every shape.
  while (shape(model) !== wanted) model--;
  return model;
}

function shifted(spans: readonly OffsetSpan[], by: number): OffsetSpan[] {
  return spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by, daylight: undefined }));
}
