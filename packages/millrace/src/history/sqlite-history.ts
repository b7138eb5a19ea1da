import { join } from "node:path";
import { messageOf } from "../core/errors.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";
import { openDatabase } from "../sqlite/database.ts";
import { moduleBeside } from "../sqlite/module-beside.ts";
import { Writer } from "../sqlite/writer.ts";
import type { DeliveryHistory } from "./delivery-history.ts";
import type { AddJob, HistoryJob, HistoryResult } from "./history-job.ts";
import { addJobOf, bytesOf } from "./history-job.ts";
import type { HistoryAnswer } from "./history-reader.ts";
import { HistoryReader } from "./history-reader.ts";
import type { HistoryRange } from "./resolution.ts";
import { floorTo, RESOLUTIONS } from "./resolution.ts";
import { RouteCounter } from "./route-counter.ts";
import { HISTORY_MIGRATIONS } from "./schema.ts";

/** How a {@link SqliteHistory} is opened. */
export interface SqliteHistoryOptions {
  /** The data folder; the history is the file `history.db` in it. */
  readonly folder: string;
  readonly clock: Clock;
  /** Told when counts cannot be written; deliveries go on without. */
  readonly logger: { warn(fields: object, message: string): void };
}

/** What a crash loses at most. */
const FLUSH_INTERVAL: Milliseconds = 10_000;

/** How often old points are rolled up. */
const ROLL_UP_INTERVAL: Milliseconds = 10 * 60_000;

/** A clock that moved more than this against the time that passed was set anew. */
const CLOCK_TOLERANCE: Milliseconds = 60_000;

/** Counters flushed in one go: a flush of ten thousand must not hold up deliveries. */
const SLICE = 250;

/** Counts that could not be written wait in memory up to this; a disk that stays full costs the oldest ones. */
const MAX_UNWRITTEN_BYTES = 16 * 1_048_576;

/** The history on SQLite: `history.db` in the data folder, written by a thread of its own every ten seconds. */
export class SqliteHistory implements DeliveryHistory {
  readonly #options: SqliteHistoryOptions;
  readonly #writer: Writer<HistoryJob, HistoryResult>;
  readonly #reader: HistoryReader;
  readonly #counters = new Map<string, RouteCounter>();
  /** Counters of routes that were deleted, and of projects; a lane may still hold them for a while. */
  readonly #removed = new WeakMap<RouteCounter, "route" | "project">();
  /** Counters that have something to flush. They put themselves here, so this is always the same array. */
  readonly #touched: RouteCounter[] = [];
  readonly #unwritten: AddJob[] = [];
  /** The minute that is being counted. Turned by the timer, not by each event. */
  #minute: EpochMilliseconds;
  #flushed: Promise<unknown> = Promise.resolve();
  #cancelTimers: (() => void)[] = [];
  #closing = false;

  private constructor(
    options: SqliteHistoryOptions,
    writer: Writer<HistoryJob, HistoryResult>,
    reader: HistoryReader,
  ) {
    this.#options = options;
    this.#writer = writer;
    this.#reader = reader;
    this.#minute = this.#thisMinute();
    this.#scheduleFlush();
    this.#scheduleRollUp();
  }

  /**
   * Opens `history.db`, making or migrating it.
   * @throws {NewerDatabaseError} where a newer Millrace wrote it
   */
  static async open(options: SqliteHistoryOptions): Promise<SqliteHistory> {
    const path = join(options.folder, "history.db");
    const writer = await Writer.open<HistoryJob, HistoryResult>({
      path,
      migrations: HISTORY_MIGRATIONS,
      handler: moduleBeside("write-handler", import.meta.url),
      maxWaitingBytes: 4 * MAX_UNWRITTEN_BYTES,
    });
    return new SqliteHistory(options, writer, new HistoryReader(openDatabase(path, { readonly: true })));
  }

  counterOf(projectId: string, routeId: string): RouteCounter {
    const known = this.#counters.get(routeId);
    if (known !== undefined) return known;
    const counter = new RouteCounter({ projectId, routeId }, this.#touched);
    this.#counters.set(routeId, counter);
    return counter;
  }

  forget(routeId: string): void {
    this.#counters.delete(routeId);
  }

  async removeRoute(projectId: string, routeId: string): Promise<void> {
    const counter = this.#counters.get(routeId);
    if (counter !== undefined) this.#removed.set(counter, "route");
    this.#counters.delete(routeId);
    // What was taken before the removal is written first, or it would bring the route back.
    await this.flush();
    await this.#remove({ kind: "removeRoute", projectId, routeId });
  }

  async removeProject(projectId: string): Promise<void> {
    for (const [routeId, counter] of this.#counters) {
      if (counter.owner.projectId !== projectId) continue;
      this.#removed.set(counter, "project");
      this.#counters.delete(routeId);
    }
    await this.flush();
    await this.#remove({ kind: "removeProject", projectId });
  }

  read(projectId: string, routeId: string | undefined, range: HistoryRange): HistoryAnswer {
    return this.#reader.read(projectId, [routeId ?? ""], range);
  }

  readRoutes(projectId: string, routeIds: readonly string[], range: HistoryRange): HistoryAnswer {
    return this.#reader.read(projectId, routeIds, range);
  }

  /** Writes what was counted so far. Resolves when it is on disk, or waits in memory for the next try. */
  async flush(): Promise<void> {
    const minute = this.#minute;
    this.#minute = this.#thisMinute();
    if (this.#touched.length === 0 && this.#unwritten.length === 0) return void (await this.#flushed);
    const flushed = Promise.all([this.#flushed, this.#write(minute, this.#touched.splice(0))]);
    this.#flushed = flushed;
    await flushed;
  }

  /** Moves what is old enough into coarser points, and deletes what is too old. Happens by itself. */
  async rollUp(): Promise<void> {
    while (!this.#closing && this.#writer.failure === undefined) {
      if (!(await this.#writer.run({ kind: "rollUp", now: this.#options.clock.now() }, 100))) return;
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const cancel of this.#cancelTimers) cancel();
    await this.flush();
    await this.#writer.close();
    this.#reader.close();
  }

  /** What cannot be removed now goes when nothing was counted for 90 days; deleting a route must not fail over its history. */
  async #remove(job: HistoryJob): Promise<void> {
    try {
      await this.#writer.run(job, 200);
    } catch (error) {
      this.#options.logger.warn({ error: messageOf(error) }, "a delivery history cannot be removed");
    }
  }

  #thisMinute(): EpochMilliseconds {
    return floorTo(this.#options.clock.now(), RESOLUTIONS[0].width);
  }

  /** Takes the counts at once, whatever still waits for the disk: they belong to the minute that has just been counted. */
  async #write(minute: EpochMilliseconds, counters: readonly RouteCounter[]): Promise<void> {
    const results = this.#unwritten.splice(0).map((job) => this.#add(job));
    for (let at = 0; at < counters.length; at += SLICE) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve));
      const job = addJobOf(minute, counters.slice(at, at + SLICE), (counter) => this.#ownersOf(counter));
      if (job.owners.length > 0) results.push(this.#add(job));
    }
    await Promise.all(results);
    this.#dropWhatIsTooMuch();
  }

  /** A job that was rolled back has changed nothing and may be tried again whole. */
  async #add(job: AddJob): Promise<void> {
    try {
      await this.#writer.run(job, bytesOf(job));
    } catch (error) {
      if (this.#unwritten.length === 0)
        this.#options.logger.warn({ error: messageOf(error) }, "the delivery history cannot be written");
      this.#unwritten.push(job);
    }
  }

  #dropWhatIsTooMuch(): void {
    let bytes = this.#unwritten.reduce((sum, job) => sum + bytesOf(job), 0);
    while (bytes > MAX_UNWRITTEN_BYTES) {
      const dropped = this.#unwritten.shift();
      if (dropped === undefined) return;
      bytes -= bytesOf(dropped);
    }
  }

  #ownersOf(counter: RouteCounter): readonly [string, string] | undefined {
    const { projectId, routeId } = counter.owner;
    const removed = this.#removed.get(counter);
    if (removed === "project") return undefined;
    return [projectId, removed === "route" ? "" : routeId];
  }

  /** At least at the end of each minute, so that what is flushed belongs to one. */
  #scheduleFlush(): void {
    const { clock } = this.#options;
    const leftOfMinute = this.#minute + RESOLUTIONS[0].width - clock.now();
    const delay = leftOfMinute > 0 ? Math.min(FLUSH_INTERVAL, leftOfMinute) : FLUSH_INTERVAL;
    this.#cancelTimers[0] = clock.after(delay, () => {
      void this.flush();
      this.#scheduleFlush();
    });
  }

  /** By a clock that was just set anew nothing is rolled up: it may be set back before it does harm. */
  #scheduleRollUp(): void {
    const { clock, logger } = this.#options;
    const [now, elapsed] = [clock.now(), clock.elapsed()];
    this.#cancelTimers[1] = clock.after(ROLL_UP_INTERVAL, () => {
      const moved = Math.abs(clock.now() - now - (clock.elapsed() - elapsed));
      this.#scheduleRollUp();
      if (moved > CLOCK_TOLERANCE) return;
      this.rollUp().catch((error: unknown) =>
        logger.warn({ error: messageOf(error) }, "the delivery history cannot be rolled up"),
      );
    });
  }
}
