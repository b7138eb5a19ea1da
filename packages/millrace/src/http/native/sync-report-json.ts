import { formatTimestamp } from "../../core/time.ts";
import type { DryFailure, DryRoute, DryRun, DrySample } from "../../syncs/dry-run.ts";
import type { FailureSample, SyncFailure } from "../../syncs/failures.ts";
import { eventJson } from "./event-json.ts";

/** A dry run as JSON text; the data of events stands in it as it came in. */
export function dryRunJson({ looked, complete, routes }: DryRun): string {
  return object({ looked, complete }, { routes: list(routes.map(routeJson)) });
}

/** Failures as JSON text. */
export function failuresJson(failures: readonly SyncFailure[]): string {
  return object({}, { results: list(failures.map(failureJson)) });
}

function routeJson({ part, view, matched, sendable, failing, samples }: DryRoute): string {
  return object(
    { part, view, matched, sendable },
    { failing: list(failing.map(dryFailureJson)), samples: list(samples.map(drySampleJson)) },
  );
}

function dryFailureJson({ error, count, event }: DryFailure): string {
  return object({ error, count }, { event: eventJson(event) });
}

function drySampleJson({ event, message }: DrySample): string {
  return object({ message }, { event: eventJson(event) });
}

function failureJson({ standing, code, count, samples }: SyncFailure): string {
  return object({ standing, code, count }, { samples: list(samples.map(sampleJson)) });
}

function sampleJson(sample: FailureSample): string {
  const { route, event, attempts, error, at, nextAttemptAt, deadLetterId, message } = sample;
  return object(
    {
      route: { id: route.id, name: route.name },
      attempts,
      error: error && { ...error, ...(at !== undefined && { at: formatTimestamp(at) }) },
      nextAttemptAt: nextAttemptAt === undefined ? undefined : formatTimestamp(nextAttemptAt),
      deadLetterId,
      message,
    },
    { event: eventJson(event) },
  );
}

/** An object of members to be printed, and of members that are JSON text already. */
function object(plain: object, texts: Readonly<Record<string, string>>): string {
  const before = JSON.stringify(plain).slice(1, -1);
  const members = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${[...(before === "" ? [] : [before]), ...members].join(",")}}`;
}

function list(items: readonly string[]): string {
  return `[${items.join(",")}]`;
}
