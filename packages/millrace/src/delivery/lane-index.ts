import type { Event } from "../core/event.ts";
import { viewOf } from "../core/event-view.ts";
import { keysOfEvent, keysOfMatch } from "../core/route.ts";
import type { Lane } from "./lane.ts";

/**
 * Which lanes want an event: by project, then by what the event is, then by the values that lanes ask of one of its
 * fields. An event costs a look-up a key and field, however many lanes there are that do not want it; only lanes whose
 * conditions no look-up answers are asked one by one.
 */
export class LaneIndex {
  readonly #byProject = new Map<string, Map<string, Listeners>>();

  add(lane: Lane): void {
    const { projectId, match } = lane.configured.route;
    const ofProject = this.#byProject.get(projectId) ?? new Map<string, Listeners>();
    this.#byProject.set(projectId, ofProject);
    for (const key of keysOfMatch(match)) {
      const listeners = ofProject.get(key) ?? new Listeners();
      listeners.add(lane);
      ofProject.set(key, listeners);
    }
  }

  remove(lane: Lane): void {
    const { projectId, match } = lane.configured.route;
    const ofProject = this.#byProject.get(projectId);
    for (const key of keysOfMatch(match)) {
      const listeners = ofProject?.get(key);
      listeners?.remove(lane);
      if (listeners?.empty === true) ofProject?.delete(key);
    }
    if (ofProject?.size === 0) this.#byProject.delete(projectId);
  }

  /** Hands each event to every lane that wants it. */
  dispatch(events: readonly Event[]): void {
    for (const event of events) {
      const ofProject = this.#byProject.get(event.projectId);
      if (ofProject === undefined) continue;
      for (const key of keysOfEvent(event)) ofProject.get(key)?.dispatch(event);
    }
  }
}

/** The lanes under one key. */
class Listeners {
  readonly #unanchored = new Set<Lane>();
  /** By field, then by its value. */
  readonly #anchored = new Map<string, Map<string, Set<Lane>>>();

  get empty(): boolean {
    return this.#unanchored.size === 0 && this.#anchored.size === 0;
  }

  add(lane: Lane): void {
    const { anchor } = lane.compiled;
    if (anchor === undefined) {
      this.#unanchored.add(lane);
      return;
    }
    const byValue = this.#anchored.get(anchor.field) ?? new Map<string, Set<Lane>>();
    this.#anchored.set(anchor.field, byValue);
    for (const value of anchor.values) {
      const lanes = byValue.get(value) ?? new Set<Lane>();
      lanes.add(lane);
      byValue.set(value, lanes);
    }
  }

  remove(lane: Lane): void {
    const { anchor } = lane.compiled;
    if (anchor === undefined) {
      this.#unanchored.delete(lane);
      return;
    }
    const byValue = this.#anchored.get(anchor.field);
    for (const value of anchor.values) {
      const lanes = byValue?.get(value);
      lanes?.delete(lane);
      if (lanes?.size === 0) byValue?.delete(value);
    }
    if (byValue?.size === 0) this.#anchored.delete(anchor.field);
  }

  dispatch(event: Event): void {
    for (const lane of this.#unanchored) offer(lane, event);
    for (const [field, byValue] of this.#anchored) {
      const value = viewOf(event).fields[field];
      if (typeof value === "string") {
        const lanes = byValue.get(value);
        if (lanes !== undefined) for (const lane of lanes) offer(lane, event);
      } else if (typeof value === "object" && value !== null) {
        // A list holds a value where one of its elements does.
        for (const lane of new Set([...byValue.values()].flatMap((lanes) => [...lanes]))) offer(lane, event);
      }
    }
  }
}

function offer(lane: Lane, event: Event): void {
  const { wants } = lane.compiled;
  if (wants === undefined || wants(event)) lane.offer(event);
}
