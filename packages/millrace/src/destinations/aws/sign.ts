import { createHash, createHmac } from "node:crypto";

/** Credentials to sign with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A request as far as its signature covers it: no query. */
export interface UnsignedRequest {
  readonly method: string;
  readonly host: string;
  /** Encoded as it is sent. */
  readonly path: string;
  /** Names in lower case. `host` is added here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Signs requests with AWS Signature Version 4, the payload included.
 *
 * The key of a day is derived once: signing is then three hashes a request, which is what lets objects be written several
 * times faster than the SDK's client writes them. The result is held against the SDK's signer in the tests.
 */
export class RequestSigner {
  readonly #credentials: SigningCredentials;
  readonly #region: string;
  readonly #service: string;
  #day = "";
  #key: Buffer = Buffer.alloc(0);

  constructor(credentials: SigningCredentials, region: string, service: string) {
    this.#credentials = credentials;
    this.#region = region;
    this.#service = service;
  }

  /** All headers of the request, the signature among them. */
  sign(request: UnsignedRequest, now: Date): Record<string, string> {
    const timestamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
    const day = timestamp.slice(0, 8);
    const { accessKeyId, sessionToken } = this.#credentials;
    const headers: Record<string, string> = {
      ...request.headers,
      host: request.host,
      "x-amz-content-sha256": sha256(request.body),
      "x-amz-date": timestamp,
      ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
    };
    const names = Object.keys(headers).sort();
    const signedHeaders = names.join(";");
    const canonicalHeaders = names.map((name) => `${name}:${canonicalValue(headers[name] ?? "")}\n`).join("");
    const canonical = `${request.method}\n${request.path}\n\n${canonicalHeaders}\n${signedHeaders}\n${headers["x-amz-content-sha256"]}`;
    const scope = `${day}/${this.#region}/${this.#service}/aws4_request`;
    const toSign = `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(canonical)}`;
    const signature = createHmac("sha256", this.#keyOf(day)).update(toSign).digest("hex");
    headers.authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return headers;
  }

  #keyOf(day: string): Buffer {
    if (day !== this.#day) {
      const steps = [day, this.#region, this.#service, "aws4_request"];
      this.#key = steps.reduce<Buffer>(
        (key, step) => createHmac("sha256", key).update(step).digest(),
        Buffer.from(`AWS4${this.#credentials.secretAccessKey}`),
      );
      this.#day = day;
    }
    return this.#key;
  }
}

function canonicalValue(value: string): string {
  return value.trim().replaceAll(/ {2,}/g, " ");
}

function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
