import type { FormatContext, Formatter } from "../../core/destination.ts";
import type { Message } from "../../core/message.ts";
import { METADATA } from "../../core/event.ts";
import { orderingKeys } from "../requests/ordering-key.ts";
import { REPLAY_HEADER } from "../requests/replay-header.ts";
import type { RenderedRequest } from "./rendered.ts";
import { isFault } from "./rendered.ts";
import { requestRenderer } from "./renderer.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";

/** How a message carries what stands in the first line of its request: no header can have such names. */
export const METHOD = ":method";
/** See {@link METHOD}. */
export const URL_OF = ":url";

/** Shapes events into requests. */
export function httpFormatter(
  settings: HttpSettings,
  { destinationId }: FormatContext,
  secrets?: HttpSecrets,
): Formatter {
  const renderer = requestRenderer(settings, secrets);
  const keyOf = orderingKeys(settings.orderingKeyTemplate, destinationId);
  const attributesOf = attributesMaker();
  return (event, given) => {
    const key = keyOf(event, given);
    if ("error" in key) return { discard: key.error };
    const rendered = renderer.render(event);
    if (isFault(rendered)) return { discard: rendered.error };
    const { body } = rendered;
    const keyBytes = Buffer.byteLength(key.text);
    return {
      event,
      body,
      bodyBytes: Buffer.byteLength(body),
      key: key.text,
      keyBytes,
      attributes: attributesOf(rendered, event.metadata[METADATA.replayId]),
    };
  };
}

type AttributesMaker = (rendered: RenderedRequest, replayId: string | undefined) => Message["attributes"];

/** Most messages have what the one before had: these share one object, by which the sender knows them again. */
function attributesMaker(): AttributesMaker {
  let before: RenderedRequest | undefined;
  let made: Message["attributes"] = {};
  return (rendered, replayId) => {
    if (replayId !== undefined) return attributesFor(rendered, replayId);
    const { method, url, headers } = rendered;
    if (before?.headers !== headers || before.url !== url || before.method !== method) {
      before = { method, url, headers, body: "" };
      made = attributesFor(rendered, undefined);
    }
    return made;
  };
}

function attributesFor(
  { method, url, headers }: RenderedRequest,
  replayId: string | undefined,
): Message["attributes"] {
  const attributes: Record<string, string> = Object.create(null);
  attributes[METHOD] = method;
  attributes[URL_OF] = url;
  for (const [name, value] of headers) attributes[name] = value;
  if (replayId !== undefined) attributes[REPLAY_HEADER] = replayId;
  return attributes;
}
