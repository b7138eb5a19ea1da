import Type from "typebox";
import type { Static } from "typebox";
import { printLossless } from "../core/json/lossless.ts";
import { isFault } from "../destinations/http/rendered.ts";
import { requestRenderer } from "../destinations/http/renderer.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import { givenValues, trialOf } from "../tiles/parameter-values.ts";
import { eventOf, shapedEventOf } from "../tiles/sample-events.ts";
import type { FolderSample } from "./tile-samples.ts";

/** What comes of a sample: a request, none because a required field has no value, or none because it cannot be made. */
export const outcomeOfSample = Type.Union([
  Type.Object(
    {
      method: Type.String(),
      url: Type.String(),
      headers: Type.Record(Type.String(), Type.String()),
      body: Type.String(),
    },
    { additionalProperties: false },
  ),
  Type.Object({ passedOver: Type.Literal(true) }, { additionalProperties: false }),
  Type.Object(
    { discarded: Type.Object({ code: Type.String(), message: Type.String() }) },
    { additionalProperties: false },
  ),
]);

/** See {@link outcomeOfSample}. */
export type OutcomeOfSample = Static<typeof outcomeOfSample>;

/** Of events that have none of their own: the same at every rendering. */
const ID = "00000000-0000-7000-8000-000000000000";

/**
 * Renders a sample as a sync with its parameters, mappings and selection would send it. Nothing leaves the machine.
 * @throws {TemplateSyntaxError} for templates that do not compile
 */
export function renderSample(definition: TileDefinition, sample: FolderSample): OutcomeOfSample {
  const { part, event, parameters = {}, mappings = {}, select = {} } = sample;
  const { settings, secrets } = trialOf(definition, givenValues(definition, parameters));
  const whole = { ...eventOf(part, printLossless(event)), id: ID };
  const shaped = shapedEventOf(definition, part, whole, { mappings, select });
  if (shaped === undefined) return { passedOver: true };
  const rendered = requestRenderer(settings, secrets).render(shaped);
  if (isFault(rendered)) {
    const { code, message } = rendered.error;
    return { discarded: { code, message } };
  }
  const { method, url, headers, body } = rendered;
  return { method, url, headers: Object.fromEntries(headers), body };
}
