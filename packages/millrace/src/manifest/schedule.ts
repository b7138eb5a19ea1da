/** Reads happen at most this often. */
const MINUTES_APART = 10;

const FIELDS = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { name: "day of the week", from: 0, to: 7, names: "sun mon tue wed thu fri sat".split(" ") },
] as const;

type Field = (typeof FIELDS)[number];

/** What is wrong with a schedule, in words; undefined for a cron expression of five fields that comes at most every 10 minutes. */
export function scheduleFault(schedule: string): string | undefined {
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `a schedule has five fields (minute, hour, day of the month, month, day of the week), this one ${parts.length}`;
  }
  for (const [i, field] of FIELDS.entries()) {
    const part = parts[i] ?? "";
    if (valuesOf(part, field) === undefined)
      return `"${part}" is no ${field.name} (${field.from} to ${field.to}, with * , - and /)`;
  }
  const minutes = valuesOf(parts[0] ?? "", FIELDS[0]) ?? [];
  const apart = Math.min(...minutes.map((minute, i) => (minutes[i + 1] ?? (minutes[0] ?? 0) + 60) - minute));
  return apart < MINUTES_APART
    ? `a schedule may come at most every ${MINUTES_APART} minutes; this one comes ${apart} minute${apart === 1 ? "" : "s"} apart`
    : undefined;
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
