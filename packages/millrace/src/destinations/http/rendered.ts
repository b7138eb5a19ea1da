import type { DeliveryError } from "../../core/message.ts";

/** A request as it is sent, but for what the connection adds. Headers may hold secrets. */
export interface RenderedRequest {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Which of a request's templates: the same names as the settings have. */
export type TemplatePlace = "url" | "body" | `headers.${string}`;

/** Why an event has no request: the error of the delivery, and where in a template it came up, as far as that is known. */
export interface RenderFault {
  readonly error: DeliveryError;
  /** Lines and columns count from 1. */
  readonly at?: { readonly template: TemplatePlace; readonly line: number; readonly column: number };
  /** Of `invalid_json`: where in the body that was rendered. */
  readonly inBody?: { readonly line: number; readonly column: number };
}

/** Tells the answers of a renderer apart. */
export function isFault(rendered: RenderedRequest | RenderFault): rendered is RenderFault {
  return "error" in rendered;
}
