import type { Static } from "typebox";
import type { NetworkPolicy } from "../../core/destination.ts";
import type { AwsAnswer } from "../aws/connection.ts";
import { AwsConnection } from "../aws/connection.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { retryAfterOf } from "../aws/errors.ts";
import type { awsSecrets } from "../aws/settings.ts";
import type { BucketLocation } from "./location.ts";
import { encodeKey, locate } from "./location.ts";
import type { S3Settings } from "./settings.ts";
import { storageClassOf } from "./settings.ts";

/** Uploads of one destination that are under way at once. */
export const UPLOADS = 16;

/** An answer longer than this is no error of S3's. */
const MAX_ANSWER_BYTES = 64 * 1_024;

/** One object to write. */
export interface S3Object {
  readonly key: string;
  readonly body: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes objects to one bucket: signed requests over kept connections. Redirects are not followed. */
export class S3Client {
  readonly #location: BucketLocation;
  readonly #connection: AwsConnection;
  readonly #storageClass: string;

  constructor(settings: S3Settings, secrets: Static<typeof awsSecrets>, policy: NetworkPolicy) {
    const { region, endpointUrl } = settings;
    this.#location = locate(settings);
    this.#storageClass = storageClassOf(settings) ?? "STANDARD";
    const { origin } = this.#location;
    const pool = { origin, connections: UPLOADS, endpointUrl, policy };
    this.#connection = new AwsConnection({ ...pool, region, service: "s3", secrets });
  }

  /** Writes an object; answers undefined where S3 took it, else why not. */
  async put(object: S3Object, signal: AbortSignal): Promise<AwsFailure | undefined> {
    const { host, prefix } = this.#location;
    const path = prefix + encodeKey(object.key);
    const body = Buffer.from(object.body);
    const request = { method: "PUT", host, path, headers: this.#headers(object), body } as const;
    const answer = await this.#connection.request(
      request,
      { signal, limit: MAX_ANSWER_BYTES },
      ({ status, headers, text }) =>
        status >= 200 && status < 300
          ? { body: undefined }
          : { failure: s3FailureOf({ status, headers, text }) },
    );
    return "failure" in answer ? answer.failure : undefined;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #headers(object: S3Object): Record<string, string> {
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "x-amz-storage-class": this.#storageClass,
    };
    for (const [name, value] of Object.entries(object.metadata))
      headers[`x-amz-meta-${name.toLowerCase()}`] = value;
    return headers;
  }
}

/** S3 tells its errors in XML; two elements of it are all that is wanted, so no parser reads a stranger's document. */
export function s3FailureOf({ status, headers, text }: AwsAnswer): AwsFailure {
  const element = (name: string): string =>
    new RegExp(`<${name}>([^<]{0,500})</${name}>`).exec(text)?.[1] ?? "";
  const region = headers["x-amz-bucket-region"];
  const hint = typeof region === "string" ? ` The bucket is in ${region}.` : "";
  return {
    name: element("Code"),
    message: element("Message") + hint,
    status,
    retryAfter: retryAfterOf(headers["retry-after"]),
  };
}
