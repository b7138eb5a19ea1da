import type { MessageMetadata } from "../../templates/context.ts";

/** AWS: the names and values of an object's metadata have at most 2 KB together. */
const MAX_BYTES = 2_048;

/** What a value is cut to, in characters, where all together are too large. */
const CUT_TO = 100;

/** Kept free for the entry that names what was cut. */
const RESERVE = 150;

/**
 * The metadata entries of an object as they can travel in headers. The object matters more than they do, so they are made to fit:
 * text that is not printable ASCII travels as an RFC 2047 encoded word (what S3 itself makes of such metadata), and where
 * all together pass 2 KB the longest are cut to their beginning and named in the entry `shortened`.
 */
export function objectMetadata(metadata: MessageMetadata): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata).map(([name, value]) => [name, encodeWord(value)] as const);
  if (sizeOf(entries) <= MAX_BYTES) return Object.fromEntries(entries);
  return shorten(metadata, new Map(entries));
}

function shorten(metadata: MessageMetadata, encoded: Map<string, string>): Readonly<Record<string, string>> {
  const longestFirst = Object.entries(metadata).toSorted(([, a], [, b]) => b.length - a.length);
  const shortened: string[] = [];
  for (const [name, value] of longestFirst) {
    if (sizeOf([...encoded]) <= MAX_BYTES - RESERVE) break;
    encoded.set(name, encodeWord(Array.from(value).slice(0, CUT_TO).join("")));
    shortened.push(name);
  }
  return { ...Object.fromEntries(encoded), shortened: shortened.join(",") };
}

/** Printable ASCII as it is; spaces at the ends would be lost in a header, and text that looks encoded would be decoded. */
function encodeWord(value: string): string {
  const plain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.includes("=?");
  return plain || value === "" ? value : `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`;
}

function sizeOf(entries: readonly (readonly [string, string])[]): number {
  return entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
