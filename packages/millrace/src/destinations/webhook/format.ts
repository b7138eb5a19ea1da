import type { FormatContext, Formatter } from "../../core/destination.ts";
import { METADATA } from "../../core/event.ts";
import type { Message, TooLarge } from "../../core/message.ts";
import { orderingKeys } from "../requests/ordering-key.ts";
import { REPLAY_HEADER } from "../requests/replay-header.ts";
import type { WebhookSettings } from "./settings.ts";

/** Ampersand: a webhook is at most 300 KB. */
export const MAX_BODY_BYTES = 300 * 1_024;

/** Shapes events into webhooks: the bare message, its characters untouched. */
export function webhookFormatter(
  { orderingKeyTemplate }: WebhookSettings,
  { destinationId }: FormatContext,
): Formatter {
  const keyOf = orderingKeys(orderingKeyTemplate, destinationId);
  return (event, given) => {
    const key = keyOf(event, given);
    if ("error" in key) return { discard: key.error };
    const body = event.data;
    const bodyBytes = Buffer.byteLength(body);
    if (bodyBytes > MAX_BODY_BYTES) return tooLarge(bodyBytes, key.text);
    const keyBytes = Buffer.byteLength(key.text);
    const replayId = event.metadata[METADATA.replayId];
    const attributes = replayId === undefined ? NO_ATTRIBUTES : { [REPLAY_HEADER]: replayId };
    return { event, body, bodyBytes, key: key.text, keyBytes, attributes };
  };
}

/** Of messages that need no header of their own. */
export const NO_ATTRIBUTES: Message["attributes"] = {};

function tooLarge(bytes: number, key: string): TooLarge {
  const message = `The message has ${bytes} bytes; a webhook takes ${MAX_BODY_BYTES}.`;
  return {
    tooLarge: {
      bytes,
      limit: MAX_BODY_BYTES,
      key,
      error: { code: "message_too_large", message, blame: "event" },
    },
  };
}
