import type { Dispatcher } from "undici";
import type { Bytes } from "../../core/message.ts";

/** An answer's text beyond this says nothing more to a person. */
export const SAID_BYTES: Bytes = 4_096;

/** A longer answer is not read to its end: the connection is given up instead. */
const DRAIN_BYTES: Bytes = 65_536;

/** An answer, as far as it is of interest. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The beginning of the body, as far as it is kept. */
  readonly text: string;
  /** The body has more than {@link text}. */
  readonly cut: boolean;
}

/** How a request ended. */
export type Ended =
  | { readonly answer: Answer }
  | {
      readonly error: Error;
      /** The connection stood: the endpoint may have got the request. */
      readonly sent: boolean;
      readonly why: "timed_out" | "cancelled" | "failed";
    };

/**
 * One request and its answer. An answer counts once its headers are complete: what its body says, how long it is and
 * whether it breaks off decides nothing.
 */
export abstract class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Readonly<Record<string, unknown>> = NO_HEADERS;
  #text: Buffer[] | undefined;
  #bytes = 0;
  #over = false;

  /** Called when the connection stands and the request goes out. */
  protected abstract started(): void;

  /** Called once. */
  protected abstract ended(ended: Ended): void;

  /** How much of an answer's body is kept. */
  protected abstract keeps(status: number): Bytes;

  get over(): boolean {
    return this.#over;
  }

  /** Ends it now, whatever it has come to. */
  cancel(): void {
    this.#stop(this.#failed(new Error(STOPPED), "cancelled"));
  }

  /** Its time is over. */
  timedOut(): void {
    const error = new Error("No answer in the time it may take");
    this.#stop(this.#status === 0 ? this.#failed(error, "timed_out") : this.#answered());
  }

  /** It could not be made. */
  protected fail(error: Error): void {
    this.#stop(this.#failed(error, "failed"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error(STOPPED));
    else this.started();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, unknown>>,
  ): void {
    // 100 Continue and its like announce the answer.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#bytes < this.keeps(this.#status)) (this.#text ??= []).push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > DRAIN_BYTES) this.#stop(this.#answered());
  }

  onResponseEnd(): void {
    this.#finish(this.#answered());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish(this.#status === 0 ? this.#failed(error, "failed") : this.#answered());
  }

  #answered(): Ended {
    const most = this.keeps(this.#status);
    const text = this.#text === undefined ? "" : textOf(this.#text, most);
    return { answer: { status: this.#status, headers: this.#headers, text, cut: this.#bytes > most } };
  }

  #failed(error: Error, why: "timed_out" | "cancelled" | "failed"): Ended {
    return { error, sent: this.#controller !== undefined, why };
  }

  #stop(ended: Ended): void {
    if (this.#over) return;
    const controller = this.#controller;
    this.#finish(ended);
    controller?.abort(new Error("The answer is not waited for any longer"));
  }

  #finish(ended: Ended): void {
    if (this.#over) return;
    this.#over = true;
    this.ended(ended);
  }
}

const STOPPED = "Sending was stopped";

const NO_HEADERS: Readonly<Record<string, unknown>> = {};

function textOf(chunks: readonly Buffer[], most: Bytes): string {
  return Buffer.concat(chunks).subarray(0, most).toString();
}

/** True for what counts as delivered where nothing else is said. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
