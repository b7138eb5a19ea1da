import type { Event } from "../core/event.ts";
import type { CompiledRoute, Match } from "../core/route.ts";
import { keysOfEvent, keysOfMatch } from "../core/route.ts";

/** Says of any event of the project whether a route takes it. */
export function wantsOf(match: Match, { wants }: CompiledRoute): (event: Event) => boolean {
  const keys = new Set(keysOfMatch(match));
  return (event) => keysOfEvent(event).some((key) => keys.has(key)) && (wants === undefined || wants(event));
}
