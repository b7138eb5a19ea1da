import type { AwsService, NetworkPolicy } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { JsonObject } from "../../core/json/object.ts";
import type { AwsResult } from "./connection.ts";
import { AwsConnection } from "./connection.ts";
import type { CredentialSource } from "./credentials.ts";
import type { AwsFailure, Failed } from "./errors.ts";
import { retryAfterOf } from "./errors.ts";
import type { ServicePlace } from "./place.ts";
import { guardOf, serviceUrl } from "./place.ts";

/** Connections of one destination; its lanes share them. */
const CONNECTIONS = 16;

/** An answer to 500 records has some 100 KB. */
const MAX_ANSWER_BYTES = 4 * 1_048_576;

/** A service whose calls are JSON objects by POST. */
export interface JsonService {
  /** As SigV4 and its host name have it, such as `kinesis`. */
  readonly name: AwsService;
  /** What stands before an action in `x-amz-target`, such as `Kinesis_20131202`. */
  readonly target: string;
}

/** An answer, or why there is none. */
export type JsonAnswer = AwsResult<JsonObject> | Failed;

/**
 * Calls a JSON service of AWS: signed requests over kept connections. It does not retry: when and what is tried again is
 * the lane's to decide. The body is taken as text, so that a batch is put together once, straight from its messages.
 */
export class JsonClient<Action extends string> {
  readonly #url: URL;
  readonly #target: string;
  readonly #connection: AwsConnection;

  constructor(
    { name, target }: JsonService,
    place: ServicePlace,
    credentials: CredentialSource,
    policy: NetworkPolicy,
  ) {
    this.#url = serviceUrl(name, place, policy);
    this.#target = target;
    const { origin } = this.#url;
    const pool = { origin, connections: CONNECTIONS, guard: guardOf(place, policy) };
    this.#connection = new AwsConnection({ ...pool, region: place.region, service: name, credentials });
  }

  async call(action: Action, json: string, signal: AbortSignal): Promise<JsonAnswer> {
    const { host, pathname: path } = this.#url;
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${this.#target}.${action}`,
    };
    const request = { method: "POST", host, path, headers, body: Buffer.from(json) } as const;
    return this.#connection.request(request, { signal, limit: MAX_ANSWER_BYTES }, (answer) => {
      const found = parse(answer.text);
      if (answer.status === 200) return { body: found };
      return { failure: failureOf(answer.status, found, retryAfterOf(answer.headers["retry-after"])) };
    });
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

/** What is no JSON (a proxy's page) says nothing: the status has to do. */
function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The name may carry a namespace before it: `com.amazonaws.kinesis#ValidationException`. */
function failureOf(
  status: number,
  { __type: type, message, Message }: JsonObject,
  retryAfter: number | undefined,
): AwsFailure {
  const said = message ?? Message;
  return {
    name: typeof type === "string" ? type.slice(type.lastIndexOf("#") + 1) : "",
    message: typeof said === "string" ? said : "",
    status,
    retryAfter,
  };
}
