import { ConflictError, NotFoundError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import type { LetterSelection, Replay, ReplayResult } from "../core/replay.ts";
import type { Route } from "../core/route.ts";
import type { Clock } from "../core/time.ts";
import type { DeadLetterFilter, Ledger } from "../ledger/ledger.ts";
import type { EventLog } from "../log/event-log.ts";
import { findDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import type { Page } from "../store/page.ts";
import type { NewReplay } from "../store/replays.ts";
import { createReplay, findReplay, listReplays, openReplays, setReplayState } from "../store/replays.ts";
import { findRoute } from "../store/routes.ts";
import type { DeliveryEngine, ReplayProgress } from "./engine.ts";

/** What {@link Replays} works with. */
export interface ReplaysDependencies {
  readonly store: Store;
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly engine: DeliveryEngine;
  readonly clock: Clock;
}

/** A stretch of a route's events: those behind `after`, up to and with `through`. */
export interface EventsToReplay {
  readonly after: Position;
  /** Left out: the newest event there is now. */
  readonly through?: Position;
  readonly topics?: readonly string[];
  readonly ids?: readonly string[];
  /** Where to, where it is not the route's own destination. */
  readonly destinationId?: string;
}

/** A replay, and how far it has come. */
export interface ReplayStatus {
  readonly replay: Replay;
  /** Events of {@link Replay.total} that were dealt with. */
  readonly passed: number;
  readonly result: ReplayResult;
  readonly progress: ReplayProgress | undefined;
}

/** Replays: made, watched, paused and cancelled. The lanes do the sending. */
export class Replays {
  readonly #deps: ReplaysDependencies;

  constructor(deps: ReplaysDependencies) {
    this.#deps = deps;
  }

  /**
   * Sends events of a route once more.
   * @throws {ConflictError} `replay_empty` where there are none
   */
  async ofEvents(route: Route, events: EventsToReplay): Promise<ReplayStatus> {
    const { log } = this.#deps;
    const { projectId } = route;
    const { after, topics, ids } = events;
    const through = Math.min(events.through ?? log.head(), log.head());
    const total =
      through <= after ? 0 : log.countBehind(projectId, after) - log.countBehind(projectId, through);
    if (total === 0) throw nothingToReplay("The project has no event in the range that is asked for.");
    return this.#start({
      projectId,
      routeId: route.id,
      destinationId: events.destinationId ?? route.destinationId,
      of: {
        kind: "events",
        from: after,
        to: through,
        ...(topics !== undefined && { topics: [...topics] }),
        ...(ids !== undefined && { ids: [...ids] }),
      },
      total,
    });
  }

  /**
   * Sends dead letters once more: those that are there now. What is delivered is no dead letter any more; what fails again
   * stays one. One replay for each lane that gave up any of them.
   * @throws {ConflictError} `replay_empty` where the filter means none, or none that still has somewhere to go;
   *   `replay_running` where dead letters of the same route are being replayed: they would be sent twice
   */
  async ofDeadLetters(filter: DeadLetterFilter): Promise<readonly ReplayStatus[]> {
    const throughId = newId();
    const selection = toSelection(filter, throughId);
    const running = (await openReplays(this.#deps.store, { projectId: filter.projectId })).filter(
      ({ of }) => of.kind === "dead_letters",
    );
    const started: ReplayStatus[] = [];
    for (const lane of this.#deps.ledger.countDeadLetters({ ...filter, throughId })) {
      const target = await this.#targetOf(filter.projectId, lane.routeId, lane.destinationId);
      if (target === undefined) continue;
      const other = running.find(
        ({ of, destinationId }) =>
          of.kind === "dead_letters" && of.laneId === lane.laneId && destinationId === target,
      );
      if (other !== undefined) throw alreadyRunning(other.id);
      started.push(
        await this.#start({
          projectId: filter.projectId,
          routeId: lane.routeId,
          destinationId: target,
          of: {
            kind: "dead_letters",
            laneId: lane.laneId,
            from: lane.first - 1,
            to: lane.last,
            letters: { ...selection, destinationId: lane.destinationId },
          },
          total: lane.count,
        }),
      );
    }
    if (started.length === 0)
      throw nothingToReplay(
        "No dead letter meets the filter whose route and destination are still there. Letters of a deleted route can only be read or deleted.",
      );
    return started;
  }

  /** @throws {NotFoundError} */
  async get(projectId: string, id: string): Promise<ReplayStatus> {
    return this.#statusOf(await this.#mustFind(projectId, id));
  }

  async list(projectId: string, routeId: string | undefined, page: Page): Promise<readonly ReplayStatus[]> {
    const replays = await listReplays(this.#deps.store, projectId, routeId, page);
    return replays.map((replay) => this.#statusOf(replay));
  }

  /** @throws {ConflictError} where it has ended */
  async setPaused(projectId: string, id: string, paused: boolean): Promise<ReplayStatus> {
    const found = await this.#mustFind(projectId, id);
    return this.#change(found, { state: paused ? "paused" : "running" });
  }

  /**
   * Ends a replay where it is; what it has sent stays sent.
   * @throws {ConflictError} where it has ended
   */
  async cancel(projectId: string, id: string): Promise<ReplayStatus> {
    const found = await this.#mustFind(projectId, id);
    // Paused first, so that what its lane has in flight is in the result.
    const paused = await this.#change(found, { state: "paused" });
    return this.#change(paused.replay, { state: "cancelled", result: paused.result });
  }

  async #start(replay: NewReplay): Promise<ReplayStatus> {
    const { store, engine, clock } = this.#deps;
    const made = await createReplay(store, replay, clock.timestamp());
    await engine.refresh(made.projectId, made.routeId);
    return this.#statusOf(made);
  }

  async #change(found: Replay, change: Pick<Replay, "state" | "result">): Promise<ReplayStatus> {
    const { store, engine, clock } = this.#deps;
    const changed = await setReplayState(store, found.id, change, clock.timestamp());
    if (changed === undefined) {
      throw new ConflictError(
        "replay_ended",
        `The replay ${found.id} has ended; it cannot be changed any more.`,
      );
    }
    await engine.refresh(changed.projectId, changed.routeId);
    return this.#statusOf(changed);
  }

  async #mustFind(projectId: string, id: string): Promise<Replay> {
    const found = await findReplay(this.#deps.store, projectId, id);
    if (found === undefined) throw new NotFoundError("replay", id);
    return found;
  }

  /** Where dead letters go: undefined where their route or their destination is gone. */
  async #targetOf(projectId: string, routeId: string, destinationId: string): Promise<string | undefined> {
    const { store } = this.#deps;
    const route = await findRoute(store, projectId, routeId);
    if (route === undefined) return undefined;
    // Letters from before destinations were noted are the route's own.
    const id = destinationId === "" ? route.destinationId : destinationId;
    const found = await findDestination(store, projectId, id);
    // An event stream may have been put to a stream of another kind since: what it owes goes where it leads now.
    if (found === undefined && route.origin.kind === "event_stream") return route.destinationId;
    return found?.id;
  }

  #statusOf(replay: Replay): ReplayStatus {
    const { engine, ledger, log } = this.#deps;
    const progress = engine.progressOf(replay.id);
    const known = ledger.laneOf(replay.id);
    const result = replay.result ?? progress?.totals ?? known?.totals ?? NOTHING;
    const ended = result.delivered + result.discarded + result.expired;
    if (replay.of.kind === "dead_letters") return { replay, passed: ended, result, progress };
    if (replay.state === "done") return { replay, passed: replay.total, result, progress };
    const cursor = Math.min(progress?.cursor ?? known?.cursor ?? replay.of.from, replay.of.to);
    const left = log.countBehind(replay.projectId, cursor) - log.countBehind(replay.projectId, replay.of.to);
    return { replay, passed: Math.max(0, replay.total - left), result, progress };
  }
}

const NOTHING: ReplayResult = { delivered: 0, discarded: 0, expired: 0 };

function toSelection(filter: DeadLetterFilter, throughId: string): LetterSelection {
  const { ids, ended, code, from, to } = filter;
  return {
    throughId,
    ...(ids !== undefined && { ids: [...ids] }),
    ...(ended !== undefined && { ended }),
    ...(code !== undefined && { code }),
    ...(from !== undefined && { endedFrom: from }),
    ...(to !== undefined && { endedTo: to }),
  };
}

function alreadyRunning(id: string): ConflictError {
  return new ConflictError(
    "replay_running",
    `Dead letters of this route are being replayed already, by ${id}.`,
    {
      remedy: "Wait until it is done, or cancel it.",
    },
  );
}

function nothingToReplay(message: string): ConflictError {
  return new ConflictError("replay_empty", message);
}
