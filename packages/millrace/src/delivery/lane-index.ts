import type { Anchor } from "../core/conditions/anchors-of.ts";
import { placeReader } from "../core/conditions/place.ts";
import type { Event } from "../core/event.ts";
import { viewOf } from "../core/event-view.ts";
import type { JsonObject } from "../core/json/object.ts";
import { keysOfEvent, keysOfMatch } from "../core/route.ts";
import type { Lane } from "./lane.ts";
import { LaneGroup } from "./lane-group.ts";

/**
 * Which lanes want an event: by project, then by what the event is, then by what lanes ask of single places of it. An
 * event costs a look-up a key and place, however many lanes there are that do not want it; only lanes whose conditions
 * no look-up answers are asked one by one.
 */
export class LaneIndex {
  readonly #byProject = new Map<string, Map<string, Listeners>>();

  add(lane: Lane): void {
    const { projectId, match } = lane.configured.route;
    const ofProject = this.#byProject.get(projectId) ?? new Map<string, Listeners>();
    this.#byProject.set(projectId, ofProject);
    for (const key of keysOfMatch(match)) {
      const listeners = ofProject.get(key) ?? new Listeners();
      listeners.add(lane, anchorsOf(lane));
      ofProject.set(key, listeners);
    }
  }

  remove(lane: Lane): void {
    const { projectId, match } = lane.configured.route;
    const ofProject = this.#byProject.get(projectId);
    for (const key of keysOfMatch(match)) {
      const listeners = ofProject?.get(key);
      listeners?.remove(lane, anchorsOf(lane));
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

function anchorsOf({ compiled }: Lane): readonly Anchor[] {
  return compiled.anchors ?? [];
}

/** The lanes that ask for a text at one place, by that text. */
interface PlaceIndex {
  readonly read: (fields: JsonObject) => unknown;
  readonly byText: Map<string, Listeners>;
}

/** Lanes, by what is left to be asked of an event. */
class Listeners {
  readonly #group = new LaneGroup();
  readonly #places = new Map<string, PlaceIndex>();

  get empty(): boolean {
    return this.#group.empty && this.#places.size === 0;
  }

  add(lane: Lane, [anchor, ...others]: readonly Anchor[]): void {
    if (anchor === undefined) {
      this.#group.add(lane);
      return;
    }
    const key = JSON.stringify(anchor.place);
    const index = this.#places.get(key) ?? { read: placeReader(anchor.place), byText: new Map() };
    this.#places.set(key, index);
    for (const text of anchor.values) {
      const listeners = index.byText.get(text) ?? new Listeners();
      listeners.add(lane, others);
      index.byText.set(text, listeners);
    }
  }

  remove(lane: Lane, [anchor, ...others]: readonly Anchor[]): void {
    if (anchor === undefined) {
      this.#group.remove(lane);
      return;
    }
    const key = JSON.stringify(anchor.place);
    const index = this.#places.get(key);
    for (const text of anchor.values) {
      const listeners = index?.byText.get(text);
      listeners?.remove(lane, others);
      if (listeners?.empty === true) index?.byText.delete(text);
    }
    if (index?.byText.size === 0) this.#places.delete(key);
  }

  dispatch(event: Event): void {
    this.#group.dispatch(event);
    if (this.#places.size === 0) return;
    const { fields } = viewOf(event);
    for (const { read, byText } of this.#places.values()) {
      const value = read(fields);
      if (typeof value === "string") byText.get(value)?.dispatch(event);
      else if (value !== undefined && value !== null) {
        const lanes = new Set<Lane>();
        for (const listeners of byText.values()) listeners.collect(lanes);
        for (const lane of lanes) offer(lane, event);
      }
    }
  }

  /** Adds all lanes there are, whatever they ask: a lane that asks for one of several texts stands here several times. */
  collect(lanes: Set<Lane>): void {
    for (const lane of this.#group) lanes.add(lane);
    for (const { byText } of this.#places.values())
      for (const listeners of byText.values()) listeners.collect(lanes);
  }
}

function offer(lane: Lane, event: Event): void {
  const { wants } = lane.compiled;
  if (wants === undefined || wants(event)) lane.offer(event);
}
