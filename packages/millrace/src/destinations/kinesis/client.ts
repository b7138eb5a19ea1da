import type { Static } from "typebox";
import type { Pool } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { awsPool, readText } from "../aws/connections.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { retryAfterOf } from "../aws/errors.ts";
import type { awsSecrets } from "../aws/settings.ts";
import { dnsSuffix } from "../aws/settings.ts";
import { secretMasker } from "../aws/mask.ts";
import { RequestSigner } from "../aws/sign.ts";
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
  readonly #signer: RequestSigner;
  readonly #pool: Pool;
  readonly #mask: (text: string) => string;

  constructor(settings: KinesisSettings, secrets: Static<typeof awsSecrets>, policy: NetworkPolicy) {
    const { region, endpointUrl } = settings;
    this.#url = kinesisUrl(settings);
    const { awsKeyId, awsSecretKey, awsSessionToken } = secrets;
    this.#mask = secretMasker(secrets);
    const credentials = {
      accessKeyId: awsKeyId,
      secretAccessKey: awsSecretKey,
      sessionToken: awsSessionToken,
    };
    this.#signer = new RequestSigner(credentials, region, "kinesis");
    this.#pool = awsPool({ origin: this.#url.origin, connections: CONNECTIONS, endpointUrl, policy });
  }

  async call(action: KinesisAction, json: string, signal: AbortSignal): Promise<KinesisAnswer> {
    const { host, pathname: path } = this.#url;
    const body = Buffer.from(json);
    const unsigned = {
      method: "POST",
      host,
      path,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Kinesis_20131202.${action}` },
      body,
    };
    try {
      const headers = { ...this.#signer.sign(unsigned, new Date()), "content-length": String(body.length) };
      const answer = await this.#pool.request({ method: "POST", path, headers, body, signal });
      const text = await readText(answer.body, MAX_ANSWER_BYTES);
      const found = parse(text);
      if (answer.statusCode === 200) return { body: found };
      return {
        failure: this.#masked(
          failureOf(answer.statusCode, found, retryAfterOf(answer.headers["retry-after"])),
        ),
      };
    } catch (error) {
      return { failure: this.#masked({ name: "", message: messageOf(error), status: undefined }) };
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #masked(failure: AwsFailure): AwsFailure {
    return { ...failure, name: this.#mask(failure.name), message: this.#mask(failure.message) };
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
