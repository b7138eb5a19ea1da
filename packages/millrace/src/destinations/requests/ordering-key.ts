import type { Event } from "../../core/event.ts";
import type { Evaluated, TemplateTarget } from "../../templates/template.ts";
import { Template } from "../../templates/template.ts";

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

/**
 * The step that finds a message's key: what the template makes of the event, or the event's id where there is none.
 * `given` is the key of a part of an event that was too large.
 */
export function orderingKeys(
  orderingKeyTemplate: string | undefined,
  destinationId: string,
): (event: Event, given: string | undefined) => Evaluated {
  if (orderingKeyTemplate === undefined) return (event) => ({ text: event.id });
  const template = new Template(orderingKeyTemplate, orderingKeyTarget);
  return (event, given) => (given === undefined ? template.evaluate(event, destinationId) : { text: given });
}
