import { readClientTime } from "../../core/client-time.ts";
import type { RawJson } from "../../core/event.ts";
import { kindAt, skipValue, stringAt, walkObject } from "../../core/json/scan.ts";
import type { EpochMilliseconds, Timestamp } from "../../core/time.ts";
import { epochOf } from "../../core/time.ts";
import { readFlatObject } from "./flat-object.ts";

/** Characters of one event as it comes in; Pinpoint takes 1,000 KB. */
export const MAX_EVENT_SIZE = 1_024_000;

/** Characters of an event's type, and of the other texts that are not attributes. */
export const MAX_TEXT_LENGTH = 2_048;

/** An event as a client sent it, checked. What is text is JSON, as it was written. */
export interface PinpointEvent {
  readonly eventType: RawJson;
  readonly time: Timestamp;
  readonly timestamp: EpochMilliseconds;
  readonly packageName?: RawJson | undefined;
  readonly title?: RawJson | undefined;
  readonly versionCode?: RawJson | undefined;
  readonly sdkName?: RawJson | undefined;
  readonly sdkVersion?: RawJson | undefined;
  readonly session: PinpointSession;
  readonly attributes: RawJson;
  readonly metrics: RawJson;
}

/** What is known of the session an event belongs to. */
interface PinpointSession {
  readonly id?: RawJson | undefined;
  readonly start?: EpochMilliseconds | undefined;
  readonly stop?: EpochMilliseconds | undefined;
}

/** An event where it stands in its request. */
export interface GivenEvent {
  /** Where it ends. */
  readonly end: number;
  /** As it was written, for telling whether it is the same event again. */
  readonly written: RawJson;
  /** What can be taken in, or why it cannot. */
  readonly read: PinpointEvent | { readonly fault: string };
}

/**
 * Reads the event that starts at `start` (Pinpoint's type Event) in one pass. Members that are null are as if they were
 * not there; unknown ones are passed over.
 * @throws {JsonSyntaxError}
 */
export function readEvent(text: string, start: number): GivenEvent {
  if (kindAt(text, start) !== "object") {
    const end = skipValue(text, start);
    return { end, written: text.slice(start, end), read: { fault: "The event is not an object." } };
  }
  const reader = new EventReader(text);
  const end = walkObject(text, start, (key, at) => reader.member(key, at));
  const written = text.slice(start, end);
  return { end, written, read: reader.finish(written.length) };
}

/** One event while it is read. */
class EventReader {
  readonly #text: string;
  readonly #texts: Record<string, RawJson | undefined> = Object.create(null);
  #attributes: RawJson = "{}";
  #metrics: RawJson = "{}";
  #session: PinpointSession = {};
  #time: Timestamp | undefined;
  #fault: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Answers where the member's value ends. */
  member(key: string, at: number): number {
    switch (key) {
      case "Attributes":
        return this.#flat(at, "Attributes", "string");
      case "Metrics":
        return this.#flat(at, "Metrics", "number");
      case "Session":
        return this.#sessionAt(at);
      case "Timestamp":
        return this.#timeAt(at, key, (time) => (this.#time = time));
      case "EventType":
      case "AppPackageName":
      case "AppTitle":
      case "AppVersionCode":
      case "ClientSdkVersion":
      case "SdkName":
        return this.#textAt(at, key, (written) => (this.#texts[key] = written));
      default:
        return skipValue(this.#text, at);
    }
  }

  /** @param size of the whole event, in characters */
  finish(size: number): PinpointEvent | { readonly fault: string } {
    const { EventType } = this.#texts;
    if (this.#fault !== undefined) return { fault: this.#fault };
    if (size > MAX_EVENT_SIZE)
      return { fault: `The event has ${size} characters; ${MAX_EVENT_SIZE} are the most.` };
    if (EventType === undefined || EventType === '""') return { fault: "EventType is missing." };
    if (this.#time === undefined) return { fault: "Timestamp is missing." };
    return {
      eventType: EventType,
      time: this.#time,
      timestamp: epochOf(this.#time),
      packageName: this.#texts.AppPackageName,
      title: this.#texts.AppTitle,
      versionCode: this.#texts.AppVersionCode,
      sdkName: this.#texts.SdkName,
      sdkVersion: this.#texts.ClientSdkVersion,
      session: this.#session,
      attributes: this.#attributes,
      metrics: this.#metrics,
    };
  }

  /** The first thing that is wrong is what is said. */
  #wrong(fault: string): void {
    this.#fault ??= fault;
  }

  #flat(at: number, name: "Attributes" | "Metrics", kind: "string" | "number"): number {
    if (kindAt(this.#text, at) === "null") return skipValue(this.#text, at);
    const { end, text, fault } = readFlatObject(this.#text, at, { name, kind });
    if (fault !== undefined) this.#wrong(fault);
    if (name === "Attributes") this.#attributes = text;
    else this.#metrics = text;
    return end;
  }

  #sessionAt(at: number): number {
    const text = this.#text;
    const kind = kindAt(text, at);
    if (kind !== "object") {
      if (kind !== "null") this.#wrong("Session is not an object.");
      return skipValue(text, at);
    }
    const session: { id?: RawJson; start?: EpochMilliseconds; stop?: EpochMilliseconds } = {};
    this.#session = session;
    return walkObject(text, at, (key, value) => {
      switch (key) {
        case "Id":
          return this.#textAt(value, "Session.Id", (written) => (session.id = written));
        case "StartTimestamp":
          return this.#timeAt(value, "Session.StartTimestamp", (time) => (session.start = epochOf(time)));
        case "StopTimestamp":
          return this.#timeAt(value, "Session.StopTimestamp", (time) => (session.stop = epochOf(time)));
        default:
          return skipValue(text, value);
      }
    });
  }

  #textAt(at: number, name: string, take: (written: RawJson) => void): number {
    const kind = kindAt(this.#text, at);
    const end = skipValue(this.#text, at);
    if (kind === "null") return end;
    if (kind !== "string") this.#wrong(`${name} is not a text.`);
    else if (end - at > MAX_TEXT_LENGTH) this.#wrong(`${name} is longer than ${MAX_TEXT_LENGTH} characters.`);
    else take(this.#text.slice(at, end));
    return end;
  }

  #timeAt(at: number, name: string, take: (time: Timestamp) => void): number {
    return this.#textAt(at, name, (written) => {
      const time = readClientTime(stringAt(written, 0, written.length));
      if (time === undefined) this.#wrong(`${name} is no date and time in ISO 8601 format.`);
      else take(time);
    });
  }
}
