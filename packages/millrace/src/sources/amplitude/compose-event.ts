import type { NewEvent, RawJson } from "../../core/event.ts";
import { METADATA } from "../../core/event.ts";
import { exportTimeOf } from "../../core/event-view.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { printLossless } from "../../core/json/lossless.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import type { Applied } from "../../profiles/apply-change.ts";
import { OPERATION_FIELDS } from "../../profiles/change.ts";
import { operationsJson } from "../../profiles/operations.ts";
import type { CheckedEvent } from "./check-event.ts";
import { fieldText } from "./check-event.ts";
import { amplitudeIdOf } from "./client-ids.ts";
import {
  EXTRA_NUMBER_FIELDS,
  EXTRA_TEXT_FIELDS,
  GROUP_IDENTIFY,
  IDENTIFY,
  OBJECT_FIELDS,
} from "./event-fields.ts";
import { limitValue } from "./limit-value.ts";

/** What the events of one upload have in common. */
export interface UploadContext {
  readonly projectId: string;
  readonly receivedAt: EpochMilliseconds;
  /** By the client's clock; undefined where it does not say. */
  readonly clientUploadTime?: EpochMilliseconds | undefined;
  /** Where the upload came from, for events whose `ip` is `$remote`. */
  readonly clientAddress: string;
}

/** Events without a session are in this one. */
const NO_SESSION = "-1";

const MAX_TIME: EpochMilliseconds = 253_402_300_799_999;

/** Composes the events of one upload as they are stored: in the export format of event streaming. */
export class EventComposer {
  readonly #context: UploadContext;
  readonly #received: RawJson;
  readonly #uploaded: EpochMilliseconds;
  readonly #uploadedText: RawJson;
  readonly #app: RawJson;

  constructor(context: UploadContext) {
    this.#context = context;
    this.#received = `"${exportTimeOf(context.receivedAt)}"`;
    this.#uploaded = context.clientUploadTime ?? context.receivedAt;
    this.#uploadedText = `"${exportTimeOf(this.#uploaded)}"`;
    this.#app = JSON.stringify(context.projectId);
  }

  compose(event: CheckedEvent, id: string, applied: Applied): NewEvent {
    const time = exportTimeOf(this.#eventTime(event));
    return {
      id,
      projectId: this.#context.projectId,
      topic: topicOf(event),
      time: `${time.slice(0, 10)}T${time.slice(11)}000Z`,
      metadata: metadataOf(applied),
      data: this.#data(event, id, `"${time}"`, applied),
    };
  }

  /** By the server's clock: what the client's clock is wrong by shows in when it says the upload was sent. */
  #eventTime({ time }: CheckedEvent): EpochMilliseconds {
    const corrected = (time ?? this.#uploaded) + (this.#context.receivedAt - this.#uploaded);
    return Math.min(Math.max(corrected, 0), MAX_TIME);
  }

  #data(event: CheckedEvent, id: string, time: RawJson, applied: Applied): RawJson {
    const { given, userId, deviceId } = event;
    const type = JSON.stringify(event.eventType);
    const model = text(given.device_model);
    return (
      `{"server_received_time":${this.#received},"app":${this.#app},"device_carrier":${text(given.carrier)}` +
      `,"city":${text(given.city)},"user_id":${text(userId)},"uuid":"${id}","event_time":${time}` +
      `,"platform":${text(given.platform)},"os_version":${text(given.os_version)}` +
      `,"amplitude_id":${amplitudeIdOf(userId ?? deviceId ?? "")},"processed_time":${this.#received}` +
      `,"version_name":${text(given.app_version ?? given.version_name)},"ip_address":${this.#address(given)}` +
      `,"paying":${text(given.paying)},"dma":${text(given.dma)},"group_properties":${groupsJson(applied)}` +
      `,"user_properties":${(event.ownProperties ?? applied.user).text},"client_upload_time":${this.#uploadedText}` +
      `,"$insert_id":${text(event.insertId)},"event_type":${type},"library":${text(given.library ?? "http/2.0")}` +
      `,"device_type":${model},"start_version":${text(given.start_version)}` +
      `,"location_lng":${number(given.location_lng)},"server_upload_time":${this.#received}` +
      `,"event_id":${number(given.event_id)},"location_lat":${number(given.location_lat)}` +
      `,"os_name":${text(given.os_name)},"groups":${event.groupsText}` +
      `,"event_properties":${event.eventProperties},"data":{},"device_id":${text(deviceId)}` +
      `,"language":${text(given.language)},"country":${text(given.country)},"region":${text(given.region)}` +
      `,"session_id":${number(given.session_id, NO_SESSION)},"device_family":${model},"sample_rate":null` +
      `,"client_event_time":${this.#clientTime(event)},"event_name":${type},"created_at":${time}` +
      `${extras(given)}${changes(event, applied)}}`
    );
  }

  #clientTime({ time }: CheckedEvent): RawJson {
    return time === undefined ? this.#uploadedText : `"${exportTimeOf(time)}"`;
  }

  #address({ ip }: JsonObject): RawJson {
    return text(ip === "$remote" ? this.#context.clientAddress : ip);
  }
}

/** Where an event of this type goes in the log. */
function topicOf({ eventType }: CheckedEvent): string {
  if (eventType === IDENTIFY) return "identify";
  return eventType === GROUP_IDENTIFY ? "group_identify" : "track";
}

const NOTHING: NewEvent["metadata"] = {};
const CHANGED: NewEvent["metadata"] = { [METADATA.changed]: "true" };
/** It was meant to, and found everything as it is. */
const UNCHANGED: NewEvent["metadata"] = { [METADATA.changed]: "false" };

function metadataOf({ counts, changedUser, changedGroup }: Applied): NewEvent["metadata"] {
  if (!counts) return NOTHING;
  return changedUser.length + changedGroup.length > 0 ? CHANGED : UNCHANGED;
}

/** What the event did, for those who want changes alone. */
function changes(event: CheckedEvent, { changedUser, changedGroup }: Applied): RawJson {
  let json = "";
  if (event.eventType === IDENTIFY || event.userOperations.length > 0)
    json += `,"${OPERATION_FIELDS.user}":${printLossless(operationsJson(event.userOperations))}`;
  if (event.eventType === IDENTIFY || event.userOperations.length > 0 || changedUser.length > 0)
    json += `,"changed_user_properties":${JSON.stringify(changedUser)}`;
  if (event.eventType === GROUP_IDENTIFY) {
    const [group] = event.groups;
    json += `,"group_type":${text(group?.type)},"group_value":${text(group?.value)}`;
  }
  if (event.eventType === GROUP_IDENTIFY || event.groupOperations.length > 0)
    json +=
      `,"${OPERATION_FIELDS.group}":${printLossless(operationsJson(event.groupOperations))}` +
      `,"changed_group_properties":${JSON.stringify(changedGroup)}`;
  return json;
}

/** The properties of the event's groups: `{type: {value: {…}}}`. */
function groupsJson({ groups }: Applied): RawJson {
  if (groups.length === 0) return "{}";
  const types = new Map<string, string[]>();
  for (const { group, state } of groups) {
    const ofType = types.get(group.type) ?? [];
    types.set(group.type, ofType);
    ofType.push(`${JSON.stringify(group.value)}:${state.text}`);
  }
  return `{${[...types].map(([type, values]) => `${JSON.stringify(type)}:{${values.join(",")}}`).join(",")}}`;
}

/** What clients send beyond the export format, where they do. */
function extras(given: JsonObject): RawJson {
  let json = "";
  for (const name of EXTRA_TEXT_FIELDS) if (isGiven(given[name])) json += `,"${name}":${text(given[name])}`;
  for (const name of EXTRA_NUMBER_FIELDS)
    if (isGiven(given[name])) json += `,"${name}":${number(given[name])}`;
  for (const name of OBJECT_FIELDS)
    if (isGiven(given[name])) json += `,"${name}":${printLossless(limitValue(given[name]))}`;
  return json;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function text(value: unknown): RawJson {
  const found = fieldText(value);
  return found === undefined ? "null" : JSON.stringify(found);
}

function number(value: unknown, otherwise = "null"): RawJson {
  return isGiven(value) ? printLossless(value) : otherwise;
}
