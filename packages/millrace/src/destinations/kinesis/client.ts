import type { Static } from "typebox";
import type { NetworkPolicy } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { AwsConnection } from "../aws/connection.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { retryAfterOf } from "../aws/errors.ts";
import type { awsSecrets } from "../aws/settings.ts";
import { dnsSuffix } from "../aws/settings.ts";
import type { KinesisSettings } from "./settings.ts";

/** PutRecords calls a lane has in flight at once. */
export const CONCURRENCY = 4;

/** Connections of one destination; its lanes share them. */
const CONNECTIONS = 16;

/** An answer to 500 records has some 100 KB. */
const MAX_ANSWER_BYTES = 4 * 1_048_576;

/** The calls of the Kinesis API that are made here. */
export type KinesisAction = "PutRecords" | "DescribeStream";

/** An answer, or why there is none. */
export type KinesisAnswer = { readonly body: JsonObject } | { readonly failure: AwsFailure };

/**
 * Calls the Kinesis API: signed JSON requests over kept connections. It does not retry: when and what is tried again is
 * the lane's to decide. The body is taken as text, so that a batch is put together once, straight from its messages.
 */
export class KinesisClient {
  readonly #url: URL;
  readonly #connection: AwsConnection;

  constructor(settings: KinesisSettings, secrets: Static<typeof awsSecrets>, policy: NetworkPolicy) {
    const { region, endpointUrl } = settings;
    this.#url = kinesisUrl(settings);
    const { origin } = this.#url;
    const pool = { origin, connections: CONNECTIONS, endpointUrl, policy };
    this.#connection = new AwsConnection({ ...pool, region, service: "kinesis", secrets });
  }

  async call(action: KinesisAction, json: string, signal: AbortSignal): Promise<KinesisAnswer> {
    const { host, pathname: path } = this.#url;
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `Kinesis_20131202.${action}`,
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

/** Where the API answers for a region of any partition, or at a customer's own endpoint. */
export function kinesisUrl({ region, endpointUrl }: Pick<KinesisSettings, "region" | "endpointUrl">): URL {
  return new URL(endpointUrl ?? `https://kinesis.${region}.${dnsSuffix(region)}`);
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
