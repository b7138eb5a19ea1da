import type { FormatContext, Formatter } from "../../core/destination.ts";
import { metadataOf } from "../../templates/context.ts";
import { Template } from "../../templates/template.ts";
import type { TemplateTarget } from "../../templates/template.ts";
import { wrapperOf } from "../wrap.ts";
import { objectMetadata } from "./object-metadata.ts";
import type { S3Settings } from "./settings.ts";

/** AWS: a key has 1 to 1,024 bytes of UTF-8. */
const MAX_KEY_BYTES = 1_024;

/** AWS: one PutObject takes 5 GiB. */
export const MAX_OBJECT_BYTES = 5 * 1_024 ** 3;

/** What an object key template must come to. */
export const objectKeyTarget: TemplateTarget = {
  what: "object key",
  refuses(text) {
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_KEY_BYTES) return `an object key has at most ${MAX_KEY_BYTES} bytes, this one ${bytes}`;
    // Listings answer keys as XML, which cannot hold these; the URL cannot hold half a character.
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f]/.test(text)) return "an object key must not hold control characters";
    return text.isWellFormed() ? undefined : "an object key must not hold half a surrogate pair";
  },
};

/**
 * Shapes events into objects. By default the key is seed 001's: the message timestamp, an underscore, the message id and `.json`.
 * The timestamp always has nine digits, so keys sort as their events do.
 */
export function s3Formatter(
  { keyTemplate, envelope }: S3Settings,
  { destinationId }: FormatContext,
): Formatter {
  const wrap = wrapperOf(envelope);
  const template = keyTemplate === undefined ? undefined : new Template(keyTemplate, objectKeyTarget);
  return (event) => {
    const key = template?.evaluate(event, destinationId) ?? { text: `${event.time}_${event.id}.json` };
    if ("error" in key) return { discard: key.error };
    const body = wrap(event);
    return {
      event,
      body,
      bodyBytes: Buffer.byteLength(body),
      key: key.text,
      keyBytes: Buffer.byteLength(key.text),
      attributes: objectMetadata(metadataOf(event, destinationId)),
    };
  };
}
