import type { Event, NewEvent, Position } from "../../core/event.ts";
import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import type { ChangeBatch } from "../../profiles/batch.ts";
import type { Change } from "../../profiles/change.ts";
import type { SqliteProfiles } from "../../profiles/sqlite-profiles.ts";
import type { CheckedEvent } from "./check-event.ts";
import { eventIdOf, freshEventId } from "./client-ids.ts";
import type { UploadContext } from "./compose-event.ts";
import { EventComposer } from "./compose-event.ts";

/** What the intake needs of the log. */
export interface IntakeLog {
  append(
    events: readonly NewEvent[],
  ): Promise<readonly { readonly position: Position; readonly duplicate: boolean }[]>;
  find(projectId: string, id: string): Event | undefined;
  at(position: Position): Event | undefined;
}

/** For how long an `insert_id` is known. After it the same one names another event. */
export const KNOWN_FOR: Milliseconds = 7 * 86_400_000;

/** An event on its way into the log. */
interface Going {
  readonly event: NewEvent;
  readonly source: CheckedEvent;
  /** Where it changes what is known of somebody. */
  readonly change: Change | undefined;
  /** Which of the events of its name it is. */
  readonly generation: number;
}

/** Takes events into the log, and what they say of users and groups into the profiles. */
export class AmplitudeIntake {
  readonly #log: IntakeLog;
  readonly #profiles: Pick<SqliteProfiles, "begin" | "takesOver">;
  readonly #now: () => EpochMilliseconds;
  /** Events that change something and are not in the log yet, by project and id. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(
    log: IntakeLog,
    profiles: Pick<SqliteProfiles, "begin" | "takesOver">,
    now: () => EpochMilliseconds,
  ) {
    this.#log = log;
    this.#profiles = profiles;
    this.#now = now;
  }

  /**
   * Resolves once every event is on disk; rejects with none of them stored. An event that is known already counts as
   * taken in. Begins at once: the order of the calls is the order in the log.
   */
  async take(events: readonly CheckedEvent[], context: UploadContext): Promise<void> {
    const batch = this.#profiles.begin(context.projectId);
    const upload = new UploadUnderWay(this.#log, this.#profiles, this.#underWay, this.#now());
    let stored: Promise<void>;
    try {
      const going = upload.prepare(events, context, batch);
      stored = this.#store(going, batch, context);
    } catch (error) {
      batch.fail();
      throw error;
    }
    upload.announce(stored);
    await stored;
    // The same events on their way in by another call: they are as safe as that one is.
    await Promise.all(upload.others);
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
    const going = old.flatMap(({ event, source, generation }): Going[] => {
      const id = eventIdOf(senderOf(source), source.insertId ?? "", generation + 1);
      const data = event.data.replace(`"uuid":"${event.id}"`, () => `"uuid":"${id}"`);
      return [
        {
          event: { ...event, id, data, metadata: {} },
          source,
          change: undefined,
          generation: generation + 1,
        },
      ];
    });
    await this.#store(going, batch, context);
  }

  #isOld(event: Event | undefined): boolean {
    return event !== undefined && this.#now() - event.acceptedAt > KNOWN_FOR;
  }
}

/** One call while it is prepared. */
class UploadUnderWay {
  /** Calls that are bringing in events of this one as well. */
  readonly others = new Set<Promise<unknown>>();
  readonly #log: IntakeLog;
  readonly #profiles: Pick<SqliteProfiles, "takesOver">;
  readonly #underWay: Map<string, Promise<unknown>>;
  readonly #now: EpochMilliseconds;
  readonly #own = new Set<string>();

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

  /** Composes the events, each with the properties that those before it have left. */
  prepare(events: readonly CheckedEvent[], context: UploadContext, batch: ChangeBatch): readonly Going[] {
    const composer = new EventComposer(context);
    const going: Going[] = [];
    for (const source of events) {
      const named = this.#name(source, context.projectId);
      if (named === undefined) continue;
      const applied = batch.apply(source);
      const event = composer.compose(source, named.id, applied);
      const change = applied.counts ? source : undefined;
      going.push({ event, source, change, generation: named.generation });
    }
    return going;
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

  /** The event's id; undefined where the event is known already. The log tells that too, but after properties changed. */
  #name(
    source: CheckedEvent,
    projectId: string,
  ): { readonly id: string; readonly generation: number } | undefined {
    const { insertId } = source;
    if (insertId === undefined) return { id: freshEventId(), generation: 0 };
    const sender = senderOf(source);
    const id = eventIdOf(sender, insertId, 0);
    if (!this.#changesSomething(source, projectId)) return { id, generation: 0 };
    const key = `${projectId}/${id}`;
    const other = this.#underWay.get(key);
    if (other !== undefined) this.others.add(other);
    if (other !== undefined || this.#own.has(key)) return undefined;
    const named = this.#nextGeneration(projectId, sender, insertId);
    if (named !== undefined) this.#own.add(key);
    return named;
  }

  #nextGeneration(
    projectId: string,
    sender: string,
    insertId: string,
  ): { readonly id: string; readonly generation: number } | undefined {
    for (let generation = 0; ; generation++) {
      const id = eventIdOf(sender, insertId, generation);
      const known = this.#log.find(projectId, id);
      if (known === undefined) return { id, generation };
      if (this.#now - known.acceptedAt <= KNOWN_FOR) return undefined;
    }
  }

  #changesSomething(source: CheckedEvent, projectId: string): boolean {
    return (
      source.userOperations.length > 0 ||
      source.groupOperations.length > 0 ||
      this.#profiles.takesOver(projectId, source)
    );
  }
}

function senderOf({ deviceId, userId }: CheckedEvent): string {
  return deviceId ?? userId ?? "";
}
