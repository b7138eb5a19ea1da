import type { Event } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { Match } from "../core/route.ts";
import { keysOfEvent, keysOfMatch } from "../core/route.ts";
import type { Milliseconds } from "../core/time.ts";
import { compileRoute } from "../shaping/compile-route.ts";
import type { CompiledTransformations } from "../shaping/transformations.ts";
import type { ShownMessage } from "./rendering.ts";
import { Rendering } from "./rendering.ts";
import type { RenderTarget } from "./rendering.ts";
import type { SyncRoute } from "./routes-of-sync.ts";

/** Messages shown of each route. */
const MAX_SAMPLES = 5;

/** Other work waits no longer than this while many events are tried. */
const SLICE: Milliseconds = 20;

/** A trial ends after this, with what it has seen. */
const LIMIT: Milliseconds = 5_000;

/** What a sync would have made of events. */
export interface DryRun {
  /** Events looked at, newest first. */
  readonly looked: number;
  /** False where there was no room or time for all that were asked for. */
  readonly complete: boolean;
  readonly routes: readonly DryRoute[];
}

/** What one of a sync's routes would have made of them. */
export interface DryRoute extends Pick<SyncRoute, "part" | "view"> {
  readonly matched: number;
  /** Of the matched ones, those that a message can be made of. */
  readonly sendable: number;
  /** By code of the error, with the newest event of each. */
  readonly failing: readonly DryFailure[];
  /** The newest messages. */
  readonly samples: readonly DrySample[];
}

/** Events that no message can be made of. */
export interface DryFailure {
  readonly error: DeliveryError;
  readonly count: number;
  readonly event: Event;
}

/** A message that would have been sent. */
export interface DrySample {
  readonly event: Event;
  /** Absent where it cannot be made without the secrets, which are not shown. */
  readonly message?: ShownMessage;
}

/** What is tried, and on what. */
export interface Trial {
  readonly routes: readonly SyncRoute[];
  readonly target: RenderTarget;
  readonly transformations: CompiledTransformations;
  /** Oldest first. */
  readonly events: readonly Event[];
  /** More were asked for than there was room for. */
  readonly cut: boolean;
}

/** Tries a sync on events without sending anything. Other work goes on meanwhile. */
export async function dryRun({ routes, target, transformations, events, cut }: Trial): Promise<DryRun> {
  const rendering = new Rendering(target);
  const trials = routes.map((route) => new RouteTrial(route, rendering, transformations));
  const started = performance.now();
  let sliceStarted = started;
  let looked = 0;
  for (const event of events.toReversed()) {
    const now = performance.now();
    if (now - started > LIMIT) break;
    if (now - sliceStarted > SLICE) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceStarted = performance.now();
    }
    for (const trial of trials) trial.look(event);
    looked++;
  }
  const complete = !cut && looked === events.length;
  return { looked, complete, routes: trials.map((trial) => trial.result()) };
}

class RouteTrial {
  readonly #route: SyncRoute;
  readonly #rendering: Rendering;
  readonly #wants: (event: Event) => boolean;
  readonly #shape: (event: Event) => Event;
  readonly #failing = new Map<string, { error: DeliveryError; count: number; event: Event }>();
  readonly #samples: DrySample[] = [];
  #matched = 0;
  #sendable = 0;

  constructor(route: SyncRoute, rendering: Rendering, transformations: CompiledTransformations) {
    const { match, shape } = route;
    const compiled = compileRoute({ id: "dry-run", match, shape }, transformations);
    this.#route = route;
    this.#rendering = rendering;
    this.#wants = wanting(match, compiled.wants);
    this.#shape = compiled.shape ?? ((event) => event);
  }

  look(event: Event): void {
    if (!this.#wants(event)) return;
    this.#matched++;
    const shaped = this.#shape(event);
    const error = this.#rendering.faultOf(shaped);
    if (error !== undefined) {
      const known = this.#failing.get(error.code);
      if (known === undefined) this.#failing.set(error.code, { error, count: 1, event });
      else known.count++;
      return;
    }
    this.#sendable++;
    if (this.#samples.length >= MAX_SAMPLES) return;
    const message = this.#rendering.show(shaped);
    this.#samples.push({ event, ...(message !== undefined && { message }) });
  }

  result(): DryRoute {
    const { part, view } = this.#route;
    return {
      part,
      view,
      matched: this.#matched,
      sendable: this.#sendable,
      failing: [...this.#failing.values()],
      samples: this.#samples,
    };
  }
}

function wanting(match: Match, wants: ((event: Event) => boolean) | undefined): (event: Event) => boolean {
  const keys = new Set(keysOfMatch(match));
  return (event) => keysOfEvent(event).some((key) => keys.has(key)) && (wants?.(event) ?? true);
}
