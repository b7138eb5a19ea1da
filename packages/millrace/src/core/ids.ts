import { uuidv7 } from "uuidv7";

/** A new UUIDv7: sorts by the millisecond it was made in, so indexes grow at one end. */
export function newId(): string {
  return uuidv7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for the textual form of a UUID of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

const EVENT_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * True for what a caller may use as an event id: 1 to 128 visible ASCII characters.
 * Ids end up in object keys, headers and partition keys, which is why spaces and control characters are refused.
 */
export function isEventId(text: string): boolean {
  return EVENT_ID.test(text);
}
