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

/** Entries that one look-up may look at for one that can leave: a cache full of what must stay costs no more than that. */
const MAX_LOOKS = 32;

/**
 * The profiles that are used, in front of the database. What is under way or unwritten stays; of the rest, what was not
 * looked at for longest leaves first, about: a hand goes round, and takes what was not used since it last came by.
 */
export class ProfileCache {
  /** By kind and project, then by key: keys are looked up as the texts they are. */
  readonly #byOwner: Readonly<Record<Subject["kind"], Map<string, Map<string, Entry>>>> = {
    user: new Map(),
    device: new Map(),
    group: new Map(),
  };
  readonly #round: Entry[] = [];
  readonly #load: (projectId: string, subject: Subject) => Profile;
  readonly #maxBytes: Bytes;
  #hand = 0;
  #bytes: Bytes = 0;

  constructor(load: (projectId: string, subject: Subject) => Profile, maxBytes: Bytes) {
    this.#load = load;
    this.#maxBytes = maxBytes;
  }

  /** The one entry of a subject. It is the subject's only until the next one is asked for, unless something pins it. */
  entryOf(projectId: string, subject: Subject): Entry {
    const ofKind = this.#byOwner[subject.kind];
    const known = ofKind.get(projectId)?.get(subject.key);
    if (known !== undefined) {
      known.used = true;
      return known;
    }
    // Before the new one is there: it must not be what leaves.
    if (this.#bytes > this.#maxBytes) this.#evict();
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
    const ofProject = ofKind.get(projectId) ?? new Map<string, Entry>();
    ofKind.set(projectId, ofProject.set(subject.key, entry));
    this.#round.push(entry);
    this.#bytes += bytesOf(entry, profile);
    return entry;
  }

  /** Puts the profile that the log knows. */
  commit(entry: Entry, profile: Profile): void {
    this.#bytes += bytesOf(entry, profile) - bytesOf(entry, entry.committed);
    entry.committed = profile;
    if (entry.inFlight === 0) entry.optimistic = profile;
  }

  /** Lets go of a project's profiles, unwritten or not: it is deleted. */
  forget(projectId: string): void {
    let kept = 0;
    for (const entry of this.#round) {
      if (entry.projectId === projectId) this.#bytes -= bytesOf(entry, entry.committed);
      else this.#round[kept++] = entry;
    }
    this.#round.length = kept;
    for (const ofKind of Object.values(this.#byOwner)) ofKind.delete(projectId);
  }

  #evict(): void {
    for (let looks = 0; looks < MAX_LOOKS && this.#bytes > this.#maxBytes; looks++) {
      if (this.#hand >= this.#round.length) this.#hand = 0;
      const entry = this.#round[this.#hand];
      if (entry === undefined) return;
      if (entry.used || entry.inFlight > 0 || entry.unwritten) {
        entry.used = false;
        this.#hand++;
      } else this.#remove(entry);
    }
  }

  /** Takes away the entry at the hand; the last one of the round moves there. */
  #remove(entry: Entry): void {
    const { projectId, subject, committed } = entry;
    const ofKind = this.#byOwner[subject.kind];
    const ofProject = ofKind.get(projectId);
    ofProject?.delete(subject.key);
    if (ofProject?.size === 0) ofKind.delete(projectId);
    this.#bytes -= bytesOf(entry, committed);
    const last = this.#round.pop();
    if (last !== undefined && this.#hand < this.#round.length) this.#round[this.#hand] = last;
  }
}

function bytesOf({ subject }: Entry, { state }: Profile): Bytes {
  return ENTRY_BYTES + subject.key.length * 2 + state.size * BYTES_PER_CHARACTER;
}
