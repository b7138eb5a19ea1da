import type { NetworkPolicy } from "../../core/destination.ts";
import type { AwsAnswer } from "../aws/connection.ts";
import { AwsConnection } from "../aws/connection.ts";
import type { CredentialSource } from "../aws/credentials.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { guardOf } from "../aws/place.ts";
import { failureInXml } from "../aws/xml.ts";
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

  constructor(settings: S3Settings, credentials: CredentialSource, policy: NetworkPolicy) {
    const { bucket, region, endpointUrl = policy.aws?.endpoints.s3 } = settings;
    this.#location = locate({ bucket, region, endpointUrl });
    this.#storageClass = storageClassOf(settings) ?? "STANDARD";
    const { origin } = this.#location;
    const pool = { origin, connections: UPLOADS, guard: guardOf(settings, policy) };
    this.#connection = new AwsConnection({ ...pool, region, service: "s3", credentials });
  }

  /** Writes an object; answers undefined where S3 took it, else why not. */
  async put(object: S3Object, signal: AbortSignal): Promise<AwsFailure | undefined> {
    const { host, prefix } = this.#location;
    const path = prefix + encodeKey(object.key);
    const body = Buffer.from(object.body);
    const request = { method: "PUT", host, path, headers: this.#headers(object), body } as const;
    const answer = await this.#connection.request(request, { signal, limit: MAX_ANSWER_BYTES }, (answered) =>
      answered.status >= 200 && answered.status < 300
        ? { body: undefined }
        : { failure: s3FailureOf(answered) },
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

/** What S3 tells of an error, in XML. */
export function s3FailureOf(answer: AwsAnswer): AwsFailure {
  const failure = failureInXml(answer);
  const region = answer.headers["x-amz-bucket-region"];
  const hint = typeof region === "string" ? ` The bucket is in ${region}.` : "";
  return { ...failure, message: failure.message + hint };
}
