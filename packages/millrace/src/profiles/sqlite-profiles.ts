import { join } from "node:path";
import { BackPressureError, messageOf } from "../core/errors.ts";
import type { StorageError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock } from "../core/time.ts";
import { openDatabase } from "../sqlite/database.ts";
import { moduleBeside } from "../sqlite/module-beside.ts";
import { Writer } from "../sqlite/writer.ts";
import { applyChange, unclaimedDevice } from "./apply-change.ts";
import type { ChangeBatch } from "./batch.ts";
import { Batches } from "./batch.ts";
import type { ProfileLog } from "./catch-up.ts";
import { changesBehind } from "./catch-up.ts";
import type { Change } from "./change.ts";
import type { Entry } from "./profile-cache.ts";
import { ProfileCache } from "./profile-cache.ts";
import { ProfileReader } from "./reader.ts";
import { PROFILES_MIGRATIONS } from "./schema.ts";
import type { Subject } from "./subject.ts";
import type { AppliedThrough, RemoveJob, WriteJob } from "./write-handler.ts";

const MEBIBYTE = 1_048_576;

/** How often profiles that changed are written. What was not yet is read from the log again after a crash. */
const FLUSH_EVERY = 1_000;

/** With so many changed profiles nobody waits for the next flush. */
const FLUSH_AT_PROFILES = 2_000;

/** Events without a change, after which the position alone is written: what a start would read for nothing. */
const FLUSH_AT_EVENTS = 5_000;

/** Changed profiles that may wait for the disk, before events with changes are refused. */
const MAX_UNWRITTEN: Bytes = 48 * MEBIBYTE;

/** How {@link SqliteProfiles} are opened. */
export interface SqliteProfilesOptions {
  /** The data folder; the profiles are the file `profiles.db` in it. */
  readonly folder: string;
  /** The log whose events make the profiles. */
  readonly log: ProfileLog;
  readonly clock: Pick<Clock, "after">;
  readonly logger: { warn(fields: object, message: string): void };
  /** Of profiles held in memory. */
  readonly cacheBytes?: Bytes;
}

/**
 * What is known of the users and groups of projects: `profiles.db` in the data folder.
 *
 * The log is the truth. Profiles follow it: an event changes them once it is in the log, in the order of the log, and
 * they are written some time later together with the position they stand for. A start reads what stands behind that
 * position, so nothing is lost or done twice, whenever the process ended.
 */
export class SqliteProfiles {
  readonly #options: SqliteProfilesOptions;
  readonly #writer: Writer<WriteJob | RemoveJob, number>;
  readonly #reader: ProfileReader;
  readonly #cache: ProfileCache;
  readonly #batches: Batches;
  readonly #changed = new Set<Entry>();
  #unwritten: Bytes = 0;
  #written: Position = 0;
  #flushed: Promise<void> = Promise.resolve();
  #flushing = false;
  /** Until then the profiles stand for no position of the whole log. */
  #caughtUp = false;
  #failing = false;
  #cancelTimer: () => void = () => {};

  private constructor(
    options: SqliteProfilesOptions,
    writer: Writer<WriteJob | RemoveJob, number>,
    reader: ProfileReader,
  ) {
    this.#options = options;
    this.#writer = writer;
    this.#reader = reader;
    this.#cache = new ProfileCache(
      (projectId, subject) => reader.find(projectId, subject),
      options.cacheBytes ?? 64 * MEBIBYTE,
    );
    this.#batches = new Batches(
      this.#cache,
      () => options.log.head(),
      (entry) => this.#hasChanged(entry),
    );
  }

  /**
   * Opens `profiles.db`, making or migrating it. {@link catchUp} must follow before anything else.
   * @throws {NewerDatabaseError} where a newer Millrace wrote it
   */
  static async open(options: SqliteProfilesOptions): Promise<SqliteProfiles> {
    const path = join(options.folder, "profiles.db");
    const writer = await Writer.open<WriteJob | RemoveJob, number>({
      path,
      migrations: PROFILES_MIGRATIONS,
      handler: moduleBeside("write-handler", import.meta.url),
      maxWaitingBytes: 4 * MAX_UNWRITTEN,
    });
    return new SqliteProfiles(options, writer, new ProfileReader(openDatabase(path, { readonly: true })));
  }

  /** The highest position the file speaks of: the log must not give it again. */
  get farthest(): Position {
    return this.#reader.farthest();
  }

  /** Applies the events of the log that were not in the profiles when the process last ended. */
  async catchUp(): Promise<void> {
    const { log, logger } = this.#options;
    const done: AppliedThrough[] = [];
    for (const projectId of log.projects()) {
      const profiles = this.#batches.committed(projectId);
      const after = Math.max(this.#reader.appliedThrough(projectId), log.removedThrough(projectId));
      let position = after;
      try {
        for (const read of changesBehind(log, projectId, after)) {
          for (const change of read.changes) applyChange(profiles, change);
          position = read.through;
          if (this.#unwritten > MAX_UNWRITTEN / 4)
            await this.#write([...done.splice(0), { projectId, position }]);
        }
      } catch (error) {
        logger.warn({ projectId, error: messageOf(error) }, "profiles lack events that cannot be read");
      }
      if (position > after) done.push({ projectId, position });
    }
    this.#caughtUp = true;
    this.#scheduleFlush();
    await this.flush();
  }

  /**
   * Begins the changes of an append.
   * @throws {BackPressureError} where too much waits for the disk
   */
  begin(projectId: string): ChangeBatch {
    if (this.#unwritten > MAX_UNWRITTEN) {
      throw new BackPressureError("profiles_behind", "Changes of users and groups wait for the disk.", {
        retryAfterSeconds: 1,
      });
    }
    return this.#batches.begin(projectId);
  }

  /** Runs `work`, which must not await anything: profiles that it needs and that are not in memory cost less together. */
  atOneMoment<T>(work: () => T): T {
    return this.#reader.atOneMoment(work);
  }

  /** True where the event would give a device's properties to its user. */
  takesOver(projectId: string, change: Pick<Change, "userId" | "deviceId">): boolean {
    const profiles = { get: (subject: Subject) => this.#cache.entryOf(projectId, subject).optimistic };
    return unclaimedDevice(profiles, change) !== undefined;
  }

  /** Why nothing can be written, if so. */
  get failure(): StorageError | undefined {
    return this.#writer.failure;
  }

  /** Writes what has changed; happens by itself. */
  async flush(): Promise<void> {
    // One at a time: a position must not get to the disk before the profiles of a write that failed.
    while (this.#flushing) await this.#flushed;
    if (!this.#caughtUp || this.#writer.failure?.fatal === true) return;
    if (this.#changed.size === 0 && this.#batches.through === this.#written) return;
    await this.#write([]);
  }

  /**
   * Removes some of a deleted project's profiles, a few milliseconds' worth; answers how many, 0 where none is left. No event
   * of the project may be in the log any more, or on its way there.
   */
  async removeSomeOfProject(projectId: string): Promise<number> {
    // What is being written must not come after what is removed here.
    while (this.#flushing) await this.#flushed;
    for (const entry of this.#changed) {
      if (entry.projectId !== projectId) continue;
      this.#changed.delete(entry);
      this.#unwritten -= sizeOf(entry);
    }
    this.#cache.forget(projectId);
    return this.#writer.run({ removeOf: projectId }, 200);
  }

  async close(): Promise<void> {
    this.#cancelTimer();
    await this.flush();
    await this.#writer.close();
    this.#reader.close();
  }

  #hasChanged(entry: Entry): void {
    entry.unwritten = true;
    if (this.#changed.has(entry)) return;
    this.#changed.add(entry);
    this.#unwritten += sizeOf(entry);
    if (this.#changed.size === FLUSH_AT_PROFILES && !this.#flushing) void this.flush();
  }

  #write(through: readonly AppliedThrough[]): Promise<void> {
    this.#flushed = this.#writeChanged(through);
    return this.#flushed;
  }

  /** @param through positions of single projects while the log is read again; none for that of the whole log */
  async #writeChanged(through: readonly AppliedThrough[]): Promise<void> {
    const entries = [...this.#changed];
    const bytes = this.#unwritten;
    const position = this.#batches.through;
    this.#changed.clear();
    this.#flushing = true;
    try {
      const rows = entries.flatMap(rowOf);
      const positions = through.length > 0 ? through : [{ projectId: "", position }];
      await this.#writer.run({ through: positions, rows }, bytes);
      if (through.length === 0) this.#written = position;
      this.#failing = false;
    } catch (error) {
      if (!this.#failing)
        this.#options.logger.warn({ error: messageOf(error) }, "profiles cannot be written");
      this.#failing = true;
      for (const entry of entries) this.#changed.add(entry);
    }
    this.#flushing = false;
    for (const entry of entries) entry.unwritten = this.#changed.has(entry);
    this.#unwritten = 0;
    for (const entry of this.#changed) this.#unwritten += sizeOf(entry);
  }

  #scheduleFlush(): void {
    this.#cancelTimer = this.#options.clock.after(FLUSH_EVERY, () => {
      const behind = this.#batches.through - this.#written;
      if (!this.#flushing && (this.#changed.size > 0 || behind > FLUSH_AT_EVENTS)) void this.flush();
      this.#scheduleFlush();
    });
  }
}

function sizeOf({ committed, subject }: Entry): Bytes {
  return 200 + subject.key.length + committed.state.size;
}

function rowOf({ projectId, subject, committed }: Entry): string[] {
  const { state, claimed } = committed;
  return [projectId, subject.kind, subject.key, state.text, claimed ? "1" : "0"];
}
