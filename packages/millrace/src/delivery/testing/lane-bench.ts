import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PaceOptions } from "../../core/delivery-options.ts";
import type { DestinationLimits, Formatter, Sender } from "../../core/destination.ts";
import type { Event, NewEvent } from "../../core/event.ts";
import { newId } from "../../core/ids.ts";
import type { Message, Outcome } from "../../core/message.ts";
import { DEFAULT_SCHEDULE } from "../../core/retry-schedule.ts";
import type { RetrySchedule } from "../../core/retry-schedule.ts";
import type { Replay, ReplayResult } from "../../core/replay.ts";
import type { CompiledRoute, Route } from "../../core/route.ts";
import { systemClock } from "../../core/time.ts";
import type { Clock } from "../../core/time.ts";
import { RouteCounter } from "../../history/route-counter.ts";
import { SqliteLedger } from "../../ledger/sqlite-ledger.ts";
import { SqliteEventLog } from "../../log/sqlite/sqlite-event-log.ts";
import { Lanes } from "../lanes.ts";
import type { ConfiguredLane, ResolvedDestination } from "../resolved-destination.ts";
import { SharedReads } from "../shared-reads.ts";
import { Turns } from "../turns.ts";

/** What a scripted destination answers to one message on its nth sending. */
export type Script = (message: Message, sending: number, batch: number) => Outcome | Promise<Outcome>;

const DELIVERED: Outcome = { kind: "delivered" };

/** A destination in this process that answers by a script and remembers what it took. */
export class ScriptedDestination implements Sender {
  script: Script = () => DELIVERED;
  readonly batches: string[][] = [];
  readonly taken: string[] = [];
  readonly #sendings = new Map<string, number>();

  async send(batch: readonly Message[], _signal?: AbortSignal): Promise<readonly Outcome[]> {
    const number = this.batches.push(batch.map((m) => m.event.data));
    const outcomes = await Promise.all(
      batch.map(async (message) => {
        const { data } = message.event;
        const sending = (this.#sendings.get(data) ?? 0) + 1;
        this.#sendings.set(data, sending);
        return this.script(message, sending, number);
      }),
    );
    // A request takes effect as a whole, in its order.
    outcomes.forEach((outcome, i) => {
      const data = batch[i]?.event.data;
      if (outcome.kind === "delivered" && data !== undefined) this.taken.push(data);
    });
    return outcomes;
  }

  async close(): Promise<void> {}
}

export const PROJECT = "project-1";

/** A route over topic `track` of {@link PROJECT}. */
export function aRoute(over: Partial<Route> = {}): Route {
  return {
    id: "route-1",
    projectId: PROJECT,
    name: "tracks",
    origin: { kind: "api" },
    destinationId: "destination-1",
    match: { topics: ["track"] },
    paused: false,
    disabled: false,
    start: 0,
    restarts: 0,
    createTime: "2025-10-14T00:00:00Z",
    updateTime: "2025-10-14T00:00:00Z",
    ...over,
  };
}

/** An event whose data is `name` as JSON. */
export function named(name: string | number, over: Partial<NewEvent> = {}): NewEvent {
  return {
    id: newId(),
    projectId: PROJECT,
    topic: "track",
    time: "2025-10-14T02:58:59.323405308Z",
    metadata: {},
    data: JSON.stringify(name),
    ...over,
  };
}

/** A data folder with a real log and ledger in it, and lanes over scripted destinations. */
export class LaneBench {
  readonly folder: string;
  readonly destination = new ScriptedDestination();
  routes: Route[] = [aRoute()];
  limits: DestinationLimits = {
    recordBytes: 1_000,
    batchRecords: 10,
    batchBytes: 10_000,
    concurrency: 3,
    oneRequest: true,
    projectBudget: false,
    downloadUrlTtl: 60_000,
  };
  schedule: RetrySchedule = { ...DEFAULT_SCHEDULE, firstWait: 20 };
  pace: PaceOptions = {};
  hasKeys = false;
  messagesPerProject = 0;
  clock: Clock = systemClock;
  format: Formatter = format;
  large: (event: Event) => readonly Message[] | undefined = () => undefined;
  /** Destinations with scripts of their own, by id. */
  readonly destinations = new Map<string, ScriptedDestination>();
  replays: Replay[] = [];
  readonly ended: { replay: Replay; result: ReplayResult }[] = [];
  readonly touched: RouteCounter[] = [];
  version = "1";
  /** What routes come to, beside their topics. */
  compile: (route: Route) => CompiledRoute = () => ({});
  log: SqliteEventLog;
  ledger: SqliteLedger;
  lanes: Lanes;

  private constructor(folder: string, log: SqliteEventLog, ledger: SqliteLedger) {
    this.folder = folder;
    this.log = log;
    this.ledger = ledger;
    this.lanes = this.newLanes();
  }

  static async make(): Promise<LaneBench> {
    const folder = await mkdtemp(join(tmpdir(), "millrace-lanes-"));
    return new LaneBench(folder, await SqliteEventLog.open({ folder }), await SqliteLedger.open(folder));
  }

  async open(): Promise<void> {
    this.log = await SqliteEventLog.open({ folder: this.folder });
    this.ledger = await SqliteLedger.open(this.folder);
    this.lanes = this.newLanes();
  }

  /** Lanes over the same log and ledger: as another process would have them. */
  newLanes(): Lanes {
    return new Lanes(
      {
        log: this.log,
        ledger: this.ledger,
        reads: new SharedReads(this.log, this.clock),
        turns: new Turns(),
        clock: this.clock,
        random: () => 0.5,
        logger: { info() {}, warn() {}, error() {} },
        large: { prepare: async (event) => this.large(event) },
        onBatch: () => {},
        history: {
          counterOf: (projectId, routeId) => new RouteCounter({ projectId, routeId }, this.touched),
          forget() {},
          async removeRoute() {},
        },
        messagesPerProject: this.messagesPerProject,
      },
      {
        allLanes: async () => this.#configured(),
        lanesOf: async (projectId) => this.#configured().filter(({ route }) => route.projectId === projectId),
        lanesOfRoute: async (_, routeId) => this.#configured().filter(({ route }) => route.id === routeId),
        resolve: async (projectId, destinationId) => this.#resolved(projectId, destinationId),
        forget: () => {},
        lanesAreGone: async () => {},
        replayDone: async (replay, result) => {
          this.replays = this.replays.filter(({ id }) => id !== replay.id);
          this.ended.push({ replay, result });
        },
      },
    );
  }

  async close(): Promise<void> {
    await this.lanes.close(1_000);
    await this.log.close();
    await this.ledger.close();
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  #configured(): ConfiguredLane[] {
    const common = (route: Route) => ({
      route,
      destinationVersion: this.version,
      shapeVersion: "",
      compile: () => this.compile(route),
    });
    const replays = this.replays.flatMap((replay) =>
      this.routes
        .filter(({ id }) => id === replay.routeId)
        .map((route) => Object.assign(common(route), { replay })),
    );
    return [...this.routes.map(common), ...replays];
  }

  #resolved(projectId: string, id: string): ResolvedDestination {
    return {
      id,
      projectId,
      name: id,
      type: "scripted",
      version: this.version,
      limits: this.limits,
      hasKeys: this.hasKeys,
      schedule: this.schedule,
      pace: this.pace,
      format: (event) => this.format(event),
      open: () => this.destinations.get(id) ?? this.destination,
    };
  }
}

/** Data that says "unformattable" is what the format step says no to. */
function format(event: Event): Message | { discard: { code: string; message: string; blame: "event" } } {
  if (event.data.includes("unformattable"))
    return { discard: { code: "bad_shape", message: "cannot be formed", blame: "event" } };
  const bodyBytes = Buffer.byteLength(event.data);
  return { event, body: event.data, bodyBytes, key: event.id, keyBytes: event.id.length, attributes: {} };
}
