import { createHash } from "node:crypto";
import type { Event, RawJson } from "../core/event.ts";
import { isEventId } from "../core/ids.ts";
import type { Shaped } from "../core/shape.ts";

/** What a shape makes of an event, when it is asked for: some destinations want only the one, some only the other. */
interface Makings {
  readonly suffix: string;
  shaped(): Shaped;
  data(): RawJson;
}

/** The event that a destination gets in place of `event`. */
export function shapedEvent(event: Event, makings: Makings): Event {
  let shaped: Shaped | undefined;
  let data: RawJson | undefined;
  // Members of its own, so that a copy made by spreading has them too.
  return {
    position: event.position,
    id: makings.suffix === "" ? event.id : withSuffix(event.id, makings.suffix),
    projectId: event.projectId,
    topic: event.topic,
    time: event.time,
    acceptedAt: event.acceptedAt,
    metadata: event.metadata,
    get data() {
      return (data ??= makings.data());
    },
    get shaped() {
      return (shaped ??= makings.shaped());
    },
  };
}

/** The id with something behind it; where that would be no event id any more, with a hash in its place. */
function withSuffix(id: string, suffix: string): string {
  const whole = id + suffix;
  return isEventId(whole) ? whole : createHash("sha256").update(id).digest("hex") + suffix;
}
