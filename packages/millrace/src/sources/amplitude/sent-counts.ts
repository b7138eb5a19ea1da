import { hash } from "node:crypto";
import type { Milliseconds } from "../../core/time.ts";

/** Ids that are counted at once; beyond it those that have sent least are forgotten. */
const MAX_IDS = 100_000;

/** Longer ids are counted under their hash: what an id takes of memory is not the client's to choose. */
const MAX_ID_LENGTH = 64;

/** What one id has sent. */
export interface Sent {
  /** In the last half minute, about. */
  readonly window: SlidingCount;
  /** In the last day, about. */
  readonly day: SlidingCount;
}

/** Whose id it is. */
type Kind = "user" | "device";

/** What the users and devices of all projects have sent. */
export class SentCounts {
  /** By kind and project, then by id: ids are looked up as the texts they are. */
  readonly #byOwner = {
    user: new Map<string, Map<string, Sent>>(),
    device: new Map<string, Map<string, Sent>>(),
  };
  #size = 0;

  find(projectId: string, kind: Kind, id: string): Sent | undefined {
    return this.#byOwner[kind].get(projectId)?.get(keyOf(id));
  }

  findOrAdd(projectId: string, kind: Kind, id: string): Sent {
    const key = keyOf(id);
    const ofProject = this.#byOwner[kind].get(projectId);
    const known = ofProject?.get(key);
    if (known !== undefined) return known;
    if (this.#size >= MAX_IDS) this.#forget();
    const sent: Sent = { window: new SlidingCount(), day: new SlidingCount() };
    const ids = this.#byOwner[kind].get(projectId) ?? new Map<string, Sent>();
    this.#byOwner[kind].set(projectId, ids.set(key, sent));
    this.#size++;
    return sent;
  }

  #forget(): void {
    for (let least = 1; this.#size > MAX_IDS / 2; least *= 4) {
      for (const projects of [this.#byOwner.user, this.#byOwner.device]) {
        for (const [project, ids] of projects) {
          for (const [id, { day }] of ids) if (day.atMost <= least && ids.delete(id)) this.#size--;
          if (ids.size === 0) projects.delete(project);
        }
      }
    }
  }
}

function keyOf(id: string): string {
  return id.length > MAX_ID_LENGTH ? hash("sha256", id, "base64") : id;
}

/** A count that looks back over a stretch of time: what was counted in the present stretch, and a share of the one before. */
class SlidingCount {
  #stretch = 0;
  #count = 0;
  #before = 0;

  /** Never less than what is estimated at any time from now on. */
  get atMost(): number {
    return this.#count + this.#before;
  }

  /** @param now by a clock that only goes forward */
  add(now: Milliseconds, length: Milliseconds): void {
    this.#turn(now, length);
    this.#count++;
  }

  estimate(now: Milliseconds, length: Milliseconds): number {
    this.#turn(now, length);
    return this.#count + (this.#before === 0 ? 0 : this.#before * (1 - (now % length) / length));
  }

  #turn(now: Milliseconds, length: Milliseconds): void {
    const stretch = Math.floor(now / length);
    if (stretch === this.#stretch) return;
    this.#before = stretch === this.#stretch + 1 ? this.#count : 0;
    this.#count = 0;
    this.#stretch = stretch;
  }
}
