import type { Event } from "./event.ts";
import type { Milliseconds } from "./time.ts";

/** A count of bytes. */
export type Bytes = number;

/** What a route makes of one event for one destination. */
export interface Message {
  readonly event: Event;
  /** What is sent: UTF-8 text. */
  readonly body: string;
  /** Size of `body` in UTF-8. */
  readonly bodyBytes: Bytes;
  /** Partition key, object key or path, as the destination's type means it. */
  readonly key: string;
  /** Size of `key` in UTF-8. */
  readonly keyBytes: Bytes;
  /** Object metadata or headers; empty where the destination has none. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Whose fault a failed delivery is, so that a person knows where to look. */
export type Blame = "event" | "settings" | "credentials" | "destination" | "network" | "millrace";

/** What a message counts for where a destination limits bytes: body and key together. */
export function sizeOf({ bodyBytes, keyBytes }: Pick<Message, "bodyBytes" | "keyBytes">): Bytes {
  return bodyBytes + keyBytes;
}

/** {@link sizeOf} of all of them. */
export function sizeOfAll(messages: readonly Message[]): Bytes {
  return messages.reduce((sum, message) => sum + sizeOf(message), 0);
}

/** The code of a {@link DeliveryError} by which a destination asks to be sent less: lanes slow down for it. */
export const THROTTLED = "throttled";

/** Why a delivery failed. `code` is stable (`record_too_large`); `message` is for a person. Never holds a secret. */
export interface DeliveryError {
  readonly code: string;
  readonly message: string;
  readonly blame: Blame;
  /** What the destination itself called it: an AWS error name, an HTTP status. */
  readonly providerCode?: string;
}

/** Answered by a format step for an event that can never be sent as it is. */
export interface Discard {
  readonly discard: DeliveryError;
}

/** Answered by a format step for an event whose message is larger than the destination takes. */
export interface TooLarge {
  readonly tooLarge: {
    readonly bytes: Bytes;
    readonly limit: Bytes;
    /** The key its messages have. */
    readonly key: string;
    /** How the delivery ends where the event can be neither split nor given by URL. */
    readonly error: DeliveryError;
  };
}

/** What a format step makes of an event. */
export type Formatted = Message | Discard | TooLarge;

/** Tells the answers of a format step apart. */
export function isDiscard(formatted: Formatted): formatted is Discard {
  return "discard" in formatted;
}

/** See {@link TooLarge}. */
export function isTooLarge(formatted: Formatted): formatted is TooLarge {
  return "tooLarge" in formatted;
}

/** What became of one message of a batch. */
export type Outcome =
  | { readonly kind: "delivered"; readonly receipt?: Readonly<Record<string, string>> }
  /** This message, later; not before `after` where the destination asked for a wait. */
  | { readonly kind: "retry"; readonly error: DeliveryError; readonly after?: Milliseconds }
  /** This message, never. */
  | { readonly kind: "discard"; readonly error: DeliveryError }
  /** The destination, for all messages. */
  | { readonly kind: "unavailable"; readonly error: DeliveryError; readonly after?: Milliseconds };
