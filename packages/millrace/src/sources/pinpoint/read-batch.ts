import { UnreadableInputError } from "../../core/errors.ts";
import type { RawJson } from "../../core/event.ts";
import { JsonSyntaxError, kindAt, skipSpace, skipValue, walkObject } from "../../core/json/scan.ts";
import { brief } from "../../core/validation/issues.ts";
import { MAX_AT_ONCE } from "../../endpoints/merge-endpoint.ts";
import type { GivenEvent } from "./read-event.ts";
import { readEvent } from "./read-event.ts";

/** Events of one request at most; Pinpoint takes 100. */
export const MAX_EVENTS = 1_000;

/** What a request says of one endpoint (Pinpoint's EventsBatch). */
export interface GivenItem {
  /** Undefined where it says nothing. */
  readonly endpoint: RawJson | undefined;
  /** By the client's ids. */
  readonly events: ReadonlyMap<string, GivenEvent>;
}

/**
 * Reads the body of PutEvents: `{BatchItem: {endpointId: {Endpoint, Events: {eventId: Event}}}}`. Of names that are
 * repeated the last one counts. What is wrong with single events is noted there.
 * @returns the items by the ids of their endpoints
 * @throws {JsonSyntaxError} {@link UnreadableInputError} where the batch does not have this form, or holds too much
 */
export function readBatch(text: string): ReadonlyMap<string, GivenItem> {
  const start = skipSpace(text, 0);
  requireObject(text, start, "The body");
  let items: ReadonlyMap<string, GivenItem> | undefined;
  const end = walkObject(text, start, (key, at) => {
    if (key !== "BatchItem") return skipValue(text, at);
    const read = itemsAt(text, at);
    items = read.items;
    return read.end;
  });
  const rest = skipSpace(text, end);
  if (rest < text.length) throw new JsonSyntaxError("unexpected text behind the value", text, rest);
  if (items === undefined) throw badShape("BatchItem is missing.");
  return items;
}

function itemsAt(
  text: string,
  start: number,
): { readonly items: ReadonlyMap<string, GivenItem>; readonly end: number } {
  requireObject(text, start, "BatchItem");
  const items = new Map<string, GivenItem>();
  const counted = { events: 0 };
  const end = walkObject(text, start, (endpointId, at) => {
    const { item, end: behind } = itemAt(text, at, endpointId, counted);
    items.set(endpointId, item);
    if (items.size > MAX_AT_ONCE) throw badShape(`${MAX_AT_ONCE} endpoints are the most in one call.`);
    return behind;
  });
  return { items, end };
}

function itemAt(
  text: string,
  start: number,
  endpointId: string,
  counted: { events: number },
): { readonly item: GivenItem; readonly end: number } {
  requireObject(text, start, `BatchItem.${brief(endpointId)}`);
  let endpoint: RawJson | undefined;
  let events: ReadonlyMap<string, GivenEvent> = new Map();
  const end = walkObject(text, start, (key, at) => {
    if (key === "Endpoint") {
      const behind = skipValue(text, at);
      endpoint = kindAt(text, at) === "null" ? undefined : text.slice(at, behind);
      return behind;
    }
    if (key !== "Events" || kindAt(text, at) === "null") return skipValue(text, at);
    requireObject(text, at, `BatchItem.${brief(endpointId)}.Events`);
    const read = eventsAt(text, at, counted);
    events = read.events;
    return read.end;
  });
  return { item: { endpoint, events }, end };
}

function eventsAt(
  text: string,
  start: number,
  counted: { events: number },
): { readonly events: ReadonlyMap<string, GivenEvent>; readonly end: number } {
  const events = new Map<string, GivenEvent>();
  const end = walkObject(text, start, (eventId, at) => {
    if (++counted.events > MAX_EVENTS) throw badShape(`${MAX_EVENTS} events are the most in one call.`);
    const event = readEvent(text, at);
    events.set(eventId, event);
    return event.end;
  });
  return { events, end };
}

function requireObject(text: string, at: number, what: string): void {
  if (kindAt(text, at) === "object") return;
  // Whatever else stands there may not be JSON at all, which is to be said first.
  skipValue(text, at);
  throw badShape(`${what} is not an object.`);
}

function badShape(message: string): UnreadableInputError {
  return new UnreadableInputError(message, {
    remedy: "Send {BatchItem: {endpointId: {Endpoint: {…}, Events: {eventId: {EventType, Timestamp, …}}}}}.",
  });
}
