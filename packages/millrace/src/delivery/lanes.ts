import { messageOf, MillraceError } from "../core/errors.ts";
import { inParallel } from "../core/in-parallel.ts";
import type { Event, Position } from "../core/event.ts";
import type { Replay } from "../core/replay.ts";
import { formatTimestamp } from "../core/time.ts";
import type { Milliseconds } from "../core/time.ts";
import type { DeliveryEngine, DeliveryState, LaneState, ReplayProgress } from "./engine.ts";
import type { LaneContext } from "./lane-context.ts";
import { LaneIndex } from "./lane-index.ts";
import type { StuckLane, Trouble } from "./lane-states.ts";
import {
  deliveryOf,
  neededFrom,
  progressOfLane,
  progressOfStuck,
  stateOfLane,
  stateOfStuck,
  troubleOfLane,
  troubleOfStuck,
} from "./lane-states.ts";
import type { Lane } from "./lane.ts";
import { openLane } from "./open-lane.ts";
import type { ConfiguredLane, DeliveryConfig, ResolvedDestination } from "./resolved-destination.ts";
import { destinationIdOf, isPaused, laneIdOf, laneVersionOf } from "./resolved-destination.ts";
import { Senders } from "./senders.ts";
import { wantsOf } from "./wants.ts";

/** How often idle lanes write down how far they have come, and lanes whose destination could not be opened try again. */
const HOUSEKEEPING: Milliseconds = 30_000;

/** Lanes opened at once: the store has one connection, and ten thousand waiting for it cost more than the work. */
const OPENED_AT_ONCE = 16;

/** How long a lane that is reopened may finish what it has in flight. */
const STOP_LIMIT: Milliseconds = 5_000;

/** All lanes of the process: one a route and one a replay, started, stopped and reopened as the configuration changes. */
export class Lanes implements DeliveryEngine {
  readonly #context: LaneContext;
  readonly #config: DeliveryConfig;
  readonly #lanes = new Map<string, Lane>();
  readonly #stuck = new Map<string, StuckLane>();
  /** Lanes between their stop and their next opening: what they need is still needed. */
  readonly #reopening = new Map<string, ConfiguredLane>();
  readonly #index = new LaneIndex();
  readonly #senders: Senders;
  readonly #stopListening: () => void;
  #cancelHousekeeping: (() => void) | undefined;
  /** The last change under way of each project. */
  readonly #changes = new Map<string, Promise<void>>();
  #closing = false;

  constructor(context: LaneContext, config: DeliveryConfig) {
    this.#context = context;
    this.#config = config;
    this.#senders = new Senders(context.clock, context.messagesPerProject);
    this.#stopListening = context.log.onAppend((events) => this.#index.dispatch(events));
  }

  /** Starts a lane for every route there is, and for every replay that has not ended. */
  async start(): Promise<void> {
    const lanes = await this.#config.allLanes();
    await inParallel(lanes, OPENED_AT_ONCE, (each) => this.#open(each));
    this.#scheduleHousekeeping();
  }

  async refresh(projectId: string, routeId?: string): Promise<void> {
    await this.#inTurn(projectId, async () => {
      const configured = await (routeId === undefined
        ? this.#config.lanesOf(projectId)
        : this.#config.lanesOfRoute(projectId, routeId));
      const ids = new Set(configured.map(laneIdOf));
      const running = this.#configuredNow(projectId).filter(
        ({ route }) => routeId === undefined || route.id === routeId,
      );
      const removed = running.filter((each) => !ids.has(laneIdOf(each)));
      await Promise.all(removed.map((each) => this.#remove(each)));
      await this.#config.lanesAreGone(removed.map((each) => ({ projectId, laneId: laneIdOf(each) })));
      await inParallel(configured, OPENED_AT_ONCE, (each) => this.#update(each));
    });
  }

  async removeProject(projectId: string): Promise<void> {
    await this.#inTurn(projectId, async () => {
      const ids = this.#configuredNow(projectId).map(laneIdOf);
      for (const id of ids) this.#stuck.delete(id);
      const lanes = ids.flatMap((id) => this.#lanes.get(id) ?? []);
      await Promise.all(lanes.map((lane) => this.#stop(lane, AbortSignal.abort())));
      this.#senders.forget(projectId);
      this.#config.forget(projectId);
    });
  }

  /** The lanes that run, for metrics. */
  lanes(): Iterable<Lane> {
    return this.#lanes.values();
  }

  /** Routes that do not work. */
  *troubles(): Iterable<Trouble> {
    for (const stuck of this.#stuck.values())
      if (stuck.configured.replay === undefined && !isPaused(stuck.configured)) yield troubleOfStuck(stuck);
    for (const lane of this.#lanes.values()) {
      const trouble = troubleOfLane(lane);
      if (trouble !== undefined) yield trouble;
    }
  }

  /** Lanes that could not be opened. */
  get stuck(): number {
    return this.#stuck.size;
  }

  stateOf(routeId: string): LaneState | undefined {
    const lane = this.#lanes.get(routeId);
    if (lane !== undefined) return stateOfLane(lane, this.#context);
    const stuck = this.#stuck.get(routeId);
    return stuck && stateOfStuck(stuck, this.#context);
  }

  progressOf(replayId: string): ReplayProgress | undefined {
    const lane = this.#lanes.get(replayId);
    if (lane !== undefined) return progressOfLane(lane, this.#context);
    const stuck = this.#stuck.get(replayId);
    return stuck && progressOfStuck(stuck, this.#context);
  }

  deliveriesOf(event: Event): readonly DeliveryState[] {
    return this.#configuredNow(event.projectId).flatMap((configured) => {
      const { route, replay } = configured;
      if (replay !== undefined || event.position <= route.start) return [];
      const lane = this.#lanes.get(route.id);
      const compiled = lane?.compiled ?? configured.compile();
      if (!wantsOf(route.match, compiled)(event)) return [];
      const state = deliveryOf(route, lane, event, this.#context);
      // What a disabled route lets pass is nothing it owes.
      return route.disabled && state.status === "waiting" ? [] : [state];
    });
  }

  owedFrom(projectId: string): Position | undefined {
    const needed = this.#configuredNow(projectId).flatMap((lane) => neededFrom(lane, this.#context) ?? []);
    return needed.length === 0 ? undefined : Math.min(...needed);
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

  #configuredNow(projectId: string): ConfiguredLane[] {
    const all = [...this.#lanes.values(), ...this.#stuck.values()].map(({ configured }) => configured);
    for (const [id, configured] of this.#reopening)
      if (!this.#lanes.has(id) && !this.#stuck.has(id)) all.push(configured);
    return all.filter(({ route }) => route.projectId === projectId);
  }

  async #open(configured: ConfiguredLane): Promise<void> {
    if (this.#closing) return;
    const { route } = configured;
    const id = laneIdOf(configured);
    try {
      const destination = await this.#config.resolve(route.projectId, destinationIdOf(configured));
      const lane = await this.#openWith(configured, destination);
      this.#stuck.delete(id);
      this.#lanes.set(id, lane);
      if (configured.replay === undefined && !configured.route.disabled) this.#index.add(lane);
      lane.wake();
    } catch (error) {
      this.#stuck.set(id, { configured, error: this.#causeOf(error) });
      this.#context.logger.error(
        { projectId: route.projectId, laneId: id, error: messageOf(error) },
        "a lane could not be opened",
      );
    }
  }

  #causeOf(error: unknown): StuckLane["error"] {
    const at = formatTimestamp(this.#context.clock.now());
    const code = error instanceof MillraceError ? error.code : "lane_failed";
    return { code, message: messageOf(error), blame: "settings", at };
  }

  async #openWith(configured: ConfiguredLane, destination: ResolvedDestination): Promise<Lane> {
    const shared = this.#senders.take(destination);
    try {
      return await openLane(configured, destination, shared, this.#context, (done) => this.#finish(done));
    } catch (error) {
      await this.#senders.release(destination);
      throw error;
    }
  }

  /** Answers false where the disk did not take everything the lane has settled. */
  async #stop(lane: Lane, signal: AbortSignal): Promise<boolean> {
    this.#index.remove(lane);
    this.#lanes.delete(lane.id);
    const written = await lane.stop(signal);
    await this.#senders.release(lane.destination);
    return written;
  }

  async #remove(configured: ConfiguredLane): Promise<void> {
    const id = laneIdOf(configured);
    const lane = this.#lanes.get(id);
    if (lane !== undefined) await this.#stop(lane, AbortSignal.abort());
    this.#stuck.delete(id);
    const { ledger, history } = this.#context;
    await ledger.removeLane(id);
    if (configured.replay === undefined) await history.removeRoute(configured.route.projectId, id);
  }

  /** Reopens the lane where its configuration changed; opens it where there is none. */
  async #update(configured: ConfiguredLane): Promise<void> {
    const lane = this.#lanes.get(laneIdOf(configured));
    if (lane !== undefined) {
      if (laneVersionOf(lane.configured) === laneVersionOf(configured)) return;
      await this.#reopen(lane, configured);
    } else await this.#open(configured);
  }

  async #reopen(lane: Lane, configured: ConfiguredLane): Promise<void> {
    this.#reopening.set(lane.id, configured);
    await this.#stop(lane, AbortSignal.timeout(STOP_LIMIT));
    await this.#open(configured);
    this.#reopening.delete(lane.id);
  }

  /** A replay has sent everything: its lane goes, its result stays. */
  #finish(lane: Lane): void {
    const { route, replay } = lane.configured;
    if (replay === undefined) return;
    void this.#inTurn(route.projectId, async () => {
      if (this.#lanes.get(lane.id) === lane) await this.#end(lane, replay);
    });
  }

  async #end(lane: Lane, replay: Replay): Promise<void> {
    const { configured, id } = lane;
    const { ledger, logger } = this.#context;
    this.#reopening.set(id, configured);
    try {
      if (!(await this.#stop(lane, AbortSignal.timeout(STOP_LIMIT)))) {
        // What is not written down was not done.
        await this.#open(configured);
        return;
      }
      const { delivered, discarded, expired } = ledger.laneOf(id)?.totals ?? NOTHING;
      await this.#config.replayDone(replay, { delivered, discarded, expired });
      await ledger.removeLane(id);
    } catch (error) {
      logger.error(
        { replayId: id, error: messageOf(error) },
        "a replay could not be ended; it is tried again",
      );
      this.#stuck.set(id, { configured, error: this.#causeOf(error) });
    } finally {
      this.#reopening.delete(id);
    }
  }

  #scheduleHousekeeping(): void {
    this.#cancelHousekeeping = this.#context.clock.after(HOUSEKEEPING, () => {
      for (const lane of this.#lanes.values()) lane.noteIdleProgress();
      for (const { configured } of this.#stuck.values()) {
        void this.#inTurn(configured.route.projectId, async () => {
          if (this.#stuck.get(laneIdOf(configured))?.configured === configured) await this.#open(configured);
        });
      }
      this.#scheduleHousekeeping();
    });
  }
}

const NOTHING = { delivered: 0, discarded: 0, expired: 0 };
