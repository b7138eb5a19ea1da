import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { parseLossless } from "../core/json/lossless.ts";
import type { Part } from "../core/parts.ts";

/** The shape that every tile must cope with. */
export const ORDINARY = "ordinary";

/** Texts that break out of quotes, lines and markup wherever they are not escaped. */
const HOSTILE_TEXT = `"quotes" 'single' back\\slash\nnew line\r\ttab \u0001\u001f </script> \${x} <#if> & %00 \u2028\u2029`;

const UNICODE = "Zoë Ωμέγα 你好 مرحبا 👩‍👩‍👧‍👦 e\u0301";

/** Events in the export format, by what is special about them. */
export function shapes(): Readonly<Record<string, JsonObject>> {
  return {
    [ORDINARY]: BASE,
    "without a user": {
      ...without(BASE, ["user_id", "user_properties", "groups", "group_properties"]),
      user_properties: {},
      groups: {},
      group_properties: {},
    },
    "quotes and control characters": textsOf(HOSTILE_TEXT),
    "unicode and emoji": textsOf(UNICODE),
    "arrays and objects": {
      ...BASE,
      event_properties: {
        cities: ["Basel", "Bern"],
        items: [
          { sku: "A-1", price: 12.5 },
          { sku: "B-2", price: 3 },
        ],
        nested: { deep: { deeper: [1, [2, [3]]] } },
        none: [],
        nothing: {},
      },
      user_properties: { tags: ["new", "vip"], address: { city: "Basel", zip: "4051" } },
    },
    nulls: Object.fromEntries(
      Object.entries(BASE).map(([name, value]) => [
        name,
        ALWAYS.has(name) ? value : typeof value === "object" && value !== null ? { is_null: null } : null,
      ]),
    ),
    "empty texts": textsOf(""),
    "big numbers": {
      ...BASE,
      event_properties: numbers(),
      user_properties: numbers(),
    },
    "very long texts": textsOf("long ".repeat(2_000)),
  };
}

/** Fields that every event has, whatever its sender left out. */
const ALWAYS = new Set(["uuid", "event_type", "event_time", "server_received_time"]);

const BASE: JsonObject = {
  uuid: "0199e0a8-149d-7ee9-9f50-0514403517f9",
  event_type: "test_event_type",
  event_id: 17,
  event_time: "2022-01-06 17:29:04.000000",
  client_event_time: "2022-01-06 17:29:04.000000",
  client_upload_time: "2022-01-06 17:29:05.120000",
  server_received_time: "2022-01-06 17:29:05.340000",
  server_upload_time: "2022-01-06 17:29:05.350000",
  processed_time: "2022-01-06 17:29:06.010000",
  user_id: "user@example.com",
  device_id: "5f3d7c1e-2b90-4d1f-9b7e-0d5c1b7a9e10",
  amplitude_id: 7_432_510_881,
  session_id: 1_641_490_144_000,
  app: 187_520,
  $insert_id: "6c7d0b1e-9f2f-4a55-8a4e-5a1c3c0b7d42",
  platform: "Web",
  os_name: "Chrome",
  os_version: "120",
  device_type: "Mac",
  device_family: "Mac OS X",
  language: "English",
  country: "Switzerland",
  region: "Basel-City",
  city: "Basel",
  ip_address: "203.0.113.7",
  library: "millrace/1.0",
  version_name: "1.4.0",
  event_properties: { plan: "pro", price: 12.5, quantity: 3, first_time: true },
  user_properties: { email: "user@example.com", name: "Ada", age: 36, subscribed: true },
  groups: { company: ["Acme"] },
  group_properties: { company: { Acme: { industry: "tools", seats: 20 } } },
  data: {},
};

function without(event: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)));
}

/** The event with a text for each of its texts that a customer can choose. */
function textsOf(text: string): JsonObject {
  const own = { text, [`name ${text.slice(0, 100)}`]: text };
  return {
    ...BASE,
    event_type: text === "" ? "test_event_type" : text.slice(0, 1_000),
    user_id: text,
    city: text,
    country: text,
    event_properties: own,
    user_properties: { ...own, email: text, name: text },
  };
}

/** Numbers that a double cannot hold, or writes differently. */
function numbers(): JsonObject {
  const parsed = parseLossless(
    '{"id": 12345678901234567890, "one": 1.0, "huge": 1e400, "tiny": 1e-9, "negative": -0, "decimal": 0.10}',
  );
  return isJsonObject(parsed) ? parsed : {};
}

/** An event of a part: identifies say who the user is, groups what is known of a group. */
export function forPart(part: Part, event: JsonObject): JsonObject {
  if (part === "events") return event;
  if (part === "identifies") return { ...event, event_type: "$identify", event_properties: {} };
  return {
    ...event,
    event_type: "$groupidentify",
    user_id: null,
    event_properties: {},
    user_properties: {},
    group_type: "company",
    group_value: "Acme",
    group_properties: { company: { Acme: event.user_properties } },
  };
}
