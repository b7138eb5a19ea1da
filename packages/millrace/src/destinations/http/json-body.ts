import { checkDocument, JsonSyntaxError } from "../../core/json/scan.ts";
import type { SecretTexts } from "./secret-texts.ts";

/** `application/json`, `application/vnd.api+json`, with or without a charset. */
const JSON_TYPE = /^\s*application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Characters shown on each side of a fault. */
const SHOWN = 20;

/** True for a content type that promises JSON. */
export function promisesJson(contentType: string | undefined): boolean {
  return contentType !== undefined && JSON_TYPE.test(contentType);
}

/** Where a body is no JSON, and in what way. Lines and columns count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** For people: what is wrong, and what stands there, without the secrets in it. */
  readonly detail: string;
}

/** What keeps the text from being JSON; undefined where it is. */
export function jsonFault(body: string, secrets: SecretTexts): JsonFault | undefined {
  if (isJson(body)) return undefined;
  try {
    checkDocument(body);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return describe(body, error, secrets);
  }
}

/** Quicker than what finds the place of a fault. */
function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function describe(body: string, { message, offset }: JsonSyntaxError, secrets: SecretTexts): JsonFault {
  const before = body.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  const what = message.replace(/ at character \d+.*$/s, "");
  if (body.trim() === "") return { line, column, detail: "the body is empty" };
  // In place, so that the offset still leads to the fault.
  const shown = secrets.hideInPlace(body);
  const start = Math.max(0, offset - SHOWN);
  const left = shown.slice(start, offset);
  const right = shown.slice(offset, offset + SHOWN);
  const found = right === "" ? "the end" : JSON.stringify(right);
  return { line, column, detail: `${what}, but found ${found} after ${JSON.stringify(left)}` };
}
