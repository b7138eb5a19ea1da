import type { Formatter } from "../../core/destination.ts";
import type { Message, TooLarge } from "../../core/message.ts";
import { wrapperOf } from "../wrap.ts";
import type { FirehoseSettings } from "./settings.ts";

/** AWS: a record has at most 1,000 KiB before it is base64. */
export const RECORD_BYTES = 1_000 * 1_024;

/**
 * Shapes events into records: the message in its envelope, as one line unless the settings say otherwise. Firehose puts records
 * one behind the other, and nothing else would tell where one ends. Records have no key.
 */
export function firehoseFormatter({ appendNewline = true, envelope }: FirehoseSettings): Formatter {
  const wrap = wrapperOf(envelope);
  return (event) => {
    const wrapped = wrap(event);
    const body = appendNewline ? lineOf(wrapped) : wrapped;
    const bodyBytes = Buffer.byteLength(body);
    if (bodyBytes > RECORD_BYTES) return tooLarge(bodyBytes);
    return { event, body, bodyBytes, key: "", keyBytes: 0, attributes: NO_ATTRIBUTES };
  };
}

const NO_ATTRIBUTES: Message["attributes"] = {};

/** JSON text as one line. Line breaks stand in it only between values, where a space is as good. */
function lineOf(json: string): string {
  return `${json.replaceAll(/[\r\n]/g, " ")}\n`;
}

function tooLarge(bytes: number): TooLarge {
  const message = `The record has ${bytes} bytes; Firehose takes ${RECORD_BYTES}.`;
  return {
    tooLarge: {
      bytes,
      limit: RECORD_BYTES,
      key: "",
      error: { code: "record_too_large", message, blame: "event" },
    },
  };
}
