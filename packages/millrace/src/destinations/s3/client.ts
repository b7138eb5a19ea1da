import type { Static } from "typebox";
import type { Pool } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import { awsPool, readText } from "../aws/connections.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { retryAfterOf } from "../aws/errors.ts";
import type { awsSecrets } from "../aws/settings.ts";
import { secretMasker } from "../aws/mask.ts";
import { RequestSigner } from "../aws/sign.ts";
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
  readonly #signer: RequestSigner;
  readonly #pool: Pool;
  readonly #mask: (text: string) => string;
  readonly #storageClass: string;

  constructor(settings: S3Settings, secrets: Static<typeof awsSecrets>, policy: NetworkPolicy) {
    this.#location = locate(settings);
    this.#storageClass = storageClassOf(settings) ?? "STANDARD";
    const { awsKeyId, awsSecretKey, awsSessionToken } = secrets;
    this.#mask = secretMasker(secrets);
    const credentials = {
      accessKeyId: awsKeyId,
      secretAccessKey: awsSecretKey,
      sessionToken: awsSessionToken,
    };
    this.#signer = new RequestSigner(credentials, settings.region, "s3");
    const { origin } = this.#location;
    this.#pool = awsPool({ origin, connections: UPLOADS, endpointUrl: settings.endpointUrl, policy });
  }

  /** Writes an object; answers undefined where S3 took it, else why not. */
  async put(object: S3Object, signal: AbortSignal): Promise<AwsFailure | undefined> {
    const path = this.#location.prefix + encodeKey(object.key);
    const body = Buffer.from(object.body);
    const unsigned = { method: "PUT", host: this.#location.host, path, headers: this.#headers(object), body };
    try {
      const headers = { ...this.#signer.sign(unsigned, new Date()), "content-length": String(body.length) };
      const answer = await this.#pool.request({ method: "PUT", path, headers, body, signal });
      if (answer.statusCode >= 200 && answer.statusCode < 300) {
        await answer.body.dump({ limit: MAX_ANSWER_BYTES });
        return undefined;
      }
      return this.#masked(
        failureOf(answer.statusCode, answer.headers, await readText(answer.body, MAX_ANSWER_BYTES)),
      );
    } catch (error) {
      return this.#masked({ name: "", message: messageOf(error), status: undefined });
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #masked(failure: AwsFailure): AwsFailure {
    return { ...failure, name: this.#mask(failure.name), message: this.#mask(failure.message) };
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
function failureOf(status: number, headers: Readonly<Record<string, unknown>>, xml: string): AwsFailure {
  const element = (name: string): string =>
    new RegExp(`<${name}>([^<]{0,500})</${name}>`).exec(xml)?.[1] ?? "";
  const region = headers["x-amz-bucket-region"];
  const hint = typeof region === "string" ? ` The bucket is in ${region}.` : "";
  return {
    name: element("Code"),
    message: element("Message") + hint,
    status,
    retryAfter: retryAfterOf(headers["retry-after"]),
  };
}
