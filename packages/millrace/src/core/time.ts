/** A span of time in milliseconds. */
export type Milliseconds = number;

/** A moment as milliseconds since 1970, for schedules and ages. */
export type EpochMilliseconds = number;

/**
 * A moment as RFC 3339 text in UTC with exactly nine fractional digits, such as `2025-10-14T02:58:59.323405308Z`
 * (the form of both Ampersand seeds). Texts of this form sort as the moments they name.
 */
export type Timestamp = string;

/** Where time comes from. Injected, so that tests can run hours in a moment. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): EpochMilliseconds;
  /** Milliseconds since some moment of its own, that only ever go forward: for waits, which a clock set anew must not change. */
  elapsed(): Milliseconds;
  /** The same moment with the finest resolution there is. */
  timestamp(): Timestamp;
  /** Calls back once after `delay`; the answer cancels it. */
  after(delay: Milliseconds, callback: () => void): () => void;
}

const originNanoseconds = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

/** The machine's clock. Timestamps carry microseconds or better and never run ahead of {@link Clock.now} by more than a drift. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  timestamp() {
    const ms = Date.now();
    // The wall clock decides the millisecond; the monotonic clock fills in what stands below it.
    const below = Number((process.hrtime.bigint() + originNanoseconds) % 1_000_000n);
    return formatTimestamp(ms, below);
  },
  after(delay, callback) {
    const timer = setTimeout(callback, Math.min(delay, 2_147_483_647));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** `ms` since 1970 and the nanoseconds below that millisecond (0 to 999,999) as a {@link Timestamp}. */
export function formatTimestamp(ms: EpochMilliseconds, belowMillisecond = 0): Timestamp {
  return new Date(ms).toISOString().slice(0, 23) + String(belowMillisecond).padStart(6, "0") + "Z";
}

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Reads RFC 3339 text with any offset and any number of fractional digits.
 * Digits beyond the ninth are dropped. Returns undefined for anything else, impossible dates included.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = match;
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const ms = Date.parse(whole + zone.toUpperCase());
  if (Number.isNaN(ms)) return undefined;
  // Date.parse lets 31 February roll over into March: the local day must come back as it went in.
  const local = Date.parse(`${whole}Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== whole.slice(0, 10))
    return undefined;
  const utc = new Date(ms).toISOString();
  // Years outside 0000 to 9999 print in an extended form that no seed shows.
  if (utc.length !== 24) return undefined;
  return `${utc.slice(0, 19)}.${fraction.padEnd(9, "0")}Z`;
}

/** The milliseconds since 1970 of a {@link Timestamp}. */
export function epochOf(timestamp: Timestamp): EpochMilliseconds {
  return Date.parse(`${timestamp.slice(0, 23)}Z`);
}
