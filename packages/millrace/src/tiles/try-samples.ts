import { setImmediate } from "node:timers/promises";
import type { Milliseconds } from "../core/time.ts";
import type { RequestRenderer } from "../destinations/http/renderer.ts";
import { isFault } from "../destinations/http/rendered.ts";
import { requestRenderer } from "../destinations/http/renderer.ts";
import type { TileDefinition } from "./definition.ts";
import type { Trial } from "./parameter-values.ts";
import type { SampleResult } from "./report.ts";
import { shapedSample } from "./sample-events.ts";
import type { Sample } from "./samples.ts";
import { ownSamples, SAMPLES } from "./samples.ts";

/** A check takes no longer than this, and one rendering: templates may be made to be slow. */
const BUDGET: Milliseconds = 2_000;

/** A sample with what became of it. */
export interface Tried {
  readonly sample: Sample;
  readonly result: SampleResult;
}

/** Renders the tile's own samples and the built-in ones of each part that it has, as far as there is time. */
export async function trySamples(definition: TileDefinition, trial: Trial): Promise<readonly Tried[]> {
  const renderer = requestRenderer(trial.settings, trial.secrets);
  const until = performance.now() + BUDGET;
  const tried: Tried[] = [];
  for (const sample of samplesOf(definition)) {
    // Renderings are synchronous: others get their turn between them.
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await setImmediate();
    const result = performance.now() < until ? trySample(definition, renderer, sample) : notTried(sample);
    tried.push({ sample, result });
  }
  return tried;
}

/** Those first that decide. */
function samplesOf(definition: TileDefinition): readonly Sample[] {
  const builtIn = SAMPLES.filter(({ part }) => definition[part] !== undefined);
  return [...builtIn, ...ownSamples(definition)].toSorted((a, b) => Number(b.must) - Number(a.must));
}

function trySample(definition: TileDefinition, renderer: RequestRenderer, sample: Sample): SampleResult {
  const { name, part } = sample;
  const rendered = renderer.render(shapedSample(definition, sample));
  if (!isFault(rendered)) return { name, part, ok: true };
  const { error, at } = rendered;
  return {
    name,
    part,
    ok: false,
    code: error.code,
    message: error.message,
    ...(at !== undefined && { template: `${part}.${at.template}`, line: at.line, column: at.column }),
  };
}

function notTried({ name, part }: Sample): SampleResult {
  const message = `The samples before it took more than ${BUDGET} ms: make the templates quicker.`;
  return { name, part, ok: false, code: "too_slow", message };
}
