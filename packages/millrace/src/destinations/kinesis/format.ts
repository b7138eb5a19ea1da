import type { FormatContext, Formatter } from "../../core/destination.ts";
import type { Event } from "../../core/event.ts";
import type { TooLarge } from "../../core/message.ts";
import { Template } from "../../templates/template.ts";
import type { Evaluated, TemplateTarget } from "../../templates/template.ts";
import { wrapperOf } from "../wrap.ts";
import type { KinesisSettings } from "./settings.ts";
import { DEFAULT_RECORD_KIB } from "./settings.ts";

/** AWS: a partition key has 1 to 256 Unicode characters. */
const MAX_KEY_CHARACTERS = 256;

/** What a partition key template must come to. */
export const partitionKeyTarget: TemplateTarget = {
  what: "partition key",
  refuses(text) {
    // A text of n UTF-16 units has at most n characters: only long ones have to be counted.
    if (text.length <= MAX_KEY_CHARACTERS) return undefined;
    const characters = Array.from(text).length;
    return characters > MAX_KEY_CHARACTERS
      ? `a partition key has at most ${MAX_KEY_CHARACTERS} characters, this one ${characters}`
      : undefined;
  },
};

/** Record size in bytes that the settings allow, key and data together. */
export function recordLimit(settings: KinesisSettings): number {
  return (settings.maxRecordSizeInKiB ?? DEFAULT_RECORD_KIB) * 1_024;
}

/** Shapes events into records: the message in its envelope, under the template's key or the message id. */
export function kinesisFormatter(settings: KinesisSettings, { destinationId }: FormatContext): Formatter {
  const { partitionKeyTemplate } = settings;
  const template =
    partitionKeyTemplate === undefined ? undefined : new Template(partitionKeyTemplate, partitionKeyTarget);
  const limit = recordLimit(settings);
  const wrap = wrapperOf(settings.envelope);
  const keyOf = (event: Event, given: string | undefined): Evaluated => {
    // Without a template each record has its own message id, which is what readers tell copies of it by.
    if (template === undefined) return { text: event.id };
    return given === undefined ? template.evaluate(event, destinationId) : { text: given };
  };
  return (event, given) => {
    const key = keyOf(event, given);
    if ("error" in key) return { discard: key.error };
    const body = wrap(event);
    const bodyBytes = Buffer.byteLength(body);
    const keyBytes = Buffer.byteLength(key.text);
    if (bodyBytes + keyBytes > limit) return tooLarge(bodyBytes + keyBytes, limit, key.text);
    return { event, body, bodyBytes, key: key.text, keyBytes, attributes: NO_ATTRIBUTES };
  };
}

const NO_ATTRIBUTES = {};

function tooLarge(bytes: number, limit: number, key: string): TooLarge {
  const message = `The record has ${bytes} bytes, key and data together; the stream takes ${limit}. If the stream is set to take more, set maxRecordSizeInKiB of the destination.`;
  return { tooLarge: { bytes, limit, key, error: { code: "record_too_large", message, blame: "event" } } };
}
