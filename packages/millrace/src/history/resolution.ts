import { MillraceError } from "../core/errors.ts";
import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";

/** How long a point is. */
export type Resolution = "minute" | "hour" | "day";

const HOUR: Milliseconds = 3_600_000;
const DAY: Milliseconds = 24 * HOUR;

/** Lengths of points, finest first: each is rolled up into the next one when it is old enough, the last one is deleted. */
export const RESOLUTIONS = [
  { name: "minute", width: 60_000, keep: 2 * DAY },
  { name: "hour", width: HOUR, keep: 14 * DAY },
  { name: "day", width: DAY, keep: 90 * DAY },
] as const satisfies readonly { name: Resolution; width: Milliseconds; keep: Milliseconds }[];

/** One of {@link RESOLUTIONS}. */
export type ResolutionRule = (typeof RESOLUTIONS)[number];

/** Points of one answer at most: a day of minutes, two months of hours. */
export const MAX_POINTS = 1_500;

/** What `auto` aims at: more than a screen shows is of no use. */
const ENOUGH_POINTS = 400;

/** "The last two days" was so when the caller asked, by the caller's clock. */
const LENIENCY: Milliseconds = 10 * 60_000;

/** Points before this moment may have been rolled up, whole ones of the next resolution at a time, or deleted. */
export function keptSince(rule: ResolutionRule, now: EpochMilliseconds): EpochMilliseconds {
  const next = RESOLUTIONS[RESOLUTIONS.indexOf(rule) + 1] ?? rule;
  return floorTo(now - rule.keep - LENIENCY, next.width);
}

/** The beginning of the point that a moment lies in. */
export function floorTo(time: EpochMilliseconds, width: Milliseconds): EpochMilliseconds {
  return Math.floor(time / width) * width;
}

/** What a reader asks for; what is left out is the last 24 hours, at the resolution that suits them. */
export interface AskedRange {
  readonly from?: EpochMilliseconds;
  readonly to?: EpochMilliseconds;
  readonly resolution?: Resolution | "auto";
}

/** What is read: whole points, those that begin at `from` or later and before `to`. */
export interface HistoryRange {
  readonly from: EpochMilliseconds;
  readonly to: EpochMilliseconds;
  readonly resolution: Resolution;
  readonly width: Milliseconds;
}

/**
 * Chooses what to read.
 * @throws {MillraceError} 400 where the range is empty, has more than {@link MAX_POINTS}, or is no longer kept so finely
 */
export function planRange(asked: AskedRange, now: EpochMilliseconds): HistoryRange {
  const to = asked.to ?? now;
  const from = asked.from ?? to - DAY;
  if (from >= to) throw emptyRange();
  const { resolution = "auto" } = asked;
  const rule = resolution === "auto" ? suiting(from, to, now) : ruleOf(resolution);
  const points = pointsOf(rule, from, to);
  if (points > MAX_POINTS) throw tooManyPoints(points, rule);
  if (resolution !== "auto" && rule.name !== "day" && from < keptSince(rule, now)) throw notKept(rule);
  return { from: floorTo(from, rule.width), to, resolution: rule.name, width: rule.width };
}

function ruleOf(resolution: Resolution): ResolutionRule {
  const [minute, hour, day] = RESOLUTIONS;
  return { minute, hour, day }[resolution];
}

function suiting(from: EpochMilliseconds, to: EpochMilliseconds, now: EpochMilliseconds): ResolutionRule {
  const [, , day] = RESOLUTIONS;
  const fits = RESOLUTIONS.find(
    (rule) => from >= keptSince(rule, now) && pointsOf(rule, from, to) <= ENOUGH_POINTS,
  );
  return fits ?? day;
}

function pointsOf({ width }: ResolutionRule, from: EpochMilliseconds, to: EpochMilliseconds): number {
  return Math.ceil((to - floorTo(from, width)) / width);
}

function emptyRange(): MillraceError {
  return new MillraceError("empty_range", "`from` is not before `to`.", {
    status: 400,
    remedy: "Left out, `to` is now and `from` a day before `to`.",
  });
}

function tooManyPoints(points: number, { name }: ResolutionRule): MillraceError {
  return new MillraceError(
    "too_many_points",
    `From \`from\` to \`to\` there are ${points} points at the resolution "${name}"; an answer has ${MAX_POINTS} at most.`,
    { status: 400, remedy: "Ask for a shorter range or a coarser resolution." },
  );
}

function notKept({ name, keep }: ResolutionRule): MillraceError {
  return new MillraceError(
    "resolution_not_kept",
    `The resolution "${name}" is kept for ${keep / DAY} days, and \`from\` is before that.`,
    { status: 400, remedy: 'Ask for a coarser resolution, or for "auto", which takes the finest there is.' },
  );
}
