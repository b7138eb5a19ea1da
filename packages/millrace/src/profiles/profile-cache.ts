import type { Bytes } from "../core/message.ts";
import type { Profile } from "./apply-change.ts";
import type { Subject } from "./subject.ts";

/** A profile in memory. */
export interface Entry {
  readonly projectId: string;
  readonly subject: Subject;
  /** After the events that are in the log. */
  committed: Profile;
  /** After the events under way into the log, too: the same where there are none. */
  optimistic: Profile;
  /** Batches under way that changed it. */
  inFlight: number;
  /** Differs from what is on disk, or is being written. */
  unwritten: boolean;
  /** Was looked at since eviction last came by. */
  used: boolean;
}

/** What an entry costs beside its properties, and how many times its text properties take in memory. */
const ENTRY_BYTES: Bytes = 600;
const BYTES_PER_CHARACTER = 4;

/**
 * The profiles that are used, in front of the database. What is under way or unwritten stays; of the rest, what was not
 * looked at for longest leaves first, about.
 */
export class ProfileCache {
  readonly #entries = new Map<string, Entry>();
  readonly #load: (projectId: string, subject: Subject) => Profile;
  readonly #maxBytes: Bytes;
  #bytes: Bytes = 0;

  constructor(load: (projectId: string, subject: Subject) => Profile, maxBytes: Bytes) {
    this.#load = load;
    this.#maxBytes = maxBytes;
  }

  entryOf(projectId: string, subject: Subject): Entry {
    const key = `${projectId}/${subject.kind}/${subject.key}`;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.used = true;
      return known;
    }
    const profile = this.#load(projectId, subject);
    const entry: Entry = {
      projectId,
      subject,
      committed: profile,
      optimistic: profile,
      inFlight: 0,
      unwritten: false,
      used: false,
    };
    this.#entries.set(key, entry);
    this.#bytes += bytesOf(profile);
    if (this.#bytes > this.#maxBytes) this.#evict();
    return entry;
  }

  /** Puts the profile that the log knows. */
  commit(entry: Entry, profile: Profile): void {
    this.#bytes += bytesOf(profile) - bytesOf(entry.committed);
    entry.committed = profile;
    if (entry.inFlight === 0) entry.optimistic = profile;
  }

  /** Goes once around at most: where everything is held, nothing can leave. */
  #evict(): void {
    let looked = 2 * this.#entries.size;
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes || looked-- === 0) return;
      this.#entries.delete(key);
      if (entry.used || entry.inFlight > 0 || entry.unwritten) {
        entry.used = false;
        this.#entries.set(key, entry);
      } else this.#bytes -= bytesOf(entry.committed);
    }
  }
}

function bytesOf({ state }: Profile): Bytes {
  return ENTRY_BYTES + state.size * BYTES_PER_CHARACTER;
}
