import type { Event } from "../core/event.ts";
import { METADATA } from "../core/event.ts";
import { isJsonObject } from "../core/json/object.ts";
import { ExactNumber, parseLossless } from "../core/json/lossless.ts";
import type { Operation } from "./operations.ts";
import { readOperations } from "./operations.ts";
import type { GroupName } from "./subject.ts";

/** What an event says of users and groups: who takes part, and what is done to their properties. */
export interface Change {
  readonly userId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly groups: readonly GroupName[];
  readonly userOperations: readonly Operation[];
  /** Done to every one of the groups. */
  readonly groupOperations: readonly Operation[];
}

/** The fields of a logged event's data that operations stand in. */
export const OPERATION_FIELDS = {
  user: "user_property_operations",
  group: "group_property_operations",
} as const;

/**
 * What a logged event did, read from the event itself. Only events that Millrace has marked while they came in count:
 * {@link METADATA.changed} cannot be set by a caller, data can.
 *
 * @returns undefined where it did nothing
 */
export function changeOf(event: Event): Change | undefined {
  if (event.metadata[METADATA.changed] === undefined) return undefined;
  const data = parseLossless(event.data);
  if (!isJsonObject(data)) return undefined;
  return {
    userId: textOf(data.user_id),
    deviceId: textOf(data.device_id),
    groups: readGroups(data.groups) ?? [],
    userOperations: readOperations(data[OPERATION_FIELDS.user]) ?? [],
    groupOperations: readOperations(data[OPERATION_FIELDS.group]) ?? [],
  };
}

/** Groups one event belongs to at most. */
export const MAX_GROUPS = 20;

/** Reads `groups`: `{type: value}` or `{type: [value, …]}`, values texts or numbers. Undefined for anything else. */
export function readGroups(given: unknown): readonly GroupName[] | undefined {
  if (given === undefined || given === null) return [];
  if (!isJsonObject(given)) return undefined;
  const groups: GroupName[] = [];
  for (const [type, named] of Object.entries(given)) {
    for (const each of Array.isArray(named) ? named : [named]) {
      if (each === null) continue;
      if (typeof each === "object" && !(each instanceof ExactNumber)) return undefined;
      if (groups.length < MAX_GROUPS) groups.push({ type, value: String(each) });
    }
  }
  return groups;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
