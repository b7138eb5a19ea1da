import type { Static } from "typebox";
import type { Pool } from "undici";
import { messageOf } from "../../core/errors.ts";
import type { PoolOptions } from "./connections.ts";
import { awsPool, readText } from "./connections.ts";
import type { AwsFailure } from "./errors.ts";
import { masker } from "../mask.ts";
import type { awsSecrets } from "./settings.ts";
import type { UnsignedRequest } from "./sign.ts";
import { RequestSigner } from "./sign.ts";

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
    request: UnsignedRequest & { readonly method: "POST" | "PUT" },
    { signal, limit }: { readonly signal: AbortSignal; readonly limit: number },
    read: (answer: AwsAnswer) => { readonly body: T } | { readonly failure: AwsFailure },
  ): Promise<{ readonly body: T } | { readonly failure: AwsFailure }> {
    const { method, path, body } = request;
    try {
      const headers = { ...this.#signer.sign(request, new Date()), "content-length": String(body.length) };
      const answer = await this.#pool.request({ method, path, headers, body, signal });
      const text = await readText(answer.body, limit);
      const found = read({ status: answer.statusCode, headers: answer.headers, text });
      return "failure" in found ? { failure: this.#masked(found.failure) } : found;
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
