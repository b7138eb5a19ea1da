const FIELDS = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { name: "day of the week", from: 0, to: 7, names: "sun mon tue wed thu fri sat".split(" ") },
] as const;

type Field = (typeof FIELDS)[number];

/**
 * What is wrong with a schedule, in one sentence; undefined for a cron expression of five fields that comes at most
 * every `minutesApart` minutes. Source: Ampersand's manifest rules, which refuse a bare `*` for the minute that way.
 */
export function scheduleFault(schedule: string, minutesApart: number): string | undefined {
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `A schedule has five fields (minute, hour, day of the month, month, day of the week), this one ${parts.length}.`;
  }
  const values: (readonly number[])[] = [];
  for (const [i, field] of FIELDS.entries()) {
    const part = parts[i] ?? "";
    const found = valuesOf(part, field);
    if (found === undefined)
      return `"${part}" is no ${field.name} (${field.from} to ${field.to}, with * , - and /).`;
    values.push(found);
  }
  const apart = shortestGap(values[0] ?? [], values[1] ?? []);
  return apart < minutesApart
    ? `A schedule may come at most every ${minutesApart} minutes; this one comes ${apart} minute${apart === 1 ? "" : "s"} apart.`
    : undefined;
}

/** Minutes between the two nearest times of a day. Midnight counts as between two hours: days may follow each other. */
function shortestGap(minutes: readonly number[], hours: readonly number[]): number {
  const within = minutes.slice(1).map((minute, i) => minute - (minutes[i] ?? 0));
  const [first = 0] = minutes;
  const overTheHour = 60 - (minutes.at(-1) ?? 0) + first;
  const hoursFollow = hours.some((hour) => hours.includes((hour + 1) % 24));
  return Math.min(...within, hoursFollow ? overTheHour : Infinity);
}

/** The values that a field of a cron expression stands for, ascending; undefined where it is not one. */
function valuesOf(text: string, field: Field): readonly number[] | undefined {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const range = rangeOf(part, field);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].toSorted((a, b) => a - b);
}

function rangeOf(part: string, field: Field): { from: number; to: number; step: number } | undefined {
  const match = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d{1,2}))?$/i.exec(part);
  if (match === null) return undefined;
  const [, first = "", last, step] = match;
  const from = first === "*" ? field.from : numberOf(first, field);
  const to =
    last === undefined ? (first === "*" || step !== undefined ? field.to : from) : numberOf(last, field);
  const by = step === undefined ? 1 : Number(step);
  const fits =
    from !== undefined && to !== undefined && from >= field.from && to <= field.to && from <= to && by >= 1;
  return fits && !(first === "*" && last !== undefined) ? { from, to, step: by } : undefined;
}

function numberOf(text: string, field: Field): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const names: readonly string[] = "names" in field ? field.names : [];
  const index = names.indexOf(text.toLowerCase());
  return index === -1 ? undefined : index + field.from;
}
