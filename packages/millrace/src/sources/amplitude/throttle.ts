import type { Clock, Milliseconds } from "../../core/time.ts";
import type { CheckedEvent } from "./check-event.ts";
import { UploadRefusal } from "./refusal.ts";
import type { Sent } from "./sent-counts.ts";
import { SentCounts } from "./sent-counts.ts";

/** How long the average looks back. */
const WINDOW: Milliseconds = 30_000;

const DAY: Milliseconds = 86_400_000;

/** Seconds' worth of events that an id may send a day: 500,000 at 1,000 a second. */
const QUOTA_SECONDS = 500;

/** What an event is counted under. */
type Sender = Pick<CheckedEvent, "userId" | "deviceId">;

/**
 * Keeps single users and devices from sending too much: an average of so many events a second over half a minute, and
 * so many in 24 hours. Counts are in memory, of a bounded number of ids, and go by a clock that nobody sets.
 */
export class Throttle {
  readonly #perSecond: number;
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #counts = new SentCounts();

  /** @param perSecond events of one id; 0 for no limit */
  constructor(perSecond: number, clock: Pick<Clock, "elapsed">) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /**
   * Counts the events of an upload, all or none.
   * @throws {UploadRefusal} 429 that names the users and devices that have sent too much, and their events
   */
  admit(projectId: string, senders: readonly Sender[]): void {
    if (this.#perSecond === 0) return;
    const now = this.#clock.elapsed();
    const counts = this.#counts;
    const found = new Found(this.#perSecond, now);
    senders.forEach(({ userId, deviceId }, i) => {
      const user = userId !== undefined && found.user(userId, counts.find(projectId, "user", userId));
      const device =
        deviceId !== undefined && found.device(deviceId, counts.find(projectId, "device", deviceId));
      if (user || device) found.events.push(i);
    });
    if (found.events.length > 0) throw found.refusal();
    for (const { userId, deviceId } of senders) {
      if (userId !== undefined) count(counts.findOrAdd(projectId, "user", userId), now);
      if (deviceId !== undefined) count(counts.findOrAdd(projectId, "device", deviceId), now);
    }
  }
}

function count({ window, day }: Sent, now: Milliseconds): void {
  window.add(now, WINDOW);
  day.add(now, DAY);
}

/** The ids of an upload that have sent too much, and its events by them. */
class Found {
  readonly events: number[] = [];
  readonly #perSecond: number;
  readonly #now: Milliseconds;
  readonly #users = new Map<string, number>();
  readonly #devices = new Map<string, number>();
  readonly #exceededUsers = new Map<string, number>();
  readonly #exceededDevices = new Map<string, number>();

  constructor(perSecond: number, now: Milliseconds) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  user(id: string, sent: Sent | undefined): boolean {
    return sent !== undefined && this.#look(id, sent, this.#users, this.#exceededUsers);
  }

  device(id: string, sent: Sent | undefined): boolean {
    return sent !== undefined && this.#look(id, sent, this.#devices, this.#exceededDevices);
  }

  refusal(): UploadRefusal {
    return new UploadRefusal(429, "Too many requests for some devices and users", {
      eps_threshold: this.#perSecond,
      throttled_devices: Object.fromEntries(this.#devices),
      throttled_users: Object.fromEntries(this.#users),
      exceeded_daily_quota_devices: Object.fromEntries(this.#exceededDevices),
      exceeded_daily_quota_users: Object.fromEntries(this.#exceededUsers),
      throttled_events: this.events,
    });
  }

  #look(
    id: string,
    { window, day }: Sent,
    throttled: Map<string, number>,
    exceeded: Map<string, number>,
  ): boolean {
    const rate = window.estimate(this.#now, WINDOW) / (WINDOW / 1_000);
    const today = day.estimate(this.#now, DAY);
    const isThrottled = rate >= this.#perSecond;
    const isExceeded = today >= this.#perSecond * QUOTA_SECONDS;
    if (isThrottled) throttled.set(id, Math.ceil(rate));
    if (isExceeded) exceeded.set(id, Math.ceil(today));
    return isThrottled || isExceeded;
  }
}
