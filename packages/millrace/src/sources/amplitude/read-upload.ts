import type { RawJson } from "../../core/event.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { findPath } from "../../core/json/exact.ts";
import { mayChange, parseLossless } from "../../core/json/lossless.ts";
import type { Span } from "../../core/json/scan.ts";
import { elements, JsonSyntaxError, kindAt } from "../../core/json/scan.ts";
import { readTime } from "../../core/utc-time.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import { epochOf } from "../../core/time.ts";
import { DEFAULT_MIN_ID_LENGTH } from "./client-ids.ts";
import { missingField, tooLarge, UploadRefusal } from "./refusal.ts";

/** An event as a client sent it: nothing about it is known yet. */
export interface GivenEvent {
  readonly value: unknown;
  /** Its `event_properties` as they were written, where parsing and printing would change them. */
  readonly propertiesText?: RawJson;
}

/** The body of an upload. */
export interface Upload {
  readonly apiKey: string;
  readonly events: readonly GivenEvent[];
  readonly minIdLength: number;
  /** The client's clock when it sent the upload. */
  readonly clientUploadTime?: EpochMilliseconds;
}

/** Events of one upload at most. */
export const MAX_EVENTS = 2_000;

/** Names of whole numbers: JavaScript moves them to the front of their object. */
const MOVES = /"\d+"\s*:/;

/**
 * Reads the body of `/2/httpapi` and `/batch`.
 * @throws {UploadRefusal} 400, 413
 */
export function readUpload(text: string): Upload {
  const body = readBody(text, false);
  const apiKey = keyIn(body);
  const { events, options, client_upload_time: uploadTime } = body;
  if (!Array.isArray(events) || events.length === 0) throw missingField("events");
  if (events.length > MAX_EVENTS) throw tooLarge();
  const clientUploadTime = timeOf(uploadTime);
  return {
    apiKey,
    events: isWrittenOtherwise(text) ? asWritten(text, events) : asParsed(events),
    minIdLength: minIdLengthOf(isJsonObject(options) ? options.min_id_length : undefined),
    ...(clientUploadTime !== undefined && { clientUploadTime }),
  };
}

/** The API key of a body. @throws {UploadRefusal} 400 */
export function keyIn(body: JsonObject): string {
  const { api_key: apiKey } = body;
  if (apiKey === undefined || apiKey === null || apiKey === "") throw missingField("api_key");
  // What is no text is no key.
  return typeof apiKey === "string" ? apiKey : "";
}

/** A body that is a JSON object. @throws {UploadRefusal} 400 */
export function readBody(text: string, exact: boolean): JsonObject {
  if (text.trim() === "") throw new UploadRefusal(400, "Missing request body");
  const body = readJson(text, exact);
  if (!isJsonObject(body)) throw new UploadRefusal(400, "Invalid JSON request body");
  return body;
}

/** @throws {UploadRefusal} 400 */
export function readJson(text: string, exact: boolean): unknown {
  try {
    // Checks the grammar before anything else looks at the text.
    const value: unknown = JSON.parse(text);
    return exact ? parseLossless(text) : value;
  } catch (error) {
    if (isUnreadable(error)) throw new UploadRefusal(400, "Invalid JSON request body");
    throw error;
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof JsonSyntaxError || error instanceof RangeError;
}

/** True where parsing and printing may not give the text back. */
function isWrittenOtherwise(text: string): boolean {
  return mayChange(text) || MOVES.test(text);
}

function asParsed(values: readonly unknown[]): readonly GivenEvent[] {
  return values.map((value): GivenEvent => ({ value }));
}

/** The events with their numbers as they were written; most of an upload's need no such care. */
function asWritten(text: string, values: readonly unknown[]): readonly GivenEvent[] {
  try {
    const list = findPath(text, ["events"]);
    const spans = list === undefined ? [] : elements(text, list.start);
    return values.map((value, i) => eventAsWritten(text, spans[i], value));
  } catch (error) {
    // It nests deeper than is read with care. The check of the events will say which one does.
    if (isUnreadable(error)) return asParsed(values);
    throw error;
  }
}

function eventAsWritten(text: string, span: Span | undefined, value: unknown): GivenEvent {
  if (span === undefined || kindAt(text, span.start) !== "object") return { value };
  const event = text.slice(span.start, span.end);
  if (!isWrittenOtherwise(event)) return { value };
  const found = findPath(event, ["event_properties"]);
  const exact = parseLossless(event);
  if (found === undefined) return { value: exact };
  return { value: exact, propertiesText: event.slice(found.start, found.end) };
}

function minIdLengthOf(given: unknown): number {
  return typeof given === "number" && Number.isInteger(given) && given >= 1 && given <= 1_024
    ? given
    : DEFAULT_MIN_ID_LENGTH;
}

/** SDKs send the time as RFC 3339, some as milliseconds. What cannot be read is as if it were not there. */
function timeOf(given: unknown): EpochMilliseconds | undefined {
  if (typeof given === "number") return Number.isFinite(given) && given > 0 ? Math.floor(given) : undefined;
  if (typeof given !== "string") return undefined;
  const time = readTime(given);
  return time === undefined ? undefined : epochOf(time);
}
