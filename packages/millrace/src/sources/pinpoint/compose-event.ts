import type { Metadata, NewEvent, RawJson } from "../../core/event.ts";
import { METADATA } from "../../core/event.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import type { Endpoint } from "../../endpoints/endpoint.ts";
import type { PinpointEvent } from "./read-event.ts";

/** The topic of app events. */
const TOPIC = "track";

const OF_NOBODY: Metadata = Object.freeze({ [METADATA.appEvent]: "true" });

/** What is known of no device. */
const NO_DEVICE: RawJson = '{"locale":{},"platform":{}}';

/**
 * Composes the events of one endpoint of a request as Pinpoint streams them: app-event JSON, one object on one line
 * (https://docs.aws.amazon.com/pinpoint/latest/developerguide/event-streams-data-app.html). What is not known is left
 * out; the objects that hold it stay.
 */
export class EventComposer {
  readonly #projectId: string;
  // What stands alike in each record, made once: a piece between the members that are the event's own.
  readonly #arrived: RawJson;
  readonly #client: RawJson;
  readonly #versionName: RawJson;
  readonly #metadata: Metadata;

  /**
   * @param clientId the endpoint's id as this request has it
   * @param endpoint what is known of it
   */
  constructor(
    clientId: string,
    endpoint: Endpoint | undefined,
    { projectId, at }: { readonly projectId: string; readonly at: EpochMilliseconds },
  ) {
    this.#projectId = projectId;
    this.#arrived = `,"arrival_timestamp":${at},"event_version":"3.0","application":{"app_id":${JSON.stringify(projectId)}`;
    this.#client = `},"client":{"client_id":${JSON.stringify(clientId)}},"device":${endpoint?.device ?? NO_DEVICE},"session":{`;
    const user = endpoint?.userId;
    this.#metadata = user === undefined ? OF_NOBODY : { ...OF_NOBODY, [METADATA.endpointUser]: user };
    const version = endpoint?.appVersion;
    this.#versionName = version === undefined ? "" : `,"version_name":${JSON.stringify(version)}`;
  }

  /** The event as it goes into the log. @param id under which it is stored */
  compose(event: PinpointEvent, id: string): NewEvent {
    const data =
      `{"event_type":${event.eventType},"event_timestamp":${event.timestamp}${this.#arrived}` +
      `${member("package_name", event.packageName)},"sdk":{${sdkOf(event)}}${member("title", event.title)}` +
      `${this.#versionName}${member("version_code", event.versionCode)}${this.#client}${sessionOf(event)}` +
      `},"attributes":${event.attributes},"metrics":${event.metrics}}`;
    const { time } = event;
    return { id, projectId: this.#projectId, topic: TOPIC, time, metadata: this.#metadata, data };
  }
}

function sdkOf({ sdkName, sdkVersion }: PinpointEvent): string {
  return (member("name", sdkName) + member("version", sdkVersion)).slice(1);
}

function sessionOf({ session: { id, start, stop } }: PinpointEvent): string {
  return (member("session_id", id) + member("start_timestamp", start) + member("stop_timestamp", stop)).slice(
    1,
  );
}

/** A member behind others; nothing where it is not known. */
function member(name: string, value: RawJson | number | undefined): string {
  return value === undefined ? "" : `,"${name}":${value}`;
}
