import { messageOf, MillraceError } from "../core/errors.ts";
import { inParallel } from "../core/in-parallel.ts";
import type { Event } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { Route } from "../core/route.ts";
import { keysOfEvent, keysOfMatch } from "../core/route.ts";
import { formatTimestamp } from "../core/time.ts";
import type { Milliseconds } from "../core/time.ts";
import type { DeliveryEngine, DeliveryState, LaneState } from "./engine.ts";
import type { LaneContext } from "./lane-context.ts";
import { LaneIndex } from "./lane-index.ts";
import { Lane } from "./lane.ts";
import type { ConfiguredRoute, DeliveryConfig, ResolvedDestination } from "./resolved-destination.ts";
import { Senders } from "./senders.ts";

/** How often idle lanes write down how far they have come, and lanes whose destination could not be opened try again. */
const HOUSEKEEPING: Milliseconds = 30_000;

/** Lanes opened at once: the store has one connection, and ten thousand waiting for it cost more than the work. */
const OPENED_AT_ONCE = 16;

/** How long a lane that is reopened may finish what it has in flight. */
const STOP_LIMIT: Milliseconds = 5_000;

/** A route whose lane cannot run, and why. */
interface Stuck {
  readonly route: Route;
  readonly error: DeliveryError & { readonly at: string };
}

/** All lanes of the process: one a route, started, stopped and reopened as the configuration changes. */
export class Lanes implements DeliveryEngine {
  readonly #context: LaneContext;
  readonly #config: DeliveryConfig;
  readonly #lanes = new Map<string, Lane>();
  readonly #stuck = new Map<string, Stuck>();
  readonly #index = new LaneIndex();
  readonly #senders = new Senders();
  readonly #stopListening: () => void;
  #cancelHousekeeping: (() => void) | undefined;
  /** The last change under way of each project. */
  readonly #changes = new Map<string, Promise<void>>();
  #closing = false;

  constructor(context: LaneContext, config: DeliveryConfig) {
    this.#context = context;
    this.#config = config;
    this.#stopListening = context.log.onAppend((events) => this.#index.dispatch(events));
  }

  /** Starts a lane for every route there is. */
  async start(): Promise<void> {
    const routes = await this.#config.allRoutes();
    await inParallel(routes, OPENED_AT_ONCE, ({ route }) => this.#open(route));
    this.#scheduleHousekeeping();
  }

  async refresh(projectId: string, routeId?: string): Promise<void> {
    await this.#inTurn(projectId, async () => {
      const configured = await this.#configured(projectId, routeId);
      const ids = new Set(configured.map(({ route }) => route.id));
      const running = this.#routesOf(projectId).filter(
        (route) => routeId === undefined || route.id === routeId,
      );
      await Promise.all(running.filter((route) => !ids.has(route.id)).map((route) => this.#remove(route)));
      await inParallel(configured, OPENED_AT_ONCE, (each) => this.#update(each));
    });
  }

  /** The lanes that run, for metrics. */
  lanes(): Iterable<Lane> {
    return this.#lanes.values();
  }

  stateOf(routeId: string): LaneState | undefined {
    const lane = this.#lanes.get(routeId);
    if (lane !== undefined) return this.#stateOfLane(lane);
    const stuck = this.#stuck.get(routeId);
    return stuck === undefined ? undefined : this.#stateOfStuck(stuck);
  }

  deliveriesOf(event: Event): readonly DeliveryState[] {
    const keys = new Set(keysOfEvent(event));
    return this.#routesOf(event.projectId)
      .filter(
        (route) => event.position > route.start && keysOfMatch(route.match).some((key) => keys.has(key)),
      )
      .map((route) => this.#deliveryOf(route, event));
  }

  /**
   * Stops all lanes: what is in flight is finished within `limit`, then aborted; what was settled is on disk.
   */
  async close(limit: Milliseconds): Promise<void> {
    this.#closing = true;
    this.#stopListening();
    this.#cancelHousekeeping?.();
    await Promise.all(this.#changes.values());
    const abort = new AbortController();
    const cancel = this.#context.clock.after(limit, () => abort.abort());
    await Promise.all([...this.#lanes.values()].map((lane) => this.#stop(lane, abort.signal)));
    cancel();
  }

  /** Changes to a project's lanes happen one after the other; those of other projects do not wait for them. */
  async #inTurn(projectId: string, change: () => Promise<void>): Promise<void> {
    const done = (this.#changes.get(projectId) ?? Promise.resolve()).then(change);
    const settled = done.catch(() => {});
    this.#changes.set(projectId, settled);
    await settled;
    if (this.#changes.get(projectId) === settled) this.#changes.delete(projectId);
    await done;
  }

  async #configured(projectId: string, routeId: string | undefined): Promise<readonly ConfiguredRoute[]> {
    if (routeId === undefined) return this.#config.routesOf(projectId);
    const route = await this.#config.routeOf(projectId, routeId);
    return route === undefined ? [] : [route];
  }

  #routesOf(projectId: string): Route[] {
    const routes = [...this.#lanes.values(), ...this.#stuck.values()].map(({ route }) => route);
    return routes.filter((route) => route.projectId === projectId);
  }

  async #open(route: Route): Promise<void> {
    if (this.#closing) return;
    let destination: ResolvedDestination;
    try {
      destination = await this.#config.resolve(route.projectId, route.destinationId);
      const sender = this.#senders.take(destination);
      const lease = await this.#context.ledger.openLane(route.id, route.start);
      const lane = new Lane(route, destination, sender, lease, this.#context);
      this.#stuck.delete(route.id);
      this.#lanes.set(route.id, lane);
      this.#index.add(lane);
      lane.wake();
    } catch (error) {
      const at = formatTimestamp(this.#context.clock.now());
      const code = error instanceof MillraceError ? error.code : "lane_failed";
      this.#stuck.set(route.id, { route, error: { code, message: messageOf(error), blame: "settings", at } });
      this.#context.logger.error(
        { projectId: route.projectId, routeId: route.id, error: messageOf(error) },
        "a lane could not be opened",
      );
    }
  }

  async #stop(lane: Lane, signal: AbortSignal): Promise<void> {
    this.#index.remove(lane);
    this.#lanes.delete(lane.route.id);
    await lane.stop(signal);
    await this.#senders.release(lane.destination);
  }

  async #remove(route: Route): Promise<void> {
    const lane = this.#lanes.get(route.id);
    if (lane !== undefined) await this.#stop(lane, AbortSignal.abort());
    this.#stuck.delete(route.id);
    await this.#context.ledger.removeLane(route.id);
  }

  /** Reopens the lane where its route or its destination changed; opens it where there is none. */
  async #update({ route, destinationVersion }: ConfiguredRoute): Promise<void> {
    const lane = this.#lanes.get(route.id);
    if (lane !== undefined) {
      const { destination } = lane;
      const same = destination.id === route.destinationId && destination.version === destinationVersion;
      if (same && lane.route.updateTime === route.updateTime) return;
      await this.#stop(lane, AbortSignal.timeout(STOP_LIMIT));
    }
    await this.#open(route);
  }

  #scheduleHousekeeping(): void {
    this.#cancelHousekeeping = this.#context.clock.after(HOUSEKEEPING, () => {
      for (const lane of this.#lanes.values()) lane.noteIdleProgress();
      for (const { route } of this.#stuck.values()) {
        void this.#inTurn(route.projectId, async () => {
          if (this.#stuck.has(route.id)) await this.#open(route);
        });
      }
      this.#scheduleHousekeeping();
    });
  }

  #stateOfLane(lane: Lane): LaneState {
    const { route, health, parking, cursor } = lane;
    const nextAt = health.nextProbeAt ?? parking.nextAt;
    const { ledger } = this.#context;
    return {
      state: route.paused ? "paused" : health.failing ? "failing" : "healthy",
      since: formatTimestamp(health.since),
      cursor,
      lag: lane.lag,
      parked: parking.size,
      deadLetters: ledger.deadLettersOf(route.id),
      counts: lane.counts,
      ...(health.lastError !== undefined && { lastError: health.lastError }),
      ...(nextAt !== undefined && { nextAttemptAt: formatTimestamp(nextAt) }),
    };
  }

  #stateOfStuck({ route, error }: Stuck): LaneState {
    const { log, ledger } = this.#context;
    return {
      state: "failing",
      since: error.at,
      cursor: route.start,
      lag: log.countBehind(route.projectId, route.start),
      parked: ledger.parkedOf(route.id).length,
      deadLetters: ledger.deadLettersOf(route.id),
      counts: { delivered: 0, discarded: 0, expired: 0, attempts: 0, retries: 0 },
      lastError: error,
    };
  }

  #deliveryOf(route: Route, event: Event): DeliveryState {
    const lane = this.#lanes.get(route.id);
    const routeId = route.id;
    const parked = lane?.parking.get(event.position);
    if (parked !== undefined) {
      const nextAttemptAt = formatTimestamp(parked.nextAttemptAt);
      return { routeId, status: "parked", attempts: parked.attempts, nextAttemptAt, error: parked.lastError };
    }
    const letter = this.#context.ledger.findDeadLetter(route.id, event.position);
    if (letter !== undefined) {
      const { ended, attempts, error, id } = letter;
      return { routeId, status: ended, attempts, error, deadLetterId: id };
    }
    return { routeId, status: lane !== undefined && event.position <= lane.cursor ? "delivered" : "waiting" };
  }
}
