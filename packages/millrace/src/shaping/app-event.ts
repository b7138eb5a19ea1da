import type { Event, RawJson } from "../core/event.ts";
import { METADATA } from "../core/event.ts";
import { viewOf } from "../core/event-view.ts";
import { ExactNumber, isMembers, printLossless } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import { setMember } from "../core/json/object.ts";
import { epochOf } from "../core/time.ts";
import { readMoment } from "./read-moment.ts";

/** The version of the form that Pinpoint's app events have. */
const EVENT_VERSION = "3.0";

/** The `session_id` of events that belong to no session, in the export format. */
const NO_SESSION = "-1";

/**
 * The event as a stream of Pinpoint's app events holds it: its data are one app event. What came in by the Pinpoint API
 * is one already and passes as it is; anything else is composed from what the export format knows of it.
 */
export function toAppEvent(event: Event): Event {
  if (event.metadata[METADATA.appEvent] === "true") return event;
  return { ...event, data: composeAppEvent(event) };
}

/** Members without a value are left out; the objects are always there, so that readers need not ask for them. */
function composeAppEvent(event: Event): RawJson {
  const { fields } = viewOf(event);
  const at = readMoment(fields.event_time) ?? epochOf(event.time);
  return printLossless({
    event_type: textOf(fields.event_type) ?? event.topic,
    event_timestamp: at,
    arrival_timestamp: event.acceptedAt === 0 ? at : event.acceptedAt,
    event_version: EVENT_VERSION,
    application: { app_id: event.projectId, sdk: {}, version_name: textOf(fields.version_name) },
    client: { client_id: textOf(fields.device_id) ?? textOf(fields.user_id) },
    device: deviceOf(fields),
    session: { session_id: sessionOf(fields) },
    ...valuesOf(fields),
  });
}

function deviceOf(fields: JsonObject): JsonObject {
  const { country, language } = fields;
  const name = textOf(fields.os_name) ?? textOf(fields.platform);
  return {
    locale: { code: codeOf(language, country), country: textOf(country), language: textOf(language) },
    make: textOf(fields.device_manufacturer) ?? textOf(fields.device_brand),
    model: textOf(fields.device_model) ?? textOf(fields.device_type),
    platform: { name, version: textOf(fields.os_version) },
  };
}

/** Only where both are codes: names such as "English" make none. */
function codeOf(language: unknown, country: unknown): string | undefined {
  const areCodes = [language, country].every((each) => typeof each === "string" && /^[a-z]{2}$/i.test(each));
  return areCodes ? `${String(language)}_${String(country)}` : undefined;
}

function sessionOf({ session_id: id }: JsonObject): string | undefined {
  const text = textOf(id);
  return text === NO_SESSION ? undefined : text;
}

/** Texts as they are, numbers with the digits that came in; undefined for anything else and for an empty text. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || value instanceof ExactNumber ? String(value) : undefined;
}

/**
 * Members that have a place of their own in an app event, or that say when and under which name the event came. Where a
 * member may or may not have found its place (`user_id`, what is known of the device), it stays a value too.
 */
const PLACED: ReadonlySet<string> = new Set([
  "uuid",
  "event_type",
  "event_name",
  "event_time",
  "created_at",
  "server_received_time",
  "version_name",
  "device_id",
  "session_id",
]);

/** What is known of the event itself: its properties, or where it has none everything that has no other place. */
function valuesOf(fields: JsonObject): {
  readonly attributes: JsonObject;
  readonly metrics: JsonObject;
} {
  const attributes: Record<string, unknown> = {};
  const metrics: Record<string, unknown> = {};
  const { event_properties: properties } = fields;
  const all = isMembers(properties) ? properties : fields;
  for (const [name, value] of Object.entries(all)) {
    if (value === null || value === undefined || (all === fields && PLACED.has(name))) continue;
    if (typeof value === "number" || value instanceof ExactNumber) setMember(metrics, name, value);
    else setMember(attributes, name, typeof value === "string" ? value : printLossless(value));
  }
  const user = textOf(fields.user_id);
  // A device stands in the user's place, and properties say nothing of users: nobody could tell any more who it was.
  if (all !== fields && user !== undefined && attributes.user_id === undefined)
    setMember(attributes, "user_id", user);
  return { attributes, metrics };
}
