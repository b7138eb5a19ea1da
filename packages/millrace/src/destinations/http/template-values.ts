import { createHash, createHmac } from "node:crypto";
import { Decimal, hostFunction, hostHash } from "@millrace/freemarker";
import { quoted } from "./quoted.ts";

/** The Java class that templates of the catalog reach for. */
const FTL_UTILS = "com.amplitude.integrations.connector.utils.FtlUtils";

/** For functions that print numbers: `1.50` stays `1.50`. */
const ALL_DIGITS = { exactNumbers: true };

/** JSON of any value that a template has; numbers keep their digits, what is missing is null. */
function toJson(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  const pieces: string[] = [];
  write(value, pieces);
  // Put together once: a text within many arrays within each other would be copied by each.
  return pieces.join("");
}

function write(value: unknown, to: string[]): void {
  if (typeof value === "string") to.push(quoted(value));
  else if (value instanceof Decimal) to.push(value.toString());
  else if (Array.isArray(value)) writeArray(value, to);
  else if (typeof value !== "object" || value === null || value instanceof Date)
    to.push(JSON.stringify(value) ?? "null");
  else writeObject(value, to);
}

function writeArray(items: readonly unknown[], to: string[]): void {
  to.push("[");
  for (const [i, item] of items.entries()) {
    if (i > 0) to.push(",");
    write(item, to);
  }
  to.push("]");
}

function writeObject(value: object, to: string[]): void {
  let begin = "{";
  for (const [name, member] of Object.entries(value)) {
    to.push(begin, quoted(name), ":");
    write(member, to);
    begin = ",";
  }
  to.push(begin === "{" ? "{}" : "}");
}

/** What a helper for texts is given: numbers and booleans are taken as they are written. */
function textOf(value: unknown, helper: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || value instanceof Decimal)
    return String(value);
  throw new TypeError(`${helper} takes texts, numbers and booleans`);
}

/** How a hash is written: `hex` where nothing is said. */
function encodingOf(value: unknown, helper: string): "hex" | "base64" | "base64url" {
  if (value === undefined) return "hex";
  if (value === "hex" || value === "base64" || value === "base64url") return value;
  throw new TypeError(`${helper} writes its result as "hex", "base64" or "base64url"`);
}

function hashFunction(helper: string, algorithm: string) {
  return hostFunction((text, encoding) =>
    createHash(algorithm).update(textOf(text, helper)).digest(encodingOf(encoding, helper)),
  );
}

/**
 * What templates may call, beside what FreeMarker has: `json(x)`, `utils.…`, and the one Java helper that templates of the
 * catalog use, through `statics`.
 */
export const TEMPLATE_VALUES = {
  json: hostFunction((value) => toJson(value), ALL_DIGITS),
  utils: hostHash({
    base64: hostFunction((text) => Buffer.from(textOf(text, "utils.base64")).toString("base64")),
    base64Url: hostFunction((text) => Buffer.from(textOf(text, "utils.base64Url")).toString("base64url")),
    md5: hashFunction("utils.md5", "md5"),
    sha1: hashFunction("utils.sha1", "sha1"),
    sha256: hashFunction("utils.sha256", "sha256"),
    hmacSha256: hostFunction((key, text, encoding) =>
      createHmac("sha256", textOf(key, "utils.hmacSha256"))
        .update(textOf(text, "utils.hmacSha256"))
        .digest(encodingOf(encoding, "utils.hmacSha256")),
    ),
  }),
  statics: hostHash({
    [FTL_UTILS]: hostHash({
      toJson: hostFunction((value) => toJson(value), ALL_DIGITS),
      toJsonString: hostFunction((value) => JSON.stringify(toJson(value)), ALL_DIGITS),
    }),
  }),
} as const;

/** Names that templates see beside the data model. */
export const TEMPLATE_VALUE_NAMES: readonly string[] = Object.keys(TEMPLATE_VALUES);
