import type { Event } from "./event.ts";
import { METADATA } from "./event.ts";
import type { JsonObject } from "./json/object.ts";
import { isMembers, parseLossless } from "./json/lossless.ts";
import { fillInFromPinpoint } from "./pinpoint-view.ts";
import type { EpochMilliseconds, Milliseconds, Timestamp } from "./time.ts";

/**
 * An event's data as conditions, mappings and templates see it: an object in the export format of event streaming
 * (seed 002), numbers as `parseLossless` gives them. Not to be changed: all who look at the event share it.
 */
export interface EventView {
  readonly fields: JsonObject;
  /** True where the event's data is in the export format already and can be passed on as it is. */
  readonly asStored: boolean;
}

const views = new WeakMap<Event, EventView>();

/** The one asked for last: a thousand routes ask for the same event one after the other. */
let last: { readonly event: Event; readonly view: EventView } | undefined;

/**
 * The event's view, made once an event. What the data lacks of `uuid`, `event_type`, `event_time`, their other names
 * `event_name` and `created_at` (seed 002), and `server_received_time` is filled in from what the log knows; data that is
 * no object stands under `data`. Events that came in by the Pinpoint API have their members under the names of the export
 * format, too.
 */
export function viewOf(event: Event): EventView {
  if (last?.event === event) return last.view;
  const view = views.get(event) ?? remembered(event, makeView(event));
  last = { event, view };
  return view;
}

function remembered(event: Event, view: EventView): EventView {
  views.set(event, view);
  return view;
}

function makeView(event: Event): EventView {
  const parsed = parseLossless(event.data);
  const fields = isMembers(parsed) ? parsed : { data: parsed };
  const asStored = fields === parsed && ALWAYS.every((name) => fields[name] !== undefined);
  if (asStored && fields.event_name !== undefined && fields.created_at !== undefined)
    return { fields, asStored };
  fillIn(fields, event);
  if (event.metadata[METADATA.appEvent] === "true" && fields === parsed)
    fillInFromPinpoint(fields, event.metadata[METADATA.endpointUser]);
  return { fields, asStored };
}

/** Adds what is missing. The fields were parsed for this view alone; what came in stays where it stood. */
function fillIn(fields: Record<string, unknown>, { id, topic, time, acceptedAt }: Event): void {
  const { event_type: type, event_time: at } = fields;
  if (fields.uuid === undefined) fields.uuid = id;
  if (type === undefined) fields.event_type = topic;
  if (fields.event_name === undefined) fields.event_name = type ?? topic;
  if (at === undefined) fields.event_time = exportTime(time);
  if (fields.created_at === undefined) fields.created_at = at ?? exportTime(time);
  if (fields.server_received_time === undefined)
    fields.server_received_time = acceptedAt === 0 ? exportTime(time) : exportTimeOf(acceptedAt);
}

/** Fields without which an event is not in the export format. */
const ALWAYS = ["uuid", "event_type", "event_time", "server_received_time"] as const;

/** A moment as the export format writes it: UTC, `2022-01-06 17:29:04.123000`. */
export function exportTime(time: Timestamp): string {
  return `${time.slice(0, 10)} ${time.slice(11, 26)}`;
}

const MINUTE: Milliseconds = 60_000;

/** The last minute that was asked for and how its times begin: events that come in together happened together. */
let minute = Number.NaN;
let beginning = "";

/** {@link exportTime} of milliseconds since 1970. */
export function exportTimeOf(ms: EpochMilliseconds): string {
  const whole = Math.floor(ms / MINUTE);
  if (whole !== minute) {
    const text = new Date(ms).toISOString();
    beginning = `${text.slice(0, 10)} ${text.slice(11, 17)}`;
    minute = whole;
  }
  const rest = Math.floor(ms - whole * MINUTE);
  // The digits with a 1 before them, so that none is lost.
  const digits = String(100_000 + rest);
  return `${beginning}${digits.slice(1, 3)}.${digits.slice(3)}000`;
}
