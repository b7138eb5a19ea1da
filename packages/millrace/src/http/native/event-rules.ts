import Type from "typebox";
import type { Metadata } from "../../core/event.ts";
import { METADATA } from "../../core/event.ts";
import { TOPIC } from "../../core/topic.ts";

/** Events a call may hand in. */
export const MAX_EVENTS = 1000;

/** Entries of an event's metadata. */
const MAX_METADATA_ENTRIES = 32;

/** Names and values of an event's metadata together, in UTF-8. */
const MAX_METADATA_BYTES = 2048;

const EVENT_ID_PATTERN = "^[\\x21-\\x7e]{1,128}$";

/** Metadata names that only Millrace sets: routes are found by them. */
const OWN_NAMES: ReadonlySet<string> = new Set(Object.values(METADATA));

/** What is wrong with an event's metadata as a whole; undefined where nothing is. */
export function metadataFault(metadata: Metadata): string | undefined {
  let entries = 0;
  let characters = 0;
  for (const name in metadata) {
    if (name === "") return "has an entry without a name";
    if (OWN_NAMES.has(name)) return `"${name}" is set by Millrace; choose another name`;
    entries++;
    characters += name.length + (metadata[name]?.length ?? 0);
  }
  if (entries > MAX_METADATA_ENTRIES) return `has ${entries} entries; ${MAX_METADATA_ENTRIES} are allowed`;
  // Three bytes are the most that one character of a JavaScript text takes in UTF-8.
  if (characters * 3 <= MAX_METADATA_BYTES) return undefined;
  const bytes = Object.entries(metadata).reduce((sum, entry) => sum + Buffer.byteLength(entry.join("")), 0);
  return bytes > MAX_METADATA_BYTES ? `takes ${bytes} bytes; ${MAX_METADATA_BYTES} are allowed` : undefined;
}

/** One event as a caller hands it in: what the checks above mean, as a schema for the API's description. */
const eventSchema = Type.Object(
  {
    id: Type.Optional(
      Type.String({
        pattern: EVENT_ID_PATTERN,
        description:
          "Your id, 1 to 128 visible ASCII characters. An id known in the project is accepted once. Left out, Millrace makes a UUIDv7.",
      }),
    ),
    topic: Type.String({
      pattern: TOPIC.source,
      description: "What kind of event it is. `read`, `subscribe` and `notification.*` are reserved.",
    }),
    time: Type.Optional(
      Type.String({
        format: "date-time",
        description: "When it happened, RFC 3339. Left out, the moment it came in.",
      }),
    ),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        maxProperties: MAX_METADATA_ENTRIES,
        description: `Names and short texts, ${MAX_METADATA_BYTES} bytes in all.`,
      }),
    ),
    data: Type.Unknown({ description: "Any JSON. It leaves as the characters that came in." }),
  },
  { additionalProperties: false },
);

/** The body of a call that hands in events. */
export const eventsSchema = Type.Object(
  { events: Type.Array(eventSchema, { minItems: 1, maxItems: MAX_EVENTS }) },
  { additionalProperties: false },
);
