import type { DestinationType, Formatter } from "../core/destination.ts";
import type { Event } from "../core/event.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { DeliveryError, Formatted, Message } from "../core/message.ts";
import { isDiscard, isTooLarge } from "../core/message.ts";
import { masker } from "../destinations/mask.ts";

/** The destination that messages are made for. */
export interface RenderTarget {
  readonly type: DestinationType;
  readonly destinationId: string;
  readonly metadata: JsonObject;
  /** In the clear: neither they nor what is made with them leaves this file. */
  readonly secrets: JsonObject;
}

/** A message as it may be shown: what is secret in it has a mask in its place. */
export interface ShownMessage {
  readonly body: string;
  /** The body is longer than what is shown of it. */
  readonly cut: boolean;
  readonly key: string;
  /** Headers, object metadata; of an HTTP destination also `:method` and `:url`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What stands for a secret while a message is made to be shown. */
const MASK = "********";

/** Of a body, as much is shown. */
const MAX_SHOWN = 16_384;

/** Makes messages to be looked at, not to be sent. */
export class Rendering {
  readonly #real: Formatter;
  readonly #shown: Formatter;
  readonly #mask: (text: string) => string;

  constructor({ type, destinationId, metadata, secrets }: RenderTarget) {
    this.#real = type.formatter(metadata, { destinationId }, secrets);
    // Made with masks, not masked afterwards: a template may turn a secret into something that nobody knows again.
    this.#shown = type.formatter(metadata, { destinationId }, masked(secrets));
    this.#mask = masker(textsOf(secrets));
  }

  /** Why no message can be made of the event; undefined where one can. */
  faultOf(event: Event): DeliveryError | undefined {
    const fault = faultIn(this.#real(event));
    if (fault === undefined) return undefined;
    // An error may quote what a template has made of a secret. Made with masks, it holds nothing of it.
    const shown = faultIn(this.#shown(event));
    return shown?.code === fault.code ? shown : { ...fault, message: this.#mask(fault.message) };
  }

  /** The message that would be made; undefined where none can be made without the secrets. */
  show(event: Event): ShownMessage | undefined {
    const formatted = this.#shown(event);
    return isDiscard(formatted) || isTooLarge(formatted) ? undefined : this.#messageOf(formatted);
  }

  #messageOf({ body, key, attributes }: Message): ShownMessage {
    const entries = Object.entries(attributes).map(([name, value]) => [name, this.#mask(value)]);
    return {
      body: this.#mask(body).slice(0, MAX_SHOWN),
      cut: body.length > MAX_SHOWN,
      key: this.#mask(key),
      attributes: Object.fromEntries(entries),
    };
  }
}

function faultIn(formatted: Formatted): DeliveryError | undefined {
  if (isDiscard(formatted)) return formatted.discard;
  return isTooLarge(formatted) ? formatted.tooLarge.error : undefined;
}

function masked(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isJsonObject(each) ? masked(each) : typeof each === "string" ? MASK : each,
    ]),
  );
}

function textsOf(value: JsonObject): readonly string[] {
  return Object.values(value).flatMap((each) => {
    if (typeof each === "string") return [each];
    return isJsonObject(each) ? textsOf(each) : [];
  });
}
