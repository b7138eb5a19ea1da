import type { FormatContext, Formatter } from "../../core/destination.ts";
import type { TooLarge } from "../../core/message.ts";
import { Template } from "../../templates/template.ts";
import type { TemplateTarget } from "../../templates/template.ts";
import type { WebhookSettings } from "./settings.ts";

/** Ampersand: a webhook is at most 300 KB. */
export const MAX_BODY_BYTES = 300 * 1_024;

/** Keys are held in memory while messages are under way. */
const MAX_KEY_CHARACTERS = 256;

/** What an ordering key template must come to. */
export const orderingKeyTarget: TemplateTarget = {
  what: "ordering key",
  refuses: (text) =>
    text.length > MAX_KEY_CHARACTERS
      ? `an ordering key has at most ${MAX_KEY_CHARACTERS} characters, this one ${text.length}`
      : undefined,
};

/** Shapes events into webhooks: the bare message, its characters untouched. */
export function webhookFormatter(
  { orderingKeyTemplate }: WebhookSettings,
  { destinationId }: FormatContext,
): Formatter {
  const template =
    orderingKeyTemplate === undefined ? undefined : new Template(orderingKeyTemplate, orderingKeyTarget);
  return (event) => {
    const key = template?.evaluate(event, destinationId) ?? { text: event.id };
    if ("error" in key) return { discard: key.error };
    const body = event.data;
    const bodyBytes = Buffer.byteLength(body);
    if (bodyBytes > MAX_BODY_BYTES) return tooLarge(bodyBytes, key.text);
    const keyBytes = Buffer.byteLength(key.text);
    return { event, body, bodyBytes, key: key.text, keyBytes, attributes: NO_ATTRIBUTES };
  };
}

const NO_ATTRIBUTES = {};

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
