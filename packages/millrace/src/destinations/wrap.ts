import Type from "typebox";
import type { Event } from "../core/event.ts";
import { METADATA } from "../core/event.ts";

/** What stands around a message in a record or an object: see {@link wrapperOf}. */
export type Envelope = "data" | "none";

/** The setting of streams and buckets that says what stands around a message. */
export const envelopeSetting = Type.Enum(["data", "none"], {
  title: "Envelope",
  description:
    'What stands around the message: "data" (the default) is {"data": …}, "none" is nothing; a record is then the message\'s JSON alone.',
});

type Wrapped = Pick<Event, "data" | "metadata">;

/**
 * What makes the text of a record or an object of an event: the message under `data` (seeds 000 and 001), or the message
 * alone, as Pinpoint's streams hold it (seed 003). The customer's characters are not touched.
 */
export function wrapperOf(envelope: Envelope = "data"): (event: Wrapped) => string {
  return envelope === "none" ? bare : wrapInData;
}

/** A message alone has no place for anything beside it, such as the mark of a replay. */
function bare({ data }: Wrapped): string {
  return data;
}

/** A message that a replay sends says so beside it, for readers who see nothing of the event but the record. */
function wrapInData({ data, metadata }: Wrapped): string {
  const replayId = metadata[METADATA.replayId];
  if (replayId === undefined) return `{"data":${data}}`;
  return `{"data":${data},"metadata":{"${METADATA.replayId}":${JSON.stringify(replayId)}}}`;
}
