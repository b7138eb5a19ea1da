import { dateFormat, type DateFormat } from "../dates/date-format.ts";
import type { DateType } from "../dates/date-value.ts";
import type { Fractions } from "../dates/fractions.ts";
import { numberFormat, type NumberFormat } from "../numbers/format.ts";

/** Formats that are kept of each kind, in each locale and zone. */
const MAX_FORMATS = 200;
/** Locales and zones that are kept: templates choose them, so that this must not grow with them. */
const MAX_PLACES = 50;
/** Longer patterns are read anew each time, so that what is kept stays small whatever the patterns are. */
const MAX_PATTERN = 500;

/** The formats of a locale, time zone and way of fractions, each built once and kept, as building one takes far longer than using it. */
export class Formats {
  readonly locale: string;
  readonly zone: string;
  readonly fractions: Fractions;
  private readonly numbers = new Map<string, NumberFormat>();
  private readonly dates: Readonly<Record<DateType, Map<string, DateFormat>>> = {
    date: new Map(),
    time: new Map(),
    datetime: new Map(),
    unknown: new Map(),
  };

  constructor(locale: string, zone: string, fractions: Fractions = "milliseconds") {
    this.locale = locale;
    this.zone = zone;
    this.fractions = fractions;
  }

  /** @throws {NumberFormatFault} for a malformed pattern */
  number(pattern: string): NumberFormat {
    return this.numbers.get(pattern) ?? kept(this.numbers, pattern, numberFormat(pattern, this.locale));
  }

  /** @throws {DateFormatFault} for a malformed pattern, or one that needs to know the type */
  date(pattern: string, type: DateType): DateFormat {
    const formats = this.dates[type];
    return formats.get(pattern) ?? kept(formats, pattern, this.newDate(pattern, type));
  }

  private newDate(pattern: string, type: DateType): DateFormat {
    return dateFormat(pattern, type, this.locale, this.zone, this.fractions);
  }
}

function kept<T>(formats: Map<string, T>, pattern: string, format: T): T {
  if (pattern.length > MAX_PATTERN) return format;
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(pattern, format);
  return format;
}

const places = new Map<string, Formats>();
let latest = new Formats("en_US", "UTC");

/** The formats of a locale, time zone and way of fractions, as the settings name them; all renderings share them. */
export function formatsOf(locale: string, zone: string, fractions: Fractions = "milliseconds"): Formats {
  if (latest.locale === locale && latest.zone === zone && latest.fractions === fractions) return latest;
  const key = `${fractions} ${locale} ${zone}`;
  let formats = places.get(key);
  if (formats === undefined) {
    formats = new Formats(locale, zone, fractions);
    if (places.size >= MAX_PLACES) places.clear();
    if (key.length <= MAX_PATTERN) places.set(key, formats);
  }
  latest = formats;
  return formats;
}
