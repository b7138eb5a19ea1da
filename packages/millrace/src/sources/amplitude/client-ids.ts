import { hash } from "node:crypto";
import { newId } from "../../core/ids.ts";

/** Characters of a user's or device's id at least, where the client does not choose another number. */
export const DEFAULT_MIN_ID_LENGTH = 5;

/** What clients send where they know no id, in small letters. */
const NO_IDS = new Set([
  "-1",
  "0",
  "00000000-0000-0000-0000-000000000000",
  "[]",
  "anonymous",
  "false",
  "lmy47d",
  "n/a",
  "na",
  "nil",
  "none",
  "null",
  "true",
  "undefined",
  "unknown",
  "{}",
]);

/** True for an id that is known to name nobody. */
export function namesNobody(id: string): boolean {
  return id.length <= 36 && NO_IDS.has(id.toLowerCase());
}

/**
 * The id of the event a client calls `insertId`: the same for every try to hand it in, so the log knows it again.
 * @param sender the device's id, or else the user's
 * @param generation how many events with the same names are so old that this is another one
 */
export function eventIdOf(sender: string, insertId: string, generation: number): string {
  const name = `${sender.length}:${sender}${insertId}`;
  const hex = hash("sha256", generation === 0 ? name : `${name}\n${generation}`);
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) & 3] ?? "8";
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of an event whose client names none. */
export const freshEventId = newId;

/**
 * A user's number: the same for the same id, in every project and for ever. Two halves of 26 bits, each mixed from all
 * characters, so that it is a whole number that every reader of JSON can hold.
 */
export function amplitudeIdOf(id: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < id.length; i++) {
    const c = id.charCodeAt(i);
    low = Math.imul(low ^ c, 0x01000193);
    high = Math.imul(high ^ c, 0x85ebca6b) + low;
  }
  return 0x4000000 * (scatter(high) >>> 6) + (scatter(low) >>> 6);
}

/** Lets every bit depend on every other one. */
function scatter(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return twice ^ (twice >>> 16);
}
