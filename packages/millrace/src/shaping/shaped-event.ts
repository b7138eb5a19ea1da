import { createHash } from "node:crypto";
import type { Event, Metadata, Position, RawJson } from "../core/event.ts";
import { isEventId } from "../core/ids.ts";
import type { Shaped } from "../core/shape.ts";
import type { EpochMilliseconds, Timestamp } from "../core/time.ts";

/** What a shape makes of an event. */
interface Makings {
  /** Put behind the event's id. */
  readonly suffix: string;
  shaped(): Shaped;
  data(): RawJson;
}

/**
 * The event that a destination gets in place of the one in the log. `data` and `shaped` are made when they are asked for:
 * some destinations want only the one, some only the other. They are no members of its own, so a copy by spreading
 * (`{...event}`) has neither.
 */
export class ShapedEvent implements Event {
  readonly position: Position;
  readonly id: string;
  readonly projectId: string;
  readonly topic: string;
  readonly time: Timestamp;
  readonly acceptedAt: EpochMilliseconds;
  readonly metadata: Metadata;
  readonly #makings: Makings;
  #data: RawJson | undefined;
  #shaped: Shaped | undefined;

  constructor(event: Event, makings: Makings) {
    this.position = event.position;
    this.id = makings.suffix === "" ? event.id : withSuffix(event.id, makings.suffix);
    this.projectId = event.projectId;
    this.topic = event.topic;
    this.time = event.time;
    this.acceptedAt = event.acceptedAt;
    this.metadata = event.metadata;
    this.#makings = makings;
  }

  get data(): RawJson {
    return (this.#data ??= this.#makings.data());
  }

  get shaped(): Shaped {
    return (this.#shaped ??= this.#makings.shaped());
  }
}

/** The id with something behind it; where that would be no event id any more, with a hash in its place. */
function withSuffix(id: string, suffix: string): string {
  const whole = id + suffix;
  return isEventId(whole) ? whole : createHash("sha256").update(id).digest("hex") + suffix;
}
