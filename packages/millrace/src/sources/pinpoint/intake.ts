import type { NewEvent, RawJson } from "../../core/event.ts";
import { parseLossless } from "../../core/json/lossless.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import type { EndpointFields } from "../../endpoints/endpoint.ts";
import { Endpoint } from "../../endpoints/endpoint.ts";
import { EndpointFaultError, idFault, keyOfId } from "../../endpoints/endpoint-id.ts";
import { readFields } from "../../endpoints/read-fields.ts";
import type { SqliteEndpoints } from "../../endpoints/sqlite-endpoints.ts";
import { EventComposer } from "./compose-event.ts";
import { storedIdOf } from "./event-id.ts";
import type { GivenItem } from "./read-batch.ts";
import { readBatch } from "./read-batch.ts";
import type { GivenEvent } from "./read-event.ts";

/** What the intake needs of the log. */
export interface PinpointLog {
  append(events: readonly NewEvent[]): Promise<unknown>;
}

/** What the intake needs of the endpoints. */
type Endpoints = Pick<SqliteEndpoints, "update" | "latest">;

/** What the items of one request have in common. */
interface Request {
  readonly projectId: string;
  readonly at: EpochMilliseconds;
  /** Filled with the events that can be taken in. */
  readonly events: NewEvent[];
}

/** Takes the events of Pinpoint's clients into the log, and what they say of their endpoints into the endpoints. */
export class PinpointIntake {
  readonly #log: PinpointLog;
  readonly #endpoints: Endpoints;
  readonly #now: () => EpochMilliseconds;

  constructor(log: PinpointLog, endpoints: Endpoints, now: () => EpochMilliseconds) {
    this.#log = log;
    this.#endpoints = endpoints;
    this.#now = now;
  }

  /**
   * Takes in the body of PutEvents. What is good of it is on disk once this resolves, endpoints and events; what is not
   * is told apart in the answer. Where one of the two cannot be stored it rejects, and the same request sent again stores
   * what is missing.
   * @returns Pinpoint's EventsResponse as JSON
   * @throws {JsonSyntaxError} {@link UnreadableInputError} {@link BackPressureError} {@link StorageError}
   */
  put(projectId: string, text: string): Promise<RawJson> {
    const items = [...readBatch(text)];
    const request: Request = { projectId, at: this.#now(), events: [] };
    const given = items.map(([id, { endpoint }]) => ({ id, fields: fieldsOf(endpoint) }));
    const updates = given.flatMap(({ id, fields }) =>
      fields instanceof EndpointFaultError ? [] : [{ id, fields }],
    );
    const { outcomes, stored } = this.#endpoints.update(projectId, updates, request.at);
    // Should composing fail (the file of endpoints may be damaged), nobody else waits for this.
    stored.catch(() => {});
    let next = 0;
    const results = items.map(([id, item], i) => {
      const fields = given[i]?.fields;
      const outcome = fields instanceof EndpointFaultError ? fields : outcomes[next++];
      return `${JSON.stringify(id)}:${this.#takeItem(id, item, outcome, request)}`;
    });
    // What is awaited here instead would hold the whole request until then.
    return answerAfter([stored, this.#log.append(request.events)], `{"Results":{${results.join(",")}}}`);
  }

  /** Composes an item's events, and answers its ItemResponse as JSON. */
  #takeItem(
    id: string,
    { events }: GivenItem,
    outcome: Endpoint | EndpointFaultError | undefined,
    request: Request,
  ): RawJson {
    const unnamed = idFault(id, "The endpoint's id");
    const latest = (): Endpoint | undefined =>
      unnamed === undefined ? this.#endpoints.latest(request.projectId, id) : undefined;
    const known = outcome instanceof Endpoint ? outcome : latest();
    const composer = new EventComposer(id, known, request);
    const key = keyOfId(id);
    const answers: RawJson[] = [];
    for (const [eventId, event] of events) {
      const fault = unnamed ?? takeEvent(composer, key, eventId, event, request);
      answers.push(`${JSON.stringify(eventId)}:${answerOf(fault)}`);
    }
    const fault = unnamed ?? (outcome instanceof EndpointFaultError ? outcome.message : undefined);
    return `{"EndpointItemResponse":${answerOf(fault)},"EventsItemResponse":{${answers.join(",")}}}`;
  }
}

/** Answers what is wrong with the event; undefined where it is taken in. */
function takeEvent(
  composer: EventComposer,
  key: string,
  eventId: string,
  { read, written }: GivenEvent,
  { events }: Request,
): string | undefined {
  if ("fault" in read) return read.fault;
  events.push(composer.compose(read, storedIdOf(key, eventId, written, read.timestamp)));
  return undefined;
}

const ACCEPTED: RawJson = '{"Message":"Accepted","StatusCode":202}';

function answerOf(fault: string | undefined): RawJson {
  return fault === undefined ? ACCEPTED : `{"Message":${JSON.stringify(fault)},"StatusCode":400}`;
}

async function answerAfter(done: readonly Promise<unknown>[], answer: RawJson): Promise<RawJson> {
  await Promise.all(done);
  return answer;
}

function fieldsOf(written: RawJson | undefined): EndpointFields | EndpointFaultError {
  try {
    return written === undefined ? {} : readFields(parseLossless(written));
  } catch (error) {
    if (error instanceof EndpointFaultError) return error;
    throw error;
  }
}
