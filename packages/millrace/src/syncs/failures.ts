import type { Event } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { Route } from "../core/route.ts";
import type { EpochMilliseconds } from "../core/time.ts";
import type { FailureCount, Ledger } from "../ledger/ledger.ts";
import type { EventLog } from "../log/event-log.ts";
import { compileRoute } from "../shaping/compile-route.ts";
import type { CompiledTransformations } from "../shaping/transformations.ts";
import type { RenderTarget, ShownMessage } from "./rendering.ts";
import { Rendering } from "./rendering.ts";

/** Deliveries shown of each kind of failure. */
const MAX_SAMPLES = 3;

/** Deliveries of a sync that failed in one way, over all its routes. */
export interface SyncFailure extends FailureCount {
  /** The newest ones. */
  readonly samples: readonly FailureSample[];
}

/** One delivery that failed. */
export interface FailureSample {
  readonly route: Route;
  readonly event: Event;
  readonly attempts: number;
  /** Absent where the delivery waits for another of its ordering key. */
  readonly error?: DeliveryError;
  readonly at?: EpochMilliseconds;
  readonly nextAttemptAt?: EpochMilliseconds;
  readonly deadLetterId?: string;
  /** The message as it would be made now; absent where none can be made. */
  readonly message?: ShownMessage;
}

/** Where failures are read from. */
export interface FailureSources {
  readonly failures: Pick<Ledger, "countByCode" | "newestParked" | "newestLetters">;
  readonly log: Pick<EventLog, "at">;
}

/** What failed on a sync's routes, by how it stands and why; the most frequent first. */
export function failuresOf(
  sources: FailureSources,
  routes: readonly Route[],
  target: RenderTarget,
  transformations: CompiledTransformations,
): readonly SyncFailure[] {
  const rendering = new Rendering(target);
  const found = new Map<string, { failure: FailureCount; count: number; samples: FailureSample[] }>();
  for (const route of routes) {
    const shape = compileRoute(route, transformations).shape ?? ((event: Event) => event);
    for (const failure of sources.failures.countByCode(route.id)) {
      const key = `${failure.standing} ${failure.code}`;
      const sum = found.get(key) ?? { failure, count: 0, samples: [] };
      found.set(key, sum);
      sum.count += failure.count;
      for (const sample of samplesOf(sources, route, failure)) {
        const message = rendering.show(shape(sample.event));
        sum.samples.push({ ...sample, ...(message !== undefined && { message }) });
      }
    }
  }
  return [...found.values()]
    .map(({ failure: { standing, code }, count, samples }) => {
      return { standing, code, count, samples: newest(samples) };
    })
    .toSorted((a, b) => b.count - a.count);
}

function newest(samples: readonly FailureSample[]): readonly FailureSample[] {
  return samples.toSorted((a, b) => b.event.position - a.event.position).slice(0, MAX_SAMPLES);
}

function samplesOf(
  { failures, log }: FailureSources,
  route: Route,
  { standing, code }: FailureCount,
): readonly FailureSample[] {
  if (standing !== "parked")
    return failures
      .newestLetters(route.id, { ended: standing, code }, MAX_SAMPLES)
      .map(({ id, event, error, attempts, endedAt }) => {
        return { route, event, attempts, error, at: endedAt, deadLetterId: id };
      });
  return failures.newestParked(route.id, code, MAX_SAMPLES).flatMap((parked): FailureSample[] => {
    const { position, attempts, nextAttemptAt, failure } = parked;
    const event = log.at(position);
    // Retention may have been quicker.
    if (event === undefined) return [];
    return [{ route, event, attempts, nextAttemptAt, ...(failure !== undefined && failure) }];
  });
}
