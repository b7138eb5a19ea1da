import type { Numbered } from "./recording-sinks.ts";

/** What came of the events of one route. */
export interface Arrivals {
  readonly accepted: number;
  /** Events that arrived at least once. */
  readonly delivered: number;
  /** Copies beyond the first. */
  readonly duplicated: number;
  readonly lost: readonly number[];
}

/** Holds what a sink took against what it should have. */
export function arrivalsOf(expected: readonly Numbered[], taken: readonly Numbered[]): Arrivals {
  const seen = new Set(taken.map(({ n }) => n));
  return {
    accepted: expected.length,
    delivered: seen.size,
    duplicated: taken.length - seen.size,
    lost: expected.flatMap(({ n }) => (seen.has(n) ? [] : [n])),
  };
}

/** The last copy of each event, in the order in which those came: what a reader has who keeps the last copies. */
export function lastCopies(taken: readonly Numbered[]): Numbered[] {
  const last = new Map<number, Numbered>();
  for (const event of taken) {
    last.delete(event.n);
    last.set(event.n, event);
  }
  return [...last.values()];
}

/** Keys whose events did not come in the order of the log, with the first that did not: `"key-7: 245 for 201"`. */
export function outOfOrder(log: readonly Numbered[], taken: readonly Numbered[]): string[] {
  const found = byKey(taken);
  return [...byKey(log)].flatMap(([key, numbers]) => {
    const came = found.get(key) ?? [];
    const wrong = numbers.findIndex((n, i) => came[i] !== n);
    return wrong === -1 ? [] : [`${key}: ${came[wrong]} for ${numbers[wrong]}`];
  });
}

function byKey(events: readonly Numbered[]): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  for (const { n, key } of events) {
    const numbers = keys.get(key);
    if (numbers === undefined) keys.set(key, [n]);
    else numbers.push(n);
  }
  return keys;
}

/** First copies that came after a copy of a later event of their key: `"earlier after later"`. */
export function lateFirstCopies(log: readonly Numbered[], taken: readonly Numbered[]): string[] {
  const places = new Map(log.map(({ n }, i) => [n, i]));
  const placeOf = (n: number): number => places.get(n) ?? Infinity;
  const seen = new Set<number>();
  const furthest = new Map<string, number>();
  const late: string[] = [];
  for (const { n, key } of taken) {
    const before = furthest.get(key);
    if (!seen.has(n) && before !== undefined && placeOf(n) < placeOf(before))
      late.push(`${n} after ${before}`);
    seen.add(n);
    if (before === undefined || placeOf(n) > placeOf(before)) furthest.set(key, n);
  }
  return late;
}
