import { createHash } from "node:crypto";
import type { Position } from "../core/event.ts";
import { inParallel } from "../core/in-parallel.ts";
import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { AwsAnswer } from "../destinations/aws/connection.ts";
import { AwsConnection } from "../destinations/aws/connection.ts";
import { StaticCredentials } from "../destinations/aws/credentials.ts";
import type { AwsFailure } from "../destinations/aws/errors.ts";
import type { SigningCredentials } from "../destinations/aws/sign.ts";
import { MAX_PRESIGNED_SECONDS, RequestSigner } from "../destinations/aws/sign.ts";
import { s3FailureOf } from "../destinations/s3/client.ts";
import type { BucketLocation } from "../destinations/s3/location.ts";
import { encodeKey, locate } from "../destinations/s3/location.ts";
import type { BlobKey, BlobStore, OpenBlob } from "./blob-store.ts";
import { BlobStoreError } from "./blob-store.ts";
import { blobFolder, blobPath, parseBlobName } from "./blob-key.ts";

/** Requests to the bucket at once. */
const CONNECTIONS = 16;
/** Of an answer that is no blob; a listing of a thousand keys fits well. */
const MAX_ANSWER_BYTES = 4 * 1_048_576;
/** A request that takes longer has failed; a blob of some hundred megabytes is up by then. */
const REQUEST_TIMEOUT: Milliseconds = 300_000;
/** An object can only be made to count as written now by writing it: done where it was not written for so long. */
const REWRITTEN_AFTER: Milliseconds = 24 * 3_600_000;
/** Objects removed at once. */
const REMOVALS = 8;

/** Where the bucket is and who may use it, as the operator set it. */
export interface BucketSettings {
  readonly bucket: string;
  readonly region: string;
  readonly endpointUrl?: string | undefined;
  /** Put before every key, slash included where it has one. */
  readonly prefix?: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Keeps blobs in an S3 bucket. Needs s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket. */
export class BucketStore implements BlobStore {
  readonly #location: BucketLocation;
  readonly #connection: AwsConnection;
  readonly #credentials: SigningCredentials;
  /** Signs what readers GET by themselves. */
  readonly #signer: RequestSigner;
  readonly #prefix: string;
  readonly #removals = new Set<{ readonly putMeanwhile: Set<string> }>();

  constructor(settings: BucketSettings) {
    const { bucket, region, endpointUrl, prefix = "", accessKeyId, secretAccessKey } = settings;
    this.#location = locate({ bucket, region, endpointUrl });
    this.#prefix = prefix;
    this.#credentials = { accessKeyId, secretAccessKey };
    this.#signer = new RequestSigner(region, "s3");
    this.#connection = new AwsConnection({
      origin: this.#location.origin,
      connections: CONNECTIONS,
      // The endpoint is the operator's own, not a customer's.
      guard: undefined,
      region,
      service: "s3",
      credentials: new StaticCredentials(this.#credentials),
    });
  }

  async put(key: BlobKey, bytes: Uint8Array): Promise<void> {
    const object = this.#objectOf(key);
    for (const removal of this.#removals) removal.putMeanwhile.add(object);
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const digest = createHash("sha256").update(body).digest("hex");
    const kept = await this.#head(object);
    // Positions may come again with other events, after a backup was restored.
    if (kept?.digest === digest && Date.now() - kept.writtenAt < REWRITTEN_AFTER) return;
    await this.#request({
      method: "PUT",
      object,
      body,
      headers: {
        "content-type": "application/json",
        "cache-control": "private, no-store",
        [DIGEST]: digest,
      },
    });
  }

  async open(key: BlobKey): Promise<OpenBlob | undefined> {
    const { host, prefix } = this.#location;
    const path = prefix + encodeKey(this.#objectOf(key));
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
    const limit = MAX_ANSWER_BYTES;
    const found = await this.#connection.open({ host, path, headers: {} }, { signal, limit }, s3FailureOf);
    if ("answer" in found)
      return { bytes: Number(found.answer.headers["content-length"]), stream: found.answer.body };
    if (found.failure.status === 404) return undefined;
    throw failed(found.failure);
  }

  async has(key: BlobKey): Promise<boolean> {
    return (await this.#head(this.#objectOf(key))) !== undefined;
  }

  urlFor(key: BlobKey, ttl: Milliseconds): string | undefined {
    const seconds = Math.ceil(ttl / 1_000);
    if (seconds > MAX_PRESIGNED_SECONDS) return undefined;
    const { origin, host, prefix } = this.#location;
    const path = prefix + encodeKey(this.#objectOf(key));
    return `${origin}${path}?${this.#signer.presign({ host, path }, this.#credentials, seconds, new Date())}`;
  }

  async removeThrough(projectId: string, position: Position, putBefore: EpochMilliseconds): Promise<number> {
    const removal = { putMeanwhile: new Set<string>() };
    this.#removals.add(removal);
    let removed = 0;
    try {
      for await (const page of this.#pages(projectId, position)) {
        const old = page.filter(({ writtenAt }) => writtenAt < putBefore);
        await inParallel(old, REMOVALS, async ({ object }) => {
          // Put since it was listed, by a delivery whose URL is fresh.
          if (removal.putMeanwhile.has(object)) return;
          await this.#request({ method: "DELETE", object });
          removed++;
        });
      }
    } finally {
      this.#removals.delete(removal);
    }
    return removed;
  }

  async removeProject(projectId: string): Promise<void> {
    await this.removeThrough(projectId, Number.MAX_SAFE_INTEGER, Infinity);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** The project's objects at and below the position, page by page: keys sort as positions do. */
  async *#pages(projectId: string, position: Position): AsyncGenerator<readonly ListedObject[]> {
    const folder = `${this.#prefix}${blobFolder(projectId)}/`;
    for (let after: string | undefined; ;) {
      const { text } = await this.#request({
        method: "GET",
        query: { "list-type": "2", prefix: folder, ...(after !== undefined && { "start-after": after }) },
      });
      const listed = objectsIn(text).flatMap(({ name, writtenAt }) => {
        const key = parseBlobName(projectId, name);
        return key === undefined ? [] : [{ position: key.position, object: folder + name, writtenAt }];
      });
      yield listed.filter((each) => each.position <= position);
      const last = listed.at(-1);
      if (last === undefined || last.position > position || !text.includes("<IsTruncated>true<")) return;
      after = last.object;
    }
  }

  async #head(
    object: string,
  ): Promise<{ readonly digest: unknown; readonly writtenAt: EpochMilliseconds } | undefined> {
    const { status, headers } = await this.#request({ method: "HEAD", object, or404: true });
    if (status === 404) return undefined;
    return {
      digest: headers[DIGEST],
      writtenAt: Date.parse(String(headers["last-modified"])),
    };
  }

  async #request(request: BucketRequest): Promise<AwsAnswer> {
    const { method, object, query, body = NO_BODY, headers = {}, or404 = false } = request;
    const { host, prefix } = this.#location;
    // The bucket itself: its prefix without the slash, where it is more than that.
    const path = object === undefined ? prefix.replace(/(.)\/$/, "$1") : prefix + encodeKey(object);
    const answered = await this.#connection.request(
      { method, host, path, headers, body, ...(query !== undefined && { query }) },
      { signal: AbortSignal.timeout(REQUEST_TIMEOUT), limit: MAX_ANSWER_BYTES },
      (answer) =>
        (answer.status >= 200 && answer.status < 300) || (or404 && answer.status === 404)
          ? { body: answer }
          : { failure: s3FailureOf(answer) },
    );
    if ("failure" in answered) throw failed(answered.failure);
    return answered.body;
  }

  #objectOf(key: BlobKey): string {
    return this.#prefix + blobPath(key);
  }
}

/** The SHA-256 of a blob, beside it: what tells that the one that is there is the one that is put. */
const DIGEST = "x-amz-meta-sha256";

const NO_BODY = Buffer.alloc(0);

interface BucketRequest {
  readonly method: "GET" | "PUT" | "HEAD" | "DELETE";
  /** The bucket itself where there is none. */
  readonly object?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** A 404 is an answer like others. */
  readonly or404?: boolean;
}

interface ListedObject {
  readonly object: string;
  readonly writtenAt: EpochMilliseconds;
}

/** Names (behind the last slash) and times of a listing. Names of blobs need no decoding. */
function objectsIn(xml: string): readonly { readonly name: string; readonly writtenAt: EpochMilliseconds }[] {
  return Array.from(xml.matchAll(/<Contents>(.*?)<\/Contents>/gs), ([, content = ""]) => ({
    name: /<Key>(?:[^<]*\/)?([^<]*)<\/Key>/.exec(content)?.[1] ?? "",
    writtenAt: Date.parse(/<LastModified>([^<]*)<\/LastModified>/.exec(content)?.[1] ?? ""),
  }));
}

function failed({ name, message, status }: AwsFailure): BlobStoreError {
  const said = [name, message].filter((part) => part !== "").join(": ");
  const answer = status === undefined ? "" : ` (status ${status})`;
  return new BlobStoreError(`The bucket of large results cannot be used${answer}: ${said.slice(0, 500)}`);
}
