import { setTimeout as sleep } from "node:timers/promises";
import { SingleBar } from "cli-progress";
import { isJsonObject } from "../core/json/object.ts";
import type { Milliseconds } from "../core/time.ts";
import type { Connection } from "./context.ts";

/** How often a replay that is followed is looked at. */
const LOOK_EVERY: Milliseconds = 500;

/** What the bar shows of a replay. */
interface Progress {
  readonly id: string;
  readonly state: string;
  readonly lane: string;
  readonly total: number;
  readonly passed: number;
  readonly delivered: number;
  readonly parked: number;
}

/**
 * Watches replays until all of them have ended, under a progress bar where a person watches; answers them as they are then.
 * The replays go on at the server whether or not anybody watches.
 */
export async function followReplays(
  { api, project, json }: Connection,
  started: readonly unknown[],
): Promise<readonly unknown[]> {
  const bar = new SingleBar({
    format:
      "{bar} {value}/{total} | {percentage}% | {eta_formatted} left | {delivered} delivered, {parked} parked | {state}",
    stream: process.stderr,
  });
  const isShown = !json && process.stderr.isTTY;
  let latest = started;
  if (isShown) bar.start(sumOf(latest, "total"), sumOf(latest, "passed"), payloadOf(latest));
  try {
    while (latest.some((each) => !hasEnded(each))) {
      await sleep(LOOK_EVERY);
      latest = await Promise.all(
        latest.map(async (each) =>
          hasEnded(each) ? each : api.call("GET", `${project}/replays/${progressOf(each).id}`),
        ),
      );
      if (isShown) bar.update(sumOf(latest, "passed"), payloadOf(latest));
    }
  } finally {
    bar.stop();
  }
  if (latest.some((each) => progressOf(each).state !== "done")) process.exitCode = 1;
  return latest;
}

function hasEnded(replay: unknown): boolean {
  const { state } = progressOf(replay);
  return state === "done" || state === "cancelled";
}

function payloadOf(replays: readonly unknown[]): object {
  // A destination that is down is what a person should see first.
  const states = replays
    .map(progressOf)
    .map(({ state, lane }) => (lane === "open" ? "destination down" : state));
  return {
    delivered: sumOf(replays, "delivered"),
    parked: sumOf(replays, "parked"),
    state: [...new Set(states)].join(", "),
  };
}

function sumOf(replays: readonly unknown[], member: "total" | "passed" | "delivered" | "parked"): number {
  return replays.reduce<number>((sum, each) => sum + progressOf(each)[member], 0);
}

function progressOf(replay: unknown): Progress {
  const found = isJsonObject(replay) ? replay : {};
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const count = (value: unknown): number => (typeof value === "number" ? value : 0);
  return {
    id: encodeURIComponent(text(found.id)),
    state: text(found.state),
    lane: text(found.lane),
    total: count(found.total),
    passed: count(found.passed),
    delivered: count(found.delivered),
    parked: count(found.parked),
  };
}
