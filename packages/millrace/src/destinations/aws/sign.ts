import { createHash, createHmac } from "node:crypto";

/** Credentials to sign with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A request as far as its signature covers it. */
export interface UnsignedRequest {
  readonly method: string;
  readonly host: string;
  /** Encoded as it is sent, without the query. */
  readonly path: string;
  /** Parameters behind the path, not encoded. */
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. `host` is added here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/** AWS: a signed URL is good for a week at most. */
export const MAX_PRESIGNED_SECONDS = 604_800;

/**
 * Signs requests with AWS Signature Version 4, the payload included.
 *
 * The key of a day is derived once for credentials: signing is then three hashes a request, which is what lets objects be written several
 * times faster than the SDK's client writes them. The result is held against the SDK's signer in the tests.
 */
export class RequestSigner {
  readonly #region: string;
  readonly #service: string;
  #day = "";
  #secret = "";
  #key: Buffer = Buffer.alloc(0);

  constructor(region: string, service: string) {
    this.#region = region;
    this.#service = service;
  }

  /** All headers of the request, the signature among them. */
  sign(request: UnsignedRequest, credentials: SigningCredentials, now: Date): Record<string, string> {
    const { timestamp, scope } = this.#scopeOf(now);
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
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
    const query = canonicalQuery(request.query ?? {});
    const canonical = `${request.method}\n${request.path}\n${query}\n${canonicalHeaders}\n${signedHeaders}\n${headers["x-amz-content-sha256"]}`;
    const signature = this.#signatureOf(canonical, secretAccessKey, timestamp, scope);
    headers.authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return headers;
  }

  /**
   * The query of a URL by which anybody may GET `path` for a while, without credentials of their own.
   * @param seconds at most {@link MAX_PRESIGNED_SECONDS}
   */
  presign(
    { host, path }: Pick<UnsignedRequest, "host" | "path">,
    credentials: SigningCredentials,
    seconds: number,
    now: Date,
  ): string {
    const { timestamp, scope } = this.#scopeOf(now);
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const query = canonicalQuery({
      "X-Amz-Algorithm": ALGORITHM,
      "X-Amz-Credential": `${accessKeyId}/${scope}`,
      "X-Amz-Date": timestamp,
      "X-Amz-Expires": String(seconds),
      "X-Amz-SignedHeaders": "host",
      ...(sessionToken !== undefined && { "X-Amz-Security-Token": sessionToken }),
    });
    const canonical = `GET\n${path}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
    return `${query}&X-Amz-Signature=${this.#signatureOf(canonical, secretAccessKey, timestamp, scope)}`;
  }

  #scopeOf(now: Date): { readonly timestamp: string; readonly scope: string } {
    const timestamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
    return { timestamp, scope: `${timestamp.slice(0, 8)}/${this.#region}/${this.#service}/aws4_request` };
  }

  #signatureOf(canonical: string, secret: string, timestamp: string, scope: string): string {
    const toSign = `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(canonical)}`;
    return createHmac("sha256", this.#keyOf(secret, timestamp.slice(0, 8)))
      .update(toSign)
      .digest("hex");
  }

  #keyOf(secret: string, day: string): Buffer {
    if (day !== this.#day || secret !== this.#secret) {
      const steps = [day, this.#region, this.#service, "aws4_request"];
      this.#key = steps.reduce<Buffer>(
        (key, step) => createHmac("sha256", key).update(step).digest(),
        Buffer.from(`AWS4${secret}`),
      );
      this.#day = day;
      this.#secret = secret;
    }
    return this.#key;
  }
}

/** Parameters as they are sent and signed: sorted, every byte but letters, digits and `-._~` as `%XX`. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((parameter) => parameter.join("="))
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalValue(value: string): string {
  return value.trim().replaceAll(/ {2,}/g, " ");
}

function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
