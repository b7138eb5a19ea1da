import type { EpochMilliseconds, Milliseconds } from "./time.ts";

/**
 * When a delivery that failed is attempted again.
 *
 * The default is seed 002's: one first attempt, then nine more over four hours, each wait twice the one before.
 */
export interface RetrySchedule {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Wait before the second attempt. */
  readonly firstWait: Milliseconds;
  readonly factor: number;
  /** No wait is longer, jitter aside. */
  readonly maxWait: Milliseconds;
  /** The waits add up to at most this; the one that would pass it is cut short and is the last. */
  readonly total: Milliseconds;
}

const HOUR: Milliseconds = 3_600_000;

/** Nine waits that double add up to `2^9 - 1` first waits; over four hours that makes the first one 28.18 seconds. */
export const DEFAULT_SCHEDULE: RetrySchedule = {
  attempts: 10,
  firstWait: Math.round((4 * HOUR) / (2 ** 9 - 1)),
  factor: 2,
  maxWait: 4 * HOUR,
  total: 4 * HOUR,
};

/** Each wait is spread this far to both sides, so that what failed together does not come back together. */
const JITTER = 0.1;

/**
 * The moment of the next attempt, or undefined where none is left.
 * @param made attempts made so far, 1 or more
 * @param random from 0 to below 1
 * @param atLeast what the destination asked to wait
 */
export function nextAttempt(
  schedule: RetrySchedule,
  made: number,
  now: EpochMilliseconds,
  random: number,
  atLeast: Milliseconds = 0,
): EpochMilliseconds | undefined {
  const wait = waitsOf(schedule)[made - 1];
  if (wait === undefined) return undefined;
  // A destination that asks for days is asked again no later than the whole schedule would have.
  return now + Math.max(Math.min(atLeast, schedule.total), spread(wait, JITTER, random));
}

/** The waits between the attempts, jitter aside: one fewer than there are attempts, or fewer where they use up the total. */
export function waitsOf({ attempts, firstWait, factor, maxWait, total }: RetrySchedule): Milliseconds[] {
  const waits: Milliseconds[] = [];
  let left = total;
  for (let wait = firstWait; waits.length < attempts - 1 && left > 0; wait *= factor) {
    const next = Math.round(Math.min(wait, maxWait, left));
    waits.push(next);
    left -= next;
  }
  return waits;
}

/** A wait of `wait` give or take `share` of it. */
export function spread(wait: Milliseconds, share: number, random: number): Milliseconds {
  return Math.round(wait * (1 - share + 2 * share * random));
}

/** The pace of probes to a destination that does not work: seconds at first, a minute at last. */
export function probeWait(failures: number, random: number): Milliseconds {
  return spread(Math.min(60_000, 1_000 * 2 ** Math.min(failures - 1, 10)), 0.2, random);
}

/** Waits between the tries of one attempt (reference: Amplitude's): 100 ms, doubling, with 50 % jitter. */
export function tryWait(tries: number, random: number): Milliseconds {
  return spread(100 * 2 ** (tries - 1), 0.5, random);
}

/** Tries within one attempt, the first included. */
export const TRIES_PER_ATTEMPT = 3;

/** No further try starts once an attempt has lasted this long. */
export const ATTEMPT_LIMIT: Milliseconds = 4_000;
