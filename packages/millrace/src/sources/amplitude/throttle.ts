import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import type { CheckedEvent } from "./check-event.ts";
import { UploadRefusal } from "./refusal.ts";

/** How long the average looks back. */
const WINDOW: Milliseconds = 30_000;

const DAY: Milliseconds = 86_400_000;

/** Seconds' worth of events that an id may send a day: 500,000 at 1,000 a second. */
const QUOTA_SECONDS = 500;

/** Ids that are counted at once; beyond it those with the smallest counts are forgotten. */
const MAX_IDS = 200_000;

/** What an event is counted under. */
type Sender = Pick<CheckedEvent, "userId" | "deviceId">;

/**
 * Keeps single users and devices from sending too much: an average of so many events a second over half a minute, and
 * so many a day. Counts are in memory, of a bounded number of ids.
 */
export class Throttle {
  readonly #perSecond: number;
  readonly #now: () => EpochMilliseconds;
  #window: Window;
  #day: Day;

  /** @param perSecond events of one id; 0 for no limit */
  constructor(perSecond: number, now: () => EpochMilliseconds) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#window = new Window(Math.floor(now() / WINDOW));
    this.#day = new Day(Math.floor(now() / DAY));
  }

  /**
   * Counts the events of an upload, all or none.
   * @throws {UploadRefusal} 429 that names the users and devices that have sent too much, and their events
   */
  admit(projectId: string, senders: readonly Sender[]): void {
    if (this.#perSecond === 0) return;
    this.#turn();
    const keys = senders.map((sender) => keysOf(projectId, sender));
    const refusal = this.#refusal(senders, keys);
    if (refusal !== undefined) throw refusal;
    for (const key of keys.flat()) {
      this.#window.counts.add(key);
      this.#day.counts.add(key);
    }
  }

  #turn(): void {
    const now = this.#now();
    this.#window = this.#window.at(Math.floor(now / WINDOW));
    this.#day = this.#day.at(Math.floor(now / DAY));
  }

  #refusal(senders: readonly Sender[], keys: readonly (readonly string[])[]): UploadRefusal | undefined {
    const share = 1 - (this.#now() % WINDOW) / WINDOW;
    const found = { users: new Found(), devices: new Found() };
    const events: number[] = [];
    keys.forEach((ofSender, i) => {
      let throttled = false;
      for (const key of ofSender) {
        const rate = this.#window.estimate(key, share) / (WINDOW / 1_000);
        const today = this.#day.counts.get(key);
        const { userId, deviceId } = senders[i] ?? {};
        const [where, id] = key.startsWith("u") ? [found.users, userId] : [found.devices, deviceId];
        if (rate >= this.#perSecond) where.throttled.set(id ?? "", Math.ceil(rate));
        if (today >= this.#perSecond * QUOTA_SECONDS) where.exceeded.set(id ?? "", today);
        throttled ||= where.throttled.has(id ?? "") || where.exceeded.has(id ?? "");
      }
      if (throttled) events.push(i);
    });
    if (events.length === 0) return undefined;
    return new UploadRefusal(429, "Too many requests for some devices and users", {
      eps_threshold: this.#perSecond,
      throttled_devices: Object.fromEntries(found.devices.throttled),
      throttled_users: Object.fromEntries(found.users.throttled),
      exceeded_daily_quota_devices: Object.fromEntries(found.devices.exceeded),
      exceeded_daily_quota_users: Object.fromEntries(found.users.exceeded),
      throttled_events: events,
    });
  }
}

/** Ids that have sent too much. */
class Found {
  readonly throttled = new Map<string, number>();
  readonly exceeded = new Map<string, number>();
}

/** The events of half a minute, and of the one before: the present average lies between the two. */
class Window {
  readonly counts = new Counts();
  readonly #before: Counts;
  readonly #number: number;

  constructor(number: number, before = new Counts()) {
    this.#number = number;
    this.#before = before;
  }

  at(number: number): Window {
    // A clock that is set back starts nothing anew.
    if (number <= this.#number) return this;
    return new Window(number, number === this.#number + 1 ? this.counts : new Counts());
  }

  /** @param share of the earlier half minute that still counts */
  estimate(key: string, share: number): number {
    return this.counts.get(key) + this.#before.get(key) * share;
  }
}

/** The events of a day, by the clock of UTC. */
class Day {
  readonly counts = new Counts();
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  at(number: number): Day {
    return number <= this.#number ? this : new Day(number);
  }
}

/** Counts by id. Where there are too many ids, the ones that have sent least are forgotten. */
class Counts {
  readonly #counts = new Map<string, number>();

  get(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string): void {
    if (this.#counts.size >= MAX_IDS) this.#forget();
    this.#counts.set(key, this.get(key) + 1);
  }

  #forget(): void {
    for (let least = 1; this.#counts.size > MAX_IDS / 2; least *= 4)
      for (const [key, count] of this.#counts) if (count <= least) this.#counts.delete(key);
  }
}

function keysOf(projectId: string, { userId, deviceId }: Sender): readonly string[] {
  const keys: string[] = [];
  if (userId !== undefined) keys.push(`u${projectId}${userId}`);
  if (deviceId !== undefined) keys.push(`d${projectId}${deviceId}`);
  return keys;
}
