import { parseLossless } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { Part } from "../core/parts.ts";
import type { TileDefinition } from "./definition.ts";
import { forPart, ORDINARY, shapes } from "./sample-shapes.ts";

/** An event to try templates with. */
export interface Sample {
  /** Unique among the samples of a part. */
  readonly name: string;
  readonly part: Part;
  /** In the export format, as `parseLossless` gives it. */
  readonly event: JsonObject;
  /** A tile that cannot send it cannot be submitted. */
  readonly must: boolean;
}

/** Customers' events as they come: one as it should be, and then all that happens to them. */
export const SAMPLES: readonly Sample[] = (["events", "identifies", "groups"] as const).flatMap((part) =>
  Object.entries(shapes()).map(([name, event]) => ({
    name,
    part,
    event: forPart(part, event),
    must: name === ORDINARY,
  })),
);

/** The tile's own samples, as events of the log are read. */
export function ownSamples({ samples = [] }: TileDefinition): readonly Sample[] {
  return samples.map(({ name, part, event }) => ({ name, part, event: exact(event), must: true }));
}

function exact(event: JsonObject): JsonObject {
  const parsed = parseLossless(JSON.stringify(event));
  return isJsonObject(parsed) ? parsed : {};
}

/**
 * The sample of a name, the tile's own before the built-in ones; without a name the first there is.
 * @param part only samples of this part
 */
export function findSample(
  definition: TileDefinition,
  name: string | undefined,
  part: Part | undefined,
): Sample | undefined {
  const all = [...ownSamples(definition), ...SAMPLES].filter((each) => definition[each.part] !== undefined);
  return all.find(
    (each) => (name === undefined || each.name === name) && (part === undefined || each.part === part),
  );
}
