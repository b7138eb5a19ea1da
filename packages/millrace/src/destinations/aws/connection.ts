import type { Dispatcher, Pool } from "undici";
import { messageOf } from "../../core/errors.ts";
import type { CredentialSource } from "./credentials.ts";
import type { AwsFailure, Failed } from "./errors.ts";
import { ruleOf } from "./errors.ts";
import { masker } from "../mask.ts";
import type { PoolOptions } from "./pool.ts";
import { awsPool, readText } from "./pool.ts";
import type { SigningCredentials, UnsignedRequest } from "./sign.ts";
import { canonicalQuery, RequestSigner } from "./sign.ts";

/** Where a connection leads, and what it signs with. */
export interface ConnectionOptions extends PoolOptions {
  readonly region: string;
  /** As SigV4 names it. */
  readonly service: string;
  /** Closed with the connection. */
  readonly credentials: CredentialSource;
}

/** What a service answered; a body is read up to a bound. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What was made of an answer that a request got. */
export interface AwsResult<T> {
  readonly body: T;
  /** A text of the body as it may be told: without the credentials that the request was signed with. */
  readonly masked: (text: string) => string;
}

/** Signed requests to one AWS service. Whatever went wrong is told without the credentials in it. */
export class AwsConnection {
  readonly #signer: RequestSigner;
  readonly #place: PoolOptions;
  readonly #credentials: CredentialSource;
  /** Made with the first request: ten thousand lanes may be open and most of them idle. */
  #pool: Pool | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#signer = new RequestSigner(options.region, options.service);
    this.#credentials = options.credentials;
    const { origin, connections, guard } = options;
    this.#place = { origin, connections, guard };
  }

  /**
   * Sends a request; `read` makes of the answer what the caller wants, or a failure.
   * @param limit bytes of the answer that are read
   */
  async request<T>(
    request: UnsignedRequest & { readonly method: "POST" | "PUT" | "GET" | "HEAD" | "DELETE" },
    { signal, limit }: { readonly signal: AbortSignal; readonly limit: number },
    read: (answer: AwsAnswer) => { readonly body: T } | Failed,
  ): Promise<AwsResult<T> | Failed> {
    // Only what is not at hand is waited for: a request with keys costs no promise more.
    const credentials = this.#credentials.now() ?? (await this.#credentials.fetch(signal));
    if ("failure" in credentials) return credentials;
    try {
      const answer = await this.#send(request, credentials, signal);
      const text = await readText(answer.body, limit);
      const found = read({ status: answer.statusCode, headers: answer.headers, text });
      return "failure" in found
        ? { failure: this.#told(found.failure, credentials) }
        : { body: found.body, masked: (said) => maskerOf(credentials)(said) };
    } catch (error) {
      return { failure: this.#told(broken(error), credentials) };
    }
  }

  /**
   * Sends a GET and answers a body of any length as it comes in. The caller reads it to its end or destroys it.
   * @param signal ends the request; a body that has begun is the caller's to end
   */
  async open(
    request: Omit<UnsignedRequest, "method" | "body">,
    { signal, limit }: { readonly signal: AbortSignal; readonly limit: number },
    fails: (answer: AwsAnswer) => AwsFailure,
  ): Promise<{ readonly answer: Dispatcher.ResponseData } | Failed> {
    const credentials = this.#credentials.now() ?? (await this.#credentials.fetch(signal));
    if ("failure" in credentials) return credentials;
    try {
      const whole = { ...request, method: "GET", body: Buffer.alloc(0) } as const;
      const answer = await this.#send(whole, credentials, signal);
      if (answer.statusCode === 200) return { answer };
      const text = await readText(answer.body, limit);
      const failure = fails({ status: answer.statusCode, headers: answer.headers, text });
      return { failure: this.#told(failure, credentials) };
    } catch (error) {
      return { failure: this.#told(broken(error), credentials) };
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool?.destroy();
    await this.#credentials.close();
  }

  #connect(): Pool {
    if (this.#closed) throw new Error("The connection is closed");
    return (this.#pool ??= awsPool(this.#place));
  }

  #send(
    request: UnsignedRequest & { readonly method: Dispatcher.HttpMethod },
    credentials: SigningCredentials,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const { method, path, query, body } = request;
    const target = query === undefined ? path : `${path}?${canonicalQuery(query)}`;
    const signed = this.#signer.sign(request, credentials, new Date());
    const hasBody = method === "POST" || method === "PUT";
    const headers = hasBody ? { ...signed, "content-length": String(body.length) } : signed;
    return this.#connect().request({ method, path: target, headers, ...(hasBody && { body }), signal });
  }

  /** A failure as it may be told: without the credentials that the request was signed with. */
  #told(failure: AwsFailure, credentials: SigningCredentials): AwsFailure {
    const mask = maskerOf(credentials);
    const masked = { ...failure, name: mask(failure.name), message: mask(failure.message) };
    return OF_CREDENTIALS.has(ruleOf(failure).code) ? this.#credentials.refused(credentials, masked) : masked;
  }
}

/** Codes of failures that other credentials might not have met with. */
const OF_CREDENTIALS: ReadonlySet<string> = new Set(["credentials_refused", "permission_missing"]);

function maskerOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: SigningCredentials): (text: string) => string {
  return masker([accessKeyId, secretAccessKey, sessionToken]);
}

function broken(error: unknown): AwsFailure {
  return { name: "", message: messageOf(error), status: undefined };
}
