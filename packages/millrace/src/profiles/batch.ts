import type { Position } from "../core/event.ts";
import type { Applied, Profiles } from "./apply-change.ts";
import { applyChange, leavesAlone } from "./apply-change.ts";
import type { Change } from "./change.ts";
import type { Entry, ProfileCache } from "./profile-cache.ts";

/** The changes of events that go into the log in one append. */
export interface ChangeBatch {
  /** What the event finds and does, seen by every event after it at once, and by the log's profiles once it is in there. */
  apply(change: Change): Applied;
  /** True where {@link apply} is sure to find everything as the event would leave it. Does nothing. */
  changesNothing(change: Change): boolean;
  /**
   * The append succeeded.
   * @param changes those of {@link apply} whose events were stored, duplicates left out
   * @param through the highest position of them
   */
  commit(changes: readonly Change[], through: Position): void;
  /** The append failed: none of it happened. */
  fail(): void;
}

/** The batches under way, oldest first, and what they make of the profiles. */
export class Batches {
  readonly #cache: ProfileCache;
  readonly #head: () => Position;
  readonly #onCommitted: (entry: Entry) => void;
  readonly #open = new Set<OpenBatch>();
  #through: Position = 0;

  /** @param onCommitted told of every entry whose profile in the log is another one now */
  constructor(cache: ProfileCache, head: () => Position, onCommitted: (entry: Entry) => void) {
    this.#cache = cache;
    this.#head = head;
    this.#onCommitted = onCommitted;
  }

  /** Every event at and below this position is in the committed profiles, and none behind it. */
  get through(): Position {
    const [oldest] = this.#open;
    return Math.max(this.#through, oldest === undefined ? this.#head() : oldest.head);
  }

  /** The profiles of a project as the log knows them. */
  committed(projectId: string): Profiles {
    return {
      get: (subject) => this.#cache.entryOf(projectId, subject).committed,
      put: (subject, profile) => {
        const entry = this.#cache.entryOf(projectId, subject);
        this.#cache.commit(entry, profile);
        this.#onCommitted(entry);
      },
    };
  }

  /** Must be appended in the order in which they are begun, and before anything else is awaited. */
  begin(projectId: string): ChangeBatch {
    const batch: OpenBatch = { projectId, head: this.#head(), changes: [], entries: new Set() };
    const optimistic = this.#optimistic(batch);
    return {
      apply: (change) => {
        const applied = applyChange(optimistic, change);
        if (applied.counts) {
          batch.changes.push(change);
          this.#open.add(batch);
        }
        return applied;
      },
      changesNothing: (change) => leavesAlone(optimistic, change),
      commit: (changes, through) => {
        batch.stored = { changes, through };
        this.#settle();
      },
      fail: () => {
        if (!this.#open.delete(batch)) return;
        this.#release(batch);
        this.#startOver(batch);
        this.#settle();
      },
    };
  }

  /** Takes over what is in the log, up to the first batch that is not known to be. */
  #settle(): void {
    for (const batch of this.#open) {
      if (batch.stored === undefined) return;
      const { changes, through } = batch.stored;
      const committed = this.committed(batch.projectId);
      for (const change of changes) applyChange(committed, change);
      this.#through = Math.max(this.#through, through);
      this.#open.delete(batch);
      this.#release(batch);
      if (changes.length < batch.changes.length) this.#startOver(batch);
    }
  }

  #optimistic(batch: OpenBatch): Profiles {
    return {
      get: (subject) => this.#cache.entryOf(batch.projectId, subject).optimistic,
      put: (subject, profile) => {
        const entry = this.#cache.entryOf(batch.projectId, subject);
        if (!batch.entries.has(entry)) {
          batch.entries.add(entry);
          entry.inFlight++;
        }
        entry.optimistic = profile;
      },
    };
  }

  #release(batch: OpenBatch): void {
    for (const entry of batch.entries) if (--entry.inFlight === 0) entry.optimistic = entry.committed;
    batch.entries.clear();
  }

  /** Something that was counted on did not happen: what is still under way is reckoned again without it. */
  #startOver(gone: OpenBatch): void {
    const left = [...this.#open].filter((batch) => batch.projectId === gone.projectId);
    for (const batch of left) for (const entry of batch.entries) entry.optimistic = entry.committed;
    for (const batch of left) {
      const optimistic = this.#optimistic(batch);
      for (const change of batch.changes) applyChange(optimistic, change);
    }
  }
}

interface OpenBatch {
  readonly projectId: string;
  /** Where the log ended when it was begun. */
  readonly head: Position;
  readonly changes: Change[];
  /** What it changed. */
  readonly entries: Set<Entry>;
  /** Once its events are in the log. */
  stored?: { readonly changes: readonly Change[]; readonly through: Position };
}
