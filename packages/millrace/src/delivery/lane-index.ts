import type { Event } from "../core/event.ts";
import { keysOfEvent, keysOfMatch } from "../core/route.ts";
import type { Lane } from "./lane.ts";

/**
 * Which lanes want an event: by project, then by what the event is. An event costs a look-up a key, however many lanes
 * there are that do not want it.
 */
export class LaneIndex {
  readonly #byProject = new Map<string, Map<string, Set<Lane>>>();

  add(lane: Lane): void {
    const { projectId, match } = lane.configured.route;
    const ofProject = this.#byProject.get(projectId) ?? new Map<string, Set<Lane>>();
    this.#byProject.set(projectId, ofProject);
    for (const key of keysOfMatch(match)) {
      const lanes = ofProject.get(key) ?? new Set<Lane>();
      lanes.add(lane);
      ofProject.set(key, lanes);
    }
  }

  remove(lane: Lane): void {
    const { projectId, match } = lane.configured.route;
    const ofProject = this.#byProject.get(projectId);
    for (const key of keysOfMatch(match)) {
      const lanes = ofProject?.get(key);
      lanes?.delete(lane);
      if (lanes?.size === 0) ofProject?.delete(key);
    }
    if (ofProject?.size === 0) this.#byProject.delete(projectId);
  }

  /** Hands each event to every lane that wants it. */
  dispatch(events: readonly Event[]): void {
    for (const event of events) {
      const ofProject = this.#byProject.get(event.projectId);
      if (ofProject === undefined) continue;
      for (const key of keysOfEvent(event)) {
        const lanes = ofProject.get(key);
        if (lanes !== undefined) for (const lane of lanes) lane.offer(event);
      }
    }
  }
}
