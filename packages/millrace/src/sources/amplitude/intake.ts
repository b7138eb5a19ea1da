import type { Event, NewEvent, Position } from "../../core/event.ts";
import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import type { ChangeBatch } from "../../profiles/batch.ts";
import type { Change } from "../../profiles/change.ts";
import type { SqliteProfiles } from "../../profiles/sqlite-profiles.ts";
import type { CheckedEvent } from "./check-event.ts";
import { eventIdOf, freshEventId } from "./client-ids.ts";
import type { UploadContext } from "./compose-event.ts";
import { EventComposer } from "./compose-event.ts";
import { tooLarge } from "./refusal.ts";

/** What the intake needs of the log. */
export interface IntakeLog {
  append(
    events: readonly NewEvent[],
  ): Promise<readonly { readonly position: Position; readonly duplicate: boolean }[]>;
  find(projectId: string, id: string): Event | undefined;
  /** Look-ups in `work` cost less together. */
  atOneMoment<T>(work: () => T): T;
  at(position: Position): Event | undefined;
}

/** For how long an `insert_id` is known. After it the same one names another event. */
export const KNOWN_FOR: Milliseconds = 7 * 86_400_000;

/**
 * What the events of one upload become at most, in characters. Each of them carries the properties of its user and groups,
 * so that a small upload may become a large one.
 */
export const MAX_COMPOSED = 48 * 1_048_576;

/** Shorter texts are moved about no matter whose pieces they are. In characters. */
const WORTH_ONE_TEXT = 16_384;

/**
 * An event on its way into the log. What came in is no part of it: hundreds of uploads may wait for the disk at once, and
 * each of them would be held in memory twice.
 */
interface Going {
  readonly event: NewEvent;
  /** Where it changes what is known of somebody. */
  readonly change: Change | undefined;
  /** Where its client has named it. */
  readonly name: EventName | undefined;
}

/** What a client calls an event. */
interface EventName {
  readonly sender: string;
  readonly insertId: string;
  /** Which of the events of this name it is. */
  readonly generation: number;
}

/** Takes events into the log, and what they say of users and groups into the profiles. */
export class AmplitudeIntake {
  readonly #log: IntakeLog;
  readonly #profiles: Pick<SqliteProfiles, "begin" | "takesOver" | "atOneMoment">;
  readonly #now: () => EpochMilliseconds;
  /** Events that change something and are not in the log yet, by project and id. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(
    log: IntakeLog,
    profiles: Pick<SqliteProfiles, "begin" | "takesOver" | "atOneMoment">,
    now: () => EpochMilliseconds,
  ) {
    this.#log = log;
    this.#profiles = profiles;
    this.#now = now;
  }

  /**
   * Resolves once every event is on disk; rejects with none of them stored. An event that is known already counts as
   * taken in. Begins at once: the order of the calls is the order in the log.
   * @throws {UploadRefusal} 413 where the events become more than {@link MAX_COMPOSED}
   */
  async take(events: readonly CheckedEvent[], context: UploadContext): Promise<void> {
    const batch = this.#profiles.begin(context.projectId);
    const upload = new UploadUnderWay(this.#log, this.#profiles, this.#underWay, this.#now());
    let stored: Promise<void>;
    try {
      const going = this.#profiles.atOneMoment(() =>
        this.#log.atOneMoment(() => upload.prepare(events, context, batch)),
      );
      stored = this.#store(going, batch, context);
    } catch (error) {
      batch.fail();
      throw error;
    }
    upload.announce(stored);
    // What is awaited here instead would hold the whole upload until then.
    return upload.finished(stored);
  }

  async #store(going: readonly Going[], batch: ChangeBatch, context: UploadContext): Promise<void> {
    let appended: Awaited<ReturnType<IntakeLog["append"]>>;
    try {
      appended = await this.#log.append(going.map(({ event }) => event));
    } catch (error) {
      batch.fail();
      throw error;
    }
    const changes: Change[] = [];
    const again: Going[] = [];
    let through: Position = 0;
    going.forEach((each, i) => {
      const { position = 0, duplicate = false } = appended[i] ?? {};
      if (duplicate) {
        if (this.#isOld(this.#log.at(position))) again.push(each);
        return;
      }
      through = Math.max(through, position);
      if (each.change !== undefined) changes.push(each.change);
    });
    batch.commit(changes, through);
    if (again.length > 0) await this.#storeAgain(again, context);
  }

  /** Events whose names were last used so long ago that they are other ones. Those that change something were sifted before. */
  async #storeAgain(old: readonly Going[], context: UploadContext): Promise<void> {
    const batch = this.#profiles.begin(context.projectId);
    const going = old.flatMap(({ event, name }): Going[] => {
      if (name === undefined) return [];
      const next = { ...name, generation: name.generation + 1 };
      const id = idOf(next);
      const data = event.data.replace(`"uuid":"${event.id}"`, () => `"uuid":"${id}"`);
      return [{ event: { ...event, id, data, metadata: {} }, change: undefined, name: next }];
    });
    await this.#store(going, batch, context);
  }

  #isOld(event: Event | undefined): boolean {
    return event !== undefined && this.#now() - event.acceptedAt > KNOWN_FOR;
  }
}

/** One call while it is prepared. */
class UploadUnderWay {
  readonly #log: IntakeLog;
  readonly #profiles: Pick<SqliteProfiles, "takesOver">;
  readonly #underWay: Map<string, Promise<unknown>>;
  readonly #now: EpochMilliseconds;
  readonly #own = new Set<string>();
  /** Calls that are bringing in events of this one as well. */
  readonly #others = new Set<Promise<unknown>>();

  constructor(
    log: IntakeLog,
    profiles: Pick<SqliteProfiles, "takesOver">,
    underWay: Map<string, Promise<unknown>>,
    now: EpochMilliseconds,
  ) {
    this.#log = log;
    this.#profiles = profiles;
    this.#underWay = underWay;
    this.#now = now;
  }

  /**
   * Composes the events, each with the properties that those before it have left.
   * @throws {UploadRefusal} 413
   */
  prepare(events: readonly CheckedEvent[], context: UploadContext, batch: ChangeBatch): readonly Going[] {
    const composer = new EventComposer(context);
    const going: Going[] = [];
    let size = 0;
    for (const source of events) {
      const change = this.#changeOf(source, context.projectId);
      const name = nameOf(source);
      const changesNothing = change === undefined ? undefined : () => batch.changesNothing(change);
      const named = this.#identify(name, context.projectId, changesNothing);
      if (named === undefined) continue;
      const applied = batch.apply(change ?? source);
      const event = composer.compose(source, named.id, applied);
      size += event.data.length;
      if (size > MAX_COMPOSED) throw tooLarge();
      going.push({ event, change: applied.counts ? change : undefined, name: named.name });
    }
    return inOneText(going, size);
  }

  /** From now on the same events of other calls wait for this one. */
  announce(stored: Promise<unknown>): void {
    const underWay = this.#underWay;
    const own = this.#own;
    if (own.size === 0) return;
    for (const key of own) underWay.set(key, stored);
    const gone = (): void => own.forEach((key) => underWay.delete(key));
    stored.then(gone, gone);
  }

  /** Resolves once this call's events are in, and those that another one brings in: they are as safe as that one is. */
  async finished(stored: Promise<unknown>): Promise<void> {
    await stored;
    await Promise.all(this.#others);
  }

  /**
   * The event's id; undefined where the event is known already. The log tells that too, but after properties changed.
   * @param changesNothing undefined for an event that is not meant to change anything
   */
  #identify(
    name: EventName | undefined,
    projectId: string,
    changesNothing: (() => boolean) | undefined,
  ): { readonly id: string; readonly name: EventName | undefined } | undefined {
    if (name === undefined) return { id: freshEventId(), name };
    const id = idOf(name);
    if (changesNothing === undefined) return { id, name };
    const key = `${projectId}/${id}`;
    const other = this.#underWay.get(key);
    if (other !== undefined) this.#others.add(other);
    if (other !== undefined || this.#own.has(key)) return undefined;
    // Where it would find everything as it is, it does not matter that the log is the one to tell.
    const named = changesNothing() ? { id, name } : this.#firstUnknown(projectId, name);
    if (named !== undefined) this.#own.add(key);
    return named;
  }

  #firstUnknown(
    projectId: string,
    name: EventName,
  ): { readonly id: string; readonly name: EventName } | undefined {
    for (let next = name; ; next = { ...next, generation: next.generation + 1 }) {
      const id = idOf(next);
      const known = this.#log.find(projectId, id);
      if (known === undefined) return { id, name: next };
      if (this.#now - known.acceptedAt <= KNOWN_FOR) return undefined;
    }
  }

  /** What the event does to what is known of somebody, without the rest of it. */
  #changeOf(source: CheckedEvent, projectId: string): Change | undefined {
    const { userId, deviceId, groups, userOperations, groupOperations } = source;
    const changesSomething =
      userOperations.length > 0 || groupOperations.length > 0 || this.#profiles.takesOver(projectId, source);
    return changesSomething ? { userId, deviceId, groups, userOperations, groupOperations } : undefined;
  }
}

/**
 * The same events, their data pieces of one text. Composed texts are trees of many small ones; one large text is made of
 * them in one go, and garbage collection, which moves small ones about while they wait for the disk, leaves it alone.
 */
function inOneText(going: readonly Going[], size: number): readonly Going[] {
  if (size < WORTH_ONE_TEXT) return going;
  const all = going.map(({ event }) => event.data).join("");
  let end = 0;
  return going.map(({ event, change, name }) => {
    const { id, projectId, topic, time, metadata } = event;
    const data = all.slice(end, (end += event.data.length));
    return { event: { id, projectId, topic, time, metadata, data }, change, name };
  });
}

function nameOf({ deviceId, userId, insertId }: CheckedEvent): EventName | undefined {
  if (insertId === undefined) return undefined;
  return { sender: deviceId ?? userId ?? "", insertId, generation: 0 };
}

function idOf({ sender, insertId, generation }: EventName): string {
  return eventIdOf(sender, insertId, generation);
}
