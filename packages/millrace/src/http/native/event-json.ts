import Type from "typebox";
import type { Event } from "../../core/event.ts";
import { formatTimestamp } from "../../core/time.ts";

/** An event as the API answers it. */
export const event = Type.Object({
  position: Type.Integer({ description: "Where it stands in the log." }),
  id: Type.String(),
  projectId: Type.String(),
  topic: Type.String(),
  time: Type.String({ format: "date-time" }),
  acceptedAt: Type.Optional(Type.String({ format: "date-time", description: "When the log took it in." })),
  metadata: Type.Record(Type.String(), Type.String()),
  data: Type.Unknown(),
});

/**
 * An event as JSON text. Its data is put in as the characters that came in, which parsing and printing would change.
 * @param more further members, put behind the event's own
 */
export function eventJson(
  { data, acceptedAt, ...fields }: Event,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const behind = Object.entries(more).map(
    ([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value) ?? "null"}`,
  );
  const shown = { ...fields, ...(acceptedAt > 0 && { acceptedAt: formatTimestamp(acceptedAt) }) };
  return `${JSON.stringify(shown).slice(0, -1)},"data":${data}${behind.join("")}}`;
}
