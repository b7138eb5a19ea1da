import type { JsonObject } from "../../core/json/object.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { GROUP_IDENTIFY, IDENTIFY } from "./event-fields.ts";
import { EventFaults } from "./faults.ts";
import type { GivenEvent } from "./read-upload.ts";
import { keyIn, readBody, readJson } from "./read-upload.ts";
import { missingField, tooLarge } from "./refusal.ts";

/** Identifications of one call at most. */
export const MAX_IDENTIFICATIONS = 1_024;

/** The body of `/identify` or `/groupidentify`. */
export interface Identifications {
  readonly apiKey: string;
  /** As the events that `/2/httpapi` takes for the same. */
  readonly events: readonly GivenEvent[];
}

/**
 * Reads a body of `api_key` and `identification`, one object or a list: a form whose `identification` is JSON, or JSON.
 * @throws {UploadRefusal} 400, 413
 */
export function readIdentifications(
  text: string,
  kind: typeof IDENTIFY | typeof GROUP_IDENTIFY,
): Identifications {
  const body = text.trimStart().startsWith("{") ? readBody(text, true) : readForm(text);
  const apiKey = keyIn(body);
  const { identification } = body;
  if (identification === undefined || identification === null || identification === "")
    throw missingField("identification");
  const read = typeof identification === "string" ? readJson(identification, true) : identification;
  const list: readonly unknown[] = Array.isArray(read) ? read : [read];
  if (list.length === 0) throw missingField("identification");
  if (list.length > MAX_IDENTIFICATIONS) throw tooLarge();
  return { apiKey, events: kind === IDENTIFY ? list.map(identifyEvent) : groupEvents(list) };
}

function readForm(text: string): JsonObject {
  if (text.trim() === "") return readBody(text, false);
  const form = new URLSearchParams(text);
  return { api_key: form.get("api_key"), identification: form.get("identification") };
}

function identifyEvent(value: unknown): GivenEvent {
  return { value: isJsonObject(value) ? { ...value, event_type: IDENTIFY } : value };
}

/** @throws {UploadRefusal} 400 that names the fields that are missing */
function groupEvents(list: readonly unknown[]): readonly GivenEvent[] {
  const faults = new EventFaults();
  const events = list.map((value, i): GivenEvent => {
    if (!isJsonObject(value)) return { value };
    for (const name of ["group_type", "group_value", "group_properties"])
      if (value[name] === undefined || value[name] === null || value[name] === "") faults.missing(name, i);
    const { group_type: type, group_value: group, ...rest } = value;
    if (typeof type === "object") faults.invalid("group_type", i);
    return {
      value: { ...rest, event_type: GROUP_IDENTIFY, groups: Object.fromEntries([[String(type), group]]) },
    };
  });
  const refusal = faults.refusal();
  if (refusal !== undefined) throw refusal;
  return events;
}
