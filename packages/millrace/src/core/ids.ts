import { randomFillSync } from "node:crypto";
import { V7Generator } from "uuidv7";

/** Random numbers are fetched this many at a time: a fetch costs about as much as a whole id. */
const pool = new Uint32Array(1_024);
let used = pool.length;

const generator = new V7Generator({
  nextUint32() {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    return pool[used++] ?? 0;
  },
});

/** A new UUIDv7: sorts by the millisecond it was made in, so indexes grow at one end. */
export function newId(): string {
  return generator.generate().toString();
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
