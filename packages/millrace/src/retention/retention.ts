import { messageOf } from "../core/errors.ts";
import type { Event, Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { EventLog } from "../log/event-log.ts";
import { RunningTime } from "./running-time.ts";
import { StateFile } from "./state-file.ts";

/** The part of a logger that retention uses. */
export interface RetentionLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * The lowest position of a project that some lane still needs: the first behind its cursor **as it is on disk**, a
 * parked delivery's, a replay's, of lanes that are paused or cannot be opened too. Undefined where nothing is owed.
 * Where it throws, the project is left alone until the next run.
 */
export type OwedFrom = (projectId: string) => Position | undefined | Promise<Position | undefined>;

/** Called after events were removed: what belongs to the project's events at and below `through` can go. May repeat. */
export type OnRemoved = (projectId: string, through: Position) => void | Promise<void>;

/** What {@link Retention} is made of. */
export interface RetentionOptions {
  /** The data folder, for what is remembered over restarts. */
  readonly folder: string;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: RetentionLog;
  /** Events that nobody is owed go after this. */
  readonly retentionHours: number;
  /** Events that somebody is owed go after this; at least {@link retentionHours}. */
  readonly owedRetentionHours: number;
  readonly owedFrom: OwedFrom;
  readonly onRemoved: readonly OnRemoved[];
  /** The disk is short of room: what is free inside the log goes back to it. */
  readonly diskIsShort: () => boolean;
}

/** Deliveries that will be cut off unless their route catches up. */
export interface Endangered {
  readonly projectId: string;
  /** The oldest event that is owed. */
  readonly position: Position;
  readonly acceptedAt: EpochMilliseconds;
  /** When it goes, by the machine's clock. */
  readonly cutAt: EpochMilliseconds;
  /** Events that go within a day from now, as counted within the last hour. */
  readonly events: number;
}

/** How often old events are looked for. */
const RUN_EVERY: Milliseconds = 60_000;
/** After the start: lanes are open by then and have written down how far they are. */
const FIRST_RUN: Milliseconds = 45_000;

const HOUR: Milliseconds = 3_600_000;
/** How long before deliveries are cut off it is said that they will be. */
const NOTICE: Milliseconds = 24 * HOUR;
/** How often it is said again. */
const REMIND_EVERY: Milliseconds = HOUR;

/** Ages are told this finely: a part of `retentionHours`. */
const MARKS = 200;

/** Projects looked at before the event loop gets its turn. */
const PROJECTS_AT_ONCE = 100;

/** Room kept inside the log for new events, so that they need not be given what was just given back. */
const LEAST_KEPT: Bytes = 32 * 1_048_576;
const KEPT_PART = 8;

/** Removes events that are old enough and says, a day ahead, where that will take deliveries that are still owed. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #file: StateFile;
  readonly #hours: { readonly kept: Milliseconds; readonly owed: Milliseconds };
  readonly #endangered = new Map<string, { readonly told: Endangered; readonly saidAt: EpochMilliseconds }>();
  readonly #warnedSince = new Map<string, EpochMilliseconds>();
  readonly #told = new Set<string>();
  readonly #unreadable = new Set<string>();
  #time: RunningTime | undefined;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  #removed = 0;
  #cutOff = 0;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#file = new StateFile(options.folder);
    const kept = options.retentionHours * HOUR;
    this.#hours = { kept, owed: Math.max(options.owedRetentionHours * HOUR, kept) };
  }

  /** Runs every minute from now on. Call it when every lane is open: what is owed must be known. */
  start(): void {
    this.#schedule(FIRST_RUN);
  }

  /** Events removed since the start. */
  get removed(): number {
    return this.#removed;
  }

  /** Of those, events that were still owed to a route. */
  get cutOff(): number {
    return this.#cutOff;
  }

  /** What will be cut off within a day, by project. */
  get endangered(): readonly Endangered[] {
    return [...this.#endangered.values()].map(({ told }) => told);
  }

  /** Resolves when a run under way has come to an end. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#running;
  }

  /** Looks at every project once. */
  async run(): Promise<void> {
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    await this.#running;
  }

  #schedule(delay: Milliseconds): void {
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(delay, () => {
      void this.run().finally(() => this.#schedule(RUN_EVERY));
    });
  }

  async #run(): Promise<void> {
    const { log, logger } = this.#options;
    try {
      const time = (this.#time ??= await this.#load());
      time.advance();
      let looked = 0;
      const projects = log.projects();
      this.#forgetOthersThan(new Set(projects));
      for (const projectId of projects) {
        if (this.#closed) break;
        await this.#lookAt(projectId, time);
        if (++looked % PROJECTS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await this.#giveBack();
      await this.#save(time);
    } catch (error) {
      logger.warn({ error: messageOf(error) }, "old events could not be removed; it is tried again");
    }
  }

  /** What is remembered of projects that were deleted. */
  #forgetOthersThan(projects: ReadonlySet<string>): void {
    for (const remembered of [this.#warnedSince, this.#endangered, this.#told, this.#unreadable])
      for (const projectId of remembered.keys()) if (!projects.has(projectId)) remembered.delete(projectId);
  }

  /** A project that cannot be dealt with must not keep the others from it. */
  async #lookAt(projectId: string, time: RunningTime): Promise<void> {
    if (this.#unreadable.has(projectId)) return;
    try {
      await this.#keepToAge(projectId, time);
    } catch (error) {
      const damaged = error instanceof Error && "code" in error && error.code === "file_damaged";
      if (damaged) this.#unreadable.add(projectId);
      this.#options.logger.warn(
        { projectId, error: messageOf(error) },
        damaged
          ? "old events of a project cannot be removed, because the log is damaged; it is left alone"
          : "old events of a project could not be removed; it is tried again",
      );
    }
  }

  async #keepToAge(projectId: string, time: RunningTime): Promise<void> {
    const { log, owedFrom } = this.#options;
    await this.#tellAgain(projectId);
    const old = time.positionOfAge(this.#hours.kept);
    const soon = time.positionOfAge(this.#hours.owed - NOTICE);
    const oldest = log.oldest(projectId);
    if (oldest === undefined || oldest.position > Math.max(old, soon)) return this.#safe(projectId);
    const owed = await owedFrom(projectId);
    const settled = owed === undefined ? Infinity : owed - 1;
    const waiting = owed === undefined ? undefined : this.#firstBehind(projectId, settled);
    if (waiting === undefined || waiting.position > soon) {
      this.#safe(projectId);
      return this.#remove(projectId, Math.min(old, settled));
    }
    this.#warn(projectId, waiting, { time, soon });
    const noticeGiven = time.time - (this.#warnedSince.get(projectId) ?? time.time) >= NOTICE;
    const overdue = noticeGiven ? time.positionOfAge(this.#hours.owed) : 0;
    const cut = overdue < waiting.position ? 0 : this.#countBetween(projectId, waiting.position, overdue);
    await this.#remove(projectId, Math.max(Math.min(old, settled), overdue));
    if (cut > 0) this.#noteCut({ projectId, from: waiting.position, through: overdue, events: cut });
  }

  #countBetween(projectId: string, from: Position, through: Position): number {
    const { log } = this.#options;
    return log.countBehind(projectId, from - 1) - log.countBehind(projectId, through);
  }

  #firstBehind(projectId: string, position: Position): Event | undefined {
    const { log } = this.#options;
    const after = Math.max(position, log.removedThrough(projectId));
    return log.read(projectId, after, { events: 1, bytes: 1 })[0];
  }

  #safe(projectId: string): void {
    this.#warnedSince.delete(projectId);
    if (this.#endangered.delete(projectId))
      this.#options.logger.info({ projectId }, "no delivery will be cut off any more");
  }

  #warn(
    projectId: string,
    waiting: Event,
    { time, soon }: { readonly time: RunningTime; readonly soon: Position },
  ): void {
    const { clock, logger } = this.#options;
    const since = this.#warnedSince.get(projectId) ?? time.time;
    this.#warnedSince.set(projectId, since);
    const before = this.#endangered.get(projectId);
    const say = before === undefined || time.time - before.saidAt >= REMIND_EVERY;
    const { position, acceptedAt } = waiting;
    const left = Math.max(this.#hours.owed - time.ageOf(waiting), since + NOTICE - time.time, 0);
    const events = say ? this.#countBetween(projectId, position, soon) : before.told.events;
    const cutAt = clock.now() + left;
    const saidAt = say ? time.time : before.saidAt;
    this.#endangered.set(projectId, { told: { projectId, position, acceptedAt, cutAt, events }, saidAt });
    if (!say) return;
    logger.warn(
      { projectId, position, events, cutAt: new Date(cutAt).toISOString() },
      "deliveries will be cut off: their events are older than owedRetentionHours by then",
    );
  }

  #noteCut(cut: {
    readonly projectId: string;
    readonly from: Position;
    readonly through: Position;
    readonly events: number;
  }): void {
    this.#cutOff += cut.events;
    this.#options.logger.error(
      cut,
      "deliveries were cut off: their events were older than owedRetentionHours",
    );
  }

  async #remove(projectId: string, through: Position): Promise<void> {
    const removed = await this.#options.log.remove(projectId, through);
    if (removed === 0) return;
    this.#removed += removed;
    await this.#tell(projectId);
    this.#options.logger.info({ projectId, removed, through }, "old events were removed");
  }

  /** After a start once more: a crash may have come between the removal and the telling. */
  async #tellAgain(projectId: string): Promise<void> {
    if (this.#told.has(projectId)) return;
    this.#told.add(projectId);
    if (this.#options.log.removedThrough(projectId) > 0) await this.#tell(projectId);
  }

  async #tell(projectId: string): Promise<void> {
    const through = this.#options.log.removedThrough(projectId);
    for (const tell of this.#options.onRemoved) {
      try {
        await tell(projectId, through);
      } catch (error) {
        this.#options.logger.warn(
          { projectId, through, error: messageOf(error) },
          "what belongs to removed events could not be removed",
        );
      }
    }
  }

  async #giveBack(): Promise<void> {
    const { log, diskIsShort } = this.#options;
    const { bytes, freeBytes } = log.size();
    const keep = diskIsShort() ? 0 : Math.max(LEAST_KEPT, (bytes - freeBytes) / KEPT_PART);
    if (freeBytes > keep) await log.giveBack(keep);
  }

  async #load(): Promise<RunningTime> {
    const { clock, log, owedRetentionHours } = this.#options;
    const state = await this.#file.read();
    // What was said under another limit does not count for this one.
    if (state?.owedHours === owedRetentionHours)
      for (const [projectId, since] of Object.entries(state.warnedSince))
        this.#warnedSince.set(projectId, since);
    const every = this.#hours.kept / MARKS;
    return new RunningTime({ clock, log }, state, { every, longest: this.#hours.owed });
  }

  async #save(time: RunningTime): Promise<void> {
    const { owedRetentionHours, logger } = this.#options;
    const warnedSince = Object.fromEntries(this.#warnedSince);
    const { time: now, marks } = time.state;
    try {
      await this.#file.write({
        version: 1,
        time: now,
        marks: [...marks],
        owedHours: owedRetentionHours,
        warnedSince,
      });
    } catch (error) {
      logger.warn({ error: messageOf(error) }, "retention.json could not be written; it is tried again");
    }
  }
}
