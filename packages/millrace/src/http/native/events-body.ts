import { withArticle } from "../../core/validation/article.ts";
import { didYouMean } from "../../core/validation/did-you-mean.ts";
import { brief } from "../../core/validation/issues.ts";
import type { Issue } from "../../core/errors.ts";
import { InvalidInputError } from "../../core/errors.ts";
import type { Metadata, NewEvent } from "../../core/event.ts";
import { isEventId, newId } from "../../core/ids.ts";
import {
  JsonSyntaxError,
  kindAt,
  skipSpace,
  skipValue,
  stringAt,
  walkArray,
  walkObject,
} from "../../core/json/scan.ts";
import type { Timestamp } from "../../core/time.ts";
import { readTime } from "../../core/utc-time.ts";
import { topicFault } from "../../core/topic.ts";
import { MAX_EVENTS, metadataFault } from "./event-rules.ts";

/** Faults of the envelope that are told; more say nothing new. */
const MAX_FAULTS = 100;

/** An event of a body that cannot be accepted, and why. */
export interface RefusedEvent {
  /** The caller's id, where it gave a good one. */
  readonly id?: string;
  readonly issues: readonly Issue[];
}

/** What one event of a body turned out to be. */
export type ReadEvent = NewEvent | RefusedEvent;

/** Tells the two apart. */
export function isRefused(event: ReadEvent): event is RefusedEvent {
  return "issues" in event;
}

/**
 * Reads the body of a call that hands in events, in one pass over its characters: `data` is cut out as it stands,
 * only the small members beside it are looked into. A faulty event does not touch its neighbours.
 *
 * @param now the time of events that state none
 * @returns one entry an event, in order
 * @throws {JsonSyntaxError} where the text is not JSON
 * @throws {InvalidInputError} where it is JSON but not `{"events": […]}`
 */
export function readEvents(text: string, projectId: string, now: Timestamp): readonly ReadEvent[] {
  const start = skipSpace(text, 0);
  const faults: Issue[] = [];
  const events: ReadEvent[] = [];
  let found = false;
  const end =
    kindAt(text, start) === "object"
      ? walkObject(text, start, (key, at) => {
          if (key !== "events") {
            if (faults.length < MAX_FAULTS)
              faults.push(
                fault(brief(key), `"${brief(key)}" is no known field${didYouMean(key, ["events"])}`),
              );
            return skipValue(text, at, 1);
          }
          found = true;
          events.length = 0;
          if (kindAt(text, at) === "array")
            return walkArray(text, at, (each) => readEvent(text, each, projectId, now, events));
          faults.push(fault("events", `must be an array, not ${withArticle(kindAt(text, at))}`));
          return skipValue(text, at, 1);
        })
      : skipValue(text, start);
  const rest = skipSpace(text, end);
  if (rest < text.length) throw new JsonSyntaxError("unexpected text behind the value", text, rest);
  if (kindAt(text, start) !== "object")
    faults.push(fault("", `must be an object, not ${withArticle(kindAt(text, start))}`));
  else if (!found) faults.push(fault("events", '"events" is required'));
  else if (events.length === 0 && faults.length === 0)
    faults.push(fault("events", "must hold at least one event"));
  else if (events.length > MAX_EVENTS)
    faults.push(fault("events", `holds ${events.length} events; ${MAX_EVENTS} a call are allowed`));
  if (faults.length > 0)
    throw new InvalidInputError('The body must be {"events": […]}; nothing was accepted.', faults);
  return events;
}

/** Reads the event that starts at `at`, adds what it is to `into` and answers the offset behind it. */
function readEvent(text: string, at: number, projectId: string, now: Timestamp, into: ReadEvent[]): number {
  const index = into.length;
  if (kindAt(text, at) !== "object") {
    into.push({
      issues: [fault(`events[${index}]`, `must be an object, not ${withArticle(kindAt(text, at))}`)],
    });
    return skipValue(text, at, 2);
  }
  const fields = new EventFields(text, `events[${index}]`);
  const end = walkObject(text, at, fields.visit);
  into.push(fields.finish(projectId, now));
  return end;
}

/** Gathers the members of one event while they are walked over. Of a repeated member the last one counts, as in JSON.parse. */
class EventFields {
  readonly #text: string;
  readonly #name: string;
  #id: string | undefined;
  #topic: string | undefined;
  #time: Timestamp | undefined;
  #metadata: Metadata | undefined;
  #dataStart = -1;
  #dataEnd = -1;
  #issues: Issue[] | undefined;

  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
  }

  readonly visit = (key: string, at: number): number => {
    if (key === "metadata" && kindAt(this.#text, at) === "object") return this.#walkMetadata(at);
    const end = skipValue(this.#text, at, 3);
    if (key === "data") {
      this.#dataStart = at;
      this.#dataEnd = end;
    } else if (key === "id")
      this.#id = this.#string(key, at, end, (id) => (isEventId(id) ? undefined : ID_RULE));
    else if (key === "topic") this.#topic = this.#string(key, at, end, topicFault);
    else if (key === "time") this.#time = this.#timestamp(this.#string(key, at, end, () => undefined));
    else if (key === "metadata")
      this.#refuse(key, `must be an object, not ${withArticle(kindAt(this.#text, at))}`);
    else this.#refuse(brief(key), `"${brief(key)}" is no known field${didYouMean(key, FIELDS)}`);
    return end;
  };

  finish(projectId: string, now: Timestamp): ReadEvent {
    const topic = this.#topic;
    // A field that was given and refused is not missing as well.
    if (topic === undefined && !this.#hasIssue("topic")) this.#refuse("topic", '"topic" is required');
    if (this.#dataStart < 0) this.#refuse("data", '"data" is required');
    if (this.#issues !== undefined || topic === undefined) {
      const issues = this.#issues ?? [];
      return this.#id === undefined ? { issues } : { id: this.#id, issues };
    }
    return {
      id: this.#id ?? newId(),
      projectId,
      topic,
      time: this.#time ?? now,
      metadata: this.#metadata ?? {},
      data: this.#text.slice(this.#dataStart, this.#dataEnd),
    };
  }

  #string(
    key: string,
    at: number,
    end: number,
    check: (value: string) => string | undefined,
  ): string | undefined {
    const kind = kindAt(this.#text, at);
    if (kind !== "string") {
      this.#refuse(key, `must be a string, not ${withArticle(kind)}`);
      return undefined;
    }
    const value = stringAt(this.#text, at, end);
    const detail = check(value);
    if (detail === undefined) return value;
    this.#refuse(key, detail, value);
    return undefined;
  }

  #timestamp(text: string | undefined): Timestamp | undefined {
    if (text === undefined) return undefined;
    const time = readTime(text);
    if (time === undefined)
      this.#refuse("time", "must be an RFC 3339 time such as 2025-10-14T02:58:59.323Z", text);
    return time;
  }

  #walkMetadata(at: number): number {
    const metadata: Record<string, string> = {};
    const end = walkObject(this.#text, at, (name, start) => {
      const valueEnd = skipValue(this.#text, start, 4);
      const value = this.#string(
        `metadata.${name}`,
        start,
        valueEnd,
        (text) => surrogateFault(text) ?? surrogateFault(name),
      );
      if (value === undefined) return valueEnd;
      // Assigning to "__proto__" would change the object instead of adding to it.
      if (name === "__proto__")
        Object.defineProperty(metadata, name, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      else metadata[name] = value;
      return valueEnd;
    });
    const detail = metadataFault(metadata);
    if (detail !== undefined) this.#refuse("metadata", detail);
    this.#metadata = metadata;
    return end;
  }

  #refuse(key: string, detail: string, value?: string): void {
    const issue = fault(`${this.#name}.${key}`, detail);
    (this.#issues ??= []).push(value === undefined ? issue : { ...issue, value });
  }

  #hasIssue(key: string): boolean {
    return this.#issues?.some((issue) => issue.name === `${this.#name}.${key}`) ?? false;
  }
}

const FIELDS = ["id", "topic", "time", "metadata", "data"] as const;
const ID_RULE = "must be 1 to 128 visible ASCII characters";
const LONE_SURROGATE = /\p{Surrogate}/u;

/** JSON can write half of a surrogate pair; headers, object metadata and databases cannot. */
function surrogateFault(text: string): string | undefined {
  return LONE_SURROGATE.test(text) ? "holds half of a surrogate pair" : undefined;
}

function fault(name: string, detail: string): Issue {
  return { in: "body", name, detail };
}
