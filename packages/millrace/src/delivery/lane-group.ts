import type { Gate } from "../core/conditions/compile-condition.ts";
import { placeReader } from "../core/conditions/place.ts";
import type { Event } from "../core/event.ts";
import { viewOf } from "../core/event-view.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { CompiledRoute } from "../core/route.ts";
import type { Lane } from "./lane.ts";

/** A lane, with what it asks of an event. */
interface Listening {
  readonly lane: Lane;
  readonly wants: CompiledRoute["wants"];
  readonly holds: Gate["holds"];
}

/** Lanes that ask of the value at one place first. */
interface Gated {
  readonly read: (fields: JsonObject) => unknown;
  readonly lanes: readonly Listening[];
}

/** Lanes that no look-up tells apart: they are asked one by one, but each place of the event is read once for all of them. */
export class LaneGroup {
  readonly #lanes = new Set<Lane>();
  /** The same, to go through quickly; undefined where they have changed. */
  #lists: { readonly ungated: readonly Listening[]; readonly gated: readonly Gated[] } | undefined;

  get empty(): boolean {
    return this.#lanes.size === 0;
  }

  add(lane: Lane): void {
    this.#lanes.add(lane);
    this.#lists = undefined;
  }

  remove(lane: Lane): void {
    this.#lanes.delete(lane);
    this.#lists = undefined;
  }

  /** Hands the event to every lane that wants it. */
  dispatch(event: Event): void {
    if (this.#lanes.size === 0) return;
    const { ungated, gated } = (this.#lists ??= listsOf(this.#lanes));
    for (const { lane, wants } of ungated) if (wants === undefined || wants(event)) lane.offer(event);
    if (gated.length === 0) return;
    const { fields } = viewOf(event);
    for (const { read, lanes } of gated) {
      const value = read(fields);
      if (value === undefined || value === null) continue;
      for (const { lane, wants, holds } of lanes)
        if (holds(value) && (wants === undefined || wants(event))) lane.offer(event);
    }
  }

  /** All of them. */
  [Symbol.iterator](): IterableIterator<Lane> {
    return this.#lanes.values();
  }
}

function listsOf(lanes: ReadonlySet<Lane>): {
  readonly ungated: readonly Listening[];
  readonly gated: readonly Gated[];
} {
  const ungated: Listening[] = [];
  const gated = new Map<string, { read: Gated["read"]; lanes: Listening[] }>();
  for (const lane of lanes) {
    const { wants, gate } = lane.compiled;
    if (gate === undefined) {
      ungated.push({ lane, wants, holds: () => true });
      continue;
    }
    const key = JSON.stringify(gate.place);
    const group = gated.get(key) ?? { read: placeReader(gate.place), lanes: [] };
    group.lanes.push({ lane, wants, holds: gate.holds });
    gated.set(key, group);
  }
  return { ungated, gated: [...gated.values()] };
}
