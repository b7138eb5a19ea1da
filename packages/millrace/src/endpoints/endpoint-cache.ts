import type { Bytes } from "../core/message.ts";
import type { Endpoint } from "./endpoint.ts";

/** An endpoint in memory, after all updates that were begun. */
export interface Entry {
  readonly projectId: string;
  readonly key: string;
  /** Undefined once it is removed. */
  readonly endpoint: Endpoint | undefined;
}

interface HeldEntry extends Entry {
  endpoint: Endpoint | undefined;
  /** Changes of it that are on their way to the disk. */
  inFlight: number;
  /** A change did not get there: what is on disk counts again as soon as no other is on its way. */
  stale: boolean;
}

/** What an entry costs beside its document, and how many times a document's characters take in memory. */
const ENTRY_BYTES: Bytes = 700;
const BYTES_PER_CHARACTER = 5;

/** Entries that one change may look at for some that can leave. */
const MAX_LOOKS = 32;

/** The endpoints that were used last, in front of the database. Those with changes on their way to the disk stay. */
export class EndpointCache {
  /** The one that was used longest ago first. */
  readonly #entries = new Map<string, HeldEntry>();
  readonly #maxBytes: Bytes;
  #bytes: Bytes = 0;

  constructor(maxBytes: Bytes) {
    this.#maxBytes = maxBytes;
  }

  get(projectId: string, key: string): Entry | undefined {
    const name = nameOf(projectId, key);
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    return entry;
  }

  /** Holds an endpoint as it is on disk. */
  hold(projectId: string, key: string, endpoint: Endpoint): void {
    this.#set(projectId, key, endpoint);
    this.#evict();
  }

  /** Makes this the endpoint, and keeps it until the change has {@link settle settled}. */
  change(projectId: string, key: string, endpoint: Endpoint | undefined): Entry {
    const entry = this.#set(projectId, key, endpoint);
    entry.inFlight++;
    this.#evict();
    return entry;
  }

  /** A change is on disk, or the disk has refused it: then the file knows the endpoint better. */
  settle({ projectId, key }: Entry, outcome: "stored" | "refused"): void {
    const entry = this.#entries.get(nameOf(projectId, key));
    if (entry === undefined) return;
    entry.inFlight--;
    if (outcome === "refused") entry.stale = true;
    this.#release(entry);
    this.#evict();
  }

  /** Lets go of every endpoint of a project, which are looked for among all. */
  forget(projectId: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.projectId !== projectId) continue;
      entry.stale = true;
      this.#release(entry);
    }
  }

  #set(projectId: string, key: string, endpoint: Endpoint | undefined): HeldEntry {
    const name = nameOf(projectId, key);
    const known = this.#entries.get(name);
    if (known !== undefined) {
      this.#bytes += sizeOf(endpoint) - sizeOf(known.endpoint);
      known.endpoint = endpoint;
      return known;
    }
    const entry: HeldEntry = { projectId, key, endpoint, inFlight: 0, stale: false };
    this.#entries.set(name, entry);
    this.#bytes += ENTRY_BYTES + sizeOf(endpoint);
    return entry;
  }

  /** Lets go of an entry that the file knows better, once nothing of it is on its way there. */
  #release(entry: HeldEntry): void {
    const isOutdated = entry.stale || entry.endpoint === undefined;
    if (entry.inFlight === 0 && isOutdated) this.#remove(entry);
  }

  #remove({ projectId, key, endpoint }: Entry): void {
    if (this.#entries.delete(nameOf(projectId, key))) this.#bytes -= ENTRY_BYTES + sizeOf(endpoint);
  }

  #evict(): void {
    let looks = 0;
    for (const [name, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes || looks++ === MAX_LOOKS) return;
      if (entry.inFlight === 0) this.#remove(entry);
      else {
        this.#entries.delete(name);
        this.#entries.set(name, entry);
      }
    }
  }
}

/** Ids of projects all have one length, so that no two names meet. */
function nameOf(projectId: string, key: string): string {
  return `${projectId}/${key}`;
}

function sizeOf(endpoint: Endpoint | undefined): Bytes {
  return (endpoint?.text.length ?? 0) * BYTES_PER_CHARACTER;
}
