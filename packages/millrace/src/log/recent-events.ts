import type { Event, Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { ReadLimit } from "./event-log.ts";

/** What an event costs in memory beside its data. */
const OVERHEAD_BYTES = 400;

/**
 * The newest events of the log, decoded once and shared by every lane at the tail.
 * Holds all events behind {@link floor}, of all projects, up to a bound in bytes.
 */
export class RecentEvents {
  readonly #maxBytes: Bytes;
  readonly #byProject = new Map<string, Queue<Event>>();
  readonly #all = new Queue<Event>();
  #bytes = 0;
  #floor: Position;

  constructor(floor: Position, maxBytes: Bytes) {
    this.#floor = floor;
    this.#maxBytes = maxBytes;
  }

  /** Everything behind this position is here. */
  get floor(): Position {
    return this.#floor;
  }

  /** Adds an event; positions must come in order. The oldest events leave when the bound is passed. */
  add(event: Event): void {
    let ofProject = this.#byProject.get(event.projectId);
    if (ofProject === undefined) {
      ofProject = new Queue<Event>();
      this.#byProject.set(event.projectId, ofProject);
    }
    ofProject.push(event);
    this.#all.push(event);
    this.#bytes += event.data.length + OVERHEAD_BYTES;
    while (this.#bytes > this.#maxBytes) this.#evict();
  }

  /** Lets go of every event, where the log ends at `head`. */
  clear(head: Position): void {
    this.#byProject.clear();
    this.#all.clear();
    this.#bytes = 0;
    this.#floor = head;
  }

  /** The project's events behind `after`, or undefined where older ones than are held would belong to the answer. */
  read(projectId: string, after: Position, limit: ReadLimit): readonly Event[] | undefined {
    if (after < this.#floor) return undefined;
    const ofProject = this.#byProject.get(projectId);
    if (ofProject === undefined) return [];
    const found: Event[] = [];
    let bytes = 0;
    for (let i = firstBehind(ofProject, after); i < ofProject.length && found.length < limit.events; i++) {
      const event = ofProject.at(i);
      if (event === undefined) break;
      bytes += event.data.length;
      if (bytes > limit.bytes && found.length > 0) break;
      found.push(event);
    }
    return found;
  }

  /** The event at a position, where it is among the newest. */
  at(position: Position): Event | undefined {
    const event = this.#all.at(firstBehind(this.#all, position - 1));
    return event?.position === position ? event : undefined;
  }

  #evict(): void {
    const oldest = this.#all.shift();
    if (oldest === undefined) return;
    this.#bytes -= oldest.data.length + OVERHEAD_BYTES;
    this.#floor = oldest.position;
    const ofProject = this.#byProject.get(oldest.projectId);
    ofProject?.shift();
    if (ofProject?.length === 0) this.#byProject.delete(oldest.projectId);
  }
}

/** Index of the first event behind `after`, by halving. */
function firstBehind(events: Queue<Event>, after: Position): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events.at(middle);
    if (event !== undefined && event.position <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An array that can be shifted cheaply: the front is cut off in large pieces. */
class Queue<T> {
  #items: T[] = [];
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  at(index: number): T | undefined {
    return this.#items[this.#start + index];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
  }

  shift(): T | undefined {
    const first = this.#items[this.#start];
    if (this.#start < this.#items.length) this.#start++;
    if (this.#start > 1024 && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return first;
  }
}
