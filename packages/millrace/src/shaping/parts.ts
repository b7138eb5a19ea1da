import type { Event } from "../core/event.ts";
import { ExactNumber, isMembers } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { Part } from "../core/parts.ts";

/** Topic of the events that say something of a user themselves. */
export const IDENTIFY = "identify";

/** What of an event the destination is sent by default, for each part. */
export function partOf(part: Part, event: Event, fields: JsonObject): JsonObject {
  switch (part) {
    case "events":
      return fields;
    case "identifies":
      return identifyOf(event, fields);
    case "groups":
      return groupIdentifyOf(fields);
  }
}

/** What is known of the event's user, in the identify format. Members that the event lacks are undefined. */
function identifyOf({ topic }: Event, fields: JsonObject): JsonObject {
  return {
    user_id: fields.user_id,
    device_id: fields.device_id,
    user_properties: fields.user_properties,
    ...(topic === IDENTIFY && { user_property_operations: fields.user_property_operations }),
    groups: fields.groups,
    event_time: fields.event_time,
    uuid: fields.uuid,
  };
}

/** What is known of the event's group. Members that the event lacks are undefined. */
function groupIdentifyOf(fields: JsonObject): JsonObject {
  const [type, value] = groupOf(fields);
  return {
    group_type: type,
    group_value: value,
    group_properties: propertiesOf(fields.group_properties, type, value),
    group_property_operations: fields.group_property_operations,
    event_time: fields.event_time,
    uuid: fields.uuid,
  };
}

/** The group that the event says it is about, or else the first one that its user is in. */
function groupOf(fields: JsonObject): readonly [unknown, unknown] {
  const { group_type: type, group_value: value, groups } = fields;
  if (type !== undefined && value !== undefined) return [type, value];
  const [first] = isMembers(groups) ? Object.entries(groups) : [];
  if (first === undefined) return [type, value];
  const [name, given] = first;
  const one: unknown = Array.isArray(given) ? given[0] : given;
  return [name, one];
}

/** Groups' properties stand by type and value; those of one group are flat. */
function propertiesOf(types: unknown, type: unknown, value: unknown): unknown {
  const groups = own(types, type);
  return own(groups, value);
}

function own(object: unknown, name: unknown): unknown {
  const key = typeof name === "string" || typeof name === "number" || name instanceof ExactNumber;
  if (!key || !isMembers(object)) return undefined;
  return Object.hasOwn(object, String(name)) ? object[String(name)] : undefined;
}
