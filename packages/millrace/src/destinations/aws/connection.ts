import type { Static } from "typebox";
import type { Dispatcher, Pool } from "undici";
import { messageOf } from "../../core/errors.ts";
import type { PoolOptions } from "./connections.ts";
import { awsPool, readText } from "./connections.ts";
import type { AwsFailure } from "./errors.ts";
import { masker } from "../mask.ts";
import type { awsSecrets } from "./settings.ts";
import type { UnsignedRequest } from "./sign.ts";
import { canonicalQuery, RequestSigner } from "./sign.ts";

/** Where a connection leads, and what it signs with. */
export interface ConnectionOptions extends PoolOptions {
  readonly region: string;
  /** As SigV4 names it. */
  readonly service: string;
  readonly secrets: Static<typeof awsSecrets>;
}

/** What a service answered; a body is read up to a bound. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Signed requests to one AWS service. Whatever went wrong is told without the credentials in it. */
export class AwsConnection {
  readonly #signer: RequestSigner;
  readonly #pool: Pool;
  readonly #mask: (text: string) => string;

  constructor(options: ConnectionOptions) {
    const { awsKeyId, awsSecretKey, awsSessionToken } = options.secrets;
    const credentials = {
      accessKeyId: awsKeyId,
      secretAccessKey: awsSecretKey,
      sessionToken: awsSessionToken,
    };
    this.#signer = new RequestSigner(credentials, options.region, options.service);
    this.#mask = masker(Object.values(options.secrets));
    this.#pool = awsPool(options);
  }

  /**
   * Sends a request; `read` makes of the answer what the caller wants, or a failure.
   * @param limit bytes of the answer that are read
   */
  async request<T>(
    request: UnsignedRequest & { readonly method: "POST" | "PUT" | "GET" | "HEAD" | "DELETE" },
    { signal, limit }: { readonly signal: AbortSignal; readonly limit: number },
    read: (answer: AwsAnswer) => { readonly body: T } | { readonly failure: AwsFailure },
  ): Promise<{ readonly body: T } | { readonly failure: AwsFailure }> {
    try {
      const answer = await this.#send(request, signal);
      const text = await readText(answer.body, limit);
      const found = read({ status: answer.statusCode, headers: answer.headers, text });
      return "failure" in found ? { failure: this.#masked(found.failure) } : found;
    } catch (error) {
      return { failure: this.#masked({ name: "", message: messageOf(error), status: undefined }) };
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
  ): Promise<{ readonly answer: Dispatcher.ResponseData } | { readonly failure: AwsFailure }> {
    try {
      const answer = await this.#send({ ...request, method: "GET", body: Buffer.alloc(0) }, signal);
      if (answer.statusCode === 200) return { answer };
      const text = await readText(answer.body, limit);
      const failure = fails({ status: answer.statusCode, headers: answer.headers, text });
      return { failure: this.#masked(failure) };
    } catch (error) {
      return { failure: this.#masked({ name: "", message: messageOf(error), status: undefined }) };
    }
  }

  /** A URL by which anybody may GET what stands at `path`. @param seconds a week at most */
  presignedUrl(origin: string, request: Pick<UnsignedRequest, "host" | "path">, seconds: number): string {
    return `${origin}${request.path}?${this.#signer.presign(request, seconds, new Date())}`;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #send(
    request: UnsignedRequest & { readonly method: Dispatcher.HttpMethod },
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const { method, path, query, body } = request;
    const target = query === undefined ? path : `${path}?${canonicalQuery(query)}`;
    const signed = this.#signer.sign(request, new Date());
    const hasBody = method === "POST" || method === "PUT";
    const headers = hasBody ? { ...signed, "content-length": String(body.length) } : signed;
    return this.#pool.request({ method, path: target, headers, ...(hasBody && { body }), signal });
  }

  #masked(failure: AwsFailure): AwsFailure {
    return { ...failure, name: this.#mask(failure.name), message: this.#mask(failure.message) };
  }
}
