import { join } from "node:path";
import type { Event, NewEvent, Position } from "../../core/event.ts";
import type { Bytes } from "../../core/message.ts";
import type { MillraceError, StorageError } from "../../core/errors.ts";
import { InvariantError, NotFoundError } from "../../core/errors.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import { systemClock } from "../../core/time.ts";
import { openDatabase } from "../../sqlite/database.ts";
import { moduleBeside } from "../../sqlite/module-beside.ts";
import { Writer } from "../../sqlite/writer.ts";
import type { Appended, AppendListener, EventLog, LogSize, OldestEvent, ReadLimit } from "../event-log.ts";
import { EventsRemovedError } from "../event-log.ts";
import { RecentEvents } from "../recent-events.ts";
import type { AppendResult, LogJob, LogResult } from "./append-handler.ts";
import { flatten } from "./append-handler.ts";
import { EventReader } from "./reader.ts";
import { LOG_MIGRATIONS } from "./schema.ts";

/** How a {@link SqliteEventLog} is opened. */
export interface SqliteEventLogOptions {
  /** The data folder; the log is the file `log.db` in it. */
  readonly folder: string;
  /** The newest events kept decoded in memory; few, because events that live long are what garbage collection costs. */
  readonly recentBytes?: Bytes;
  /** Events accepted and not yet on disk, before further ones are refused with 503. */
  readonly maxWaitingBytes?: Bytes;
  readonly clock?: Clock;
  /** Asked before each append: why nothing may be taken in at the moment, if so. */
  readonly refusal?: () => MillraceError | undefined;
}

/**
 * After a piece of a removal the thread is left alone for this many times as long as the piece took,
 * so that the disk belongs to the events that come in.
 */
const REST = 1;

const MEBIBYTE = 1_048_576;

/**
 * For how long events of a deleted project are refused. No request lasts so long that it was let in before the project was
 * deleted and hands its events in later.
 */
const REFUSED_FOR: Milliseconds = 3_600_000;

/** The embedded event log: one SQLite file, written by a thread of its own in grouped commits, read from here. */
export class SqliteEventLog implements EventLog {
  readonly #writer: Writer<LogJob, LogResult>;
  readonly #reader: EventReader;
  readonly #recent: RecentEvents;
  readonly #listeners = new Set<AppendListener>();
  readonly #heads = new Map<string, Position>();
  readonly #removedThrough = new Map<string, Position>();
  /** Projects that are deleted, and since when, oldest first. */
  readonly #refused = new Map<string, Milliseconds>();
  readonly #clock: Clock;
  readonly #refusal: () => MillraceError | undefined;
  #closing = false;
  #head: Position;
  #lastAccepted: EpochMilliseconds;

  private constructor(
    writer: Writer<LogJob, LogResult>,
    reader: EventReader,
    options: Pick<SqliteEventLogOptions, "recentBytes" | "clock" | "refusal">,
  ) {
    this.#writer = writer;
    this.#reader = reader;
    this.#clock = options.clock ?? systemClock;
    this.#refusal = options.refusal ?? (() => undefined);
    this.#head = reader.head();
    this.#lastAccepted = reader.lastAcceptedAt();
    this.#recent = new RecentEvents(this.#head, options.recentBytes ?? 8 * MEBIBYTE);
  }

  /**
   * Opens `log.db`, making or migrating it.
   * @throws {NewerDatabaseError} where a newer Millrace wrote it
   */
  static async open(options: SqliteEventLogOptions): Promise<SqliteEventLog> {
    const path = join(options.folder, "log.db");
    const writer = await Writer.open<LogJob, LogResult>({
      path,
      migrations: LOG_MIGRATIONS,
      handler: moduleBeside("append-handler", import.meta.url),
      maxWaitingBytes: options.maxWaitingBytes ?? 64 * MEBIBYTE,
    });
    const reader = new EventReader(openDatabase(path, { readonly: true }));
    return new SqliteEventLog(writer, reader, options);
  }

  async append(events: readonly NewEvent[]): Promise<readonly Appended[]> {
    if (events.length === 0) return [];
    const refusal = this.#refusal();
    if (refusal !== undefined) throw refusal;
    const texts: string[] = [];
    let bytes = 0;
    for (const event of events) {
      if (this.#refused.size > 0 && this.#refused.has(event.projectId))
        throw new NotFoundError("project", event.projectId);
      bytes += event.data.length + 200;
      flatten(texts, event);
    }
    // A clock that is set back must not make later events look older than earlier ones.
    this.#lastAccepted = Math.max(this.#lastAccepted, this.#clock.now());
    const at = this.#lastAccepted;
    const positions = await this.#writer.run({ kind: "append", at, texts }, bytes);
    if (typeof positions === "number") throw new InvariantError("an append answered no positions");
    return this.#accept(events, positions, at);
  }

  head(): Position {
    return this.#head;
  }

  read(projectId: string, after: Position, limit: ReadLimit): readonly Event[] {
    if (after < this.#recent.floor) return this.#reader.read(projectId, after, limit);
    // Memory may still hold what was removed from the disk.
    const removedThrough = this.removedThrough(projectId);
    if (after < removedThrough) throw new EventsRemovedError(after, removedThrough);
    return this.#recent.read(projectId, after, limit) ?? this.#reader.read(projectId, after, limit);
  }

  readLast(projectId: string, limit: ReadLimit): readonly Event[] {
    return this.#reader.readLast(projectId, limit);
  }

  at(position: Position): Event | undefined {
    const recent = this.#recent.at(position);
    if (recent === undefined) return this.#reader.at(position);
    return position > this.removedThrough(recent.projectId) ? recent : undefined;
  }

  find(projectId: string, id: string): Event | undefined {
    return this.#reader.find(projectId, id);
  }

  /** Runs `work`, which must not await anything, so that its look-ups see the log as it is now and cost less together. */
  atOneMoment<T>(work: () => T): T {
    return this.#reader.atOneMoment(work);
  }

  headOf(projectId: string): Position {
    const cached = this.#heads.get(projectId);
    if (cached !== undefined) return cached;
    const head = this.#reader.headOf(projectId);
    this.#heads.set(projectId, head);
    return head;
  }

  projects(): readonly string[] {
    return this.#reader.projects();
  }

  oldest(projectId?: string): OldestEvent | undefined {
    return this.#reader.oldest(projectId);
  }

  removedThrough(projectId: string): Position {
    const cached = this.#removedThrough.get(projectId);
    if (cached !== undefined) return cached;
    const removedThrough = this.#reader.removedThrough(projectId);
    this.#removedThrough.set(projectId, removedThrough);
    return removedThrough;
  }

  async remove(projectId: string, through: Position): Promise<number> {
    return this.#inPieces({ kind: "remove", projectId, through }, () =>
      this.#removedThrough.delete(projectId),
    );
  }

  refuse(projectId: string): void {
    const now = this.#clock.elapsed();
    for (const [id, since] of this.#refused) {
      if (now - since < REFUSED_FOR) break;
      this.#refused.delete(id);
    }
    this.#refused.set(projectId, now);
  }

  async forget(projectId: string): Promise<boolean> {
    if ((await this.#writer.run({ kind: "forget", projectId }, 0)) === 0) return false;
    this.#reader.forget(projectId);
    this.#heads.delete(projectId);
    this.#removedThrough.delete(projectId);
    // The newest events of all projects are held together; lanes at the tail read the log once.
    this.#recent.clear(this.#head);
    return true;
  }

  async skipTo(position: Position): Promise<void> {
    await this.#writer.run({ kind: "skip", to: position }, 0);
    this.#head = Math.max(this.#head, position);
  }

  size(): LogSize {
    return this.#reader.size();
  }

  async giveBack(keep: Bytes): Promise<void> {
    await this.#inPieces({ kind: "giveBack", keep });
  }

  positionBefore(time: EpochMilliseconds): Position {
    return this.#reader.positionBefore(time);
  }

  countBehind(projectId: string, after: Position): number {
    return this.#reader.countBehind(projectId, after);
  }

  onAppend(listener: AppendListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why nothing can be stored at the moment or any more, if so; for readiness. */
  get failure(): StorageError | undefined {
    return this.#writer.failure;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#writer.close();
    this.#reader.close();
  }

  /** Runs a job until it finds nothing more to do, with rests between. Answers how much was done. */
  async #inPieces(job: LogJob, onPiece: () => void = () => {}): Promise<number> {
    for (let done = 0; ;) {
      if (this.#closing) return done;
      const started = performance.now();
      const piece = await this.#writer.run(job, 0);
      onPiece();
      if (typeof piece !== "number" || piece === 0) return done;
      done += piece;
      const rest = (performance.now() - started) * REST;
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
  }

  /** Commits are answered in the order they were made, so positions reach the listeners in order. */
  #accept(
    events: readonly NewEvent[],
    positions: AppendResult,
    acceptedAt: EpochMilliseconds,
  ): readonly Appended[] {
    const appended: Appended[] = [];
    const fresh: Event[] = [];
    events.forEach((event, i) => {
      const position = positions[i] ?? 0;
      appended.push({ id: event.id, position: Math.abs(position), duplicate: position < 0 });
      if (position < 0) return;
      // Named one by one: copying whatever an event has takes several times as long.
      const { id, projectId, topic, time, metadata, data } = event;
      const stored: Event = { position, id, projectId, topic, time, acceptedAt, metadata, data };
      fresh.push(stored);
      this.#recent.add(stored);
      this.#heads.set(event.projectId, position);
      this.#head = position;
    });
    if (fresh.length > 0) for (const listener of this.#listeners) listener(fresh);
    return appended;
  }
}
