import type { TemplateAnalysis } from "@millrace/freemarker";
import { MODEL_NAMES } from "./model.ts";

/** A hash or a value of a sample. */
type Sample = Map<string, Sample> | string | readonly Sample[];

/** A model that has a text at every place that a template reads: for trying what comes of such texts. */
export function sampleModel(
  { variables }: Pick<TemplateAnalysis, "variables">,
  given: { readonly text: string; readonly parameters: Readonly<Record<string, unknown>> },
): object {
  const root = new Map<string, Sample>();
  for (const name of MODEL_NAMES) root.set(name, new Map());
  for (const { path } of variables) {
    const steps = path.map((step) => (step === null ? "any" : String(step)));
    if (MODEL_NAMES.some((name) => name === steps[0])) put(root, steps, given.text);
  }
  const { parameters, ...others } = Object.fromEntries(root);
  return { ...others, parameters: { ...plain(parameters), ...given.parameters } };
}

function put(into: Map<string, Sample>, [first = "", ...rest]: readonly string[], text: string): void {
  const found = into.get(first);
  if (rest.length === 0) {
    if (found === undefined) into.set(first, text);
    return;
  }
  const inner = found instanceof Map ? found : new Map<string, Sample>();
  into.set(first, inner);
  put(inner, rest, text);
}

/** Parameters that nobody gave are plain texts: they are not the event's. */
function plain(parameters: Sample | undefined): Readonly<Record<string, string>> {
  if (!(parameters instanceof Map)) return {};
  return Object.fromEntries([...parameters.keys()].map((name) => [name, "parameter"]));
}
