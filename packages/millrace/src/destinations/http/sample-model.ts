import type { TemplateAnalysis } from "@millrace/freemarker";
import { MODEL_NAMES } from "./model.ts";

/** What a sample is made of. */
interface Given {
  /** The text at every place that reads events. */
  readonly text: string;
  /** Those that are known; others are a plain text, as they are not the event's. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What is taken to stand where a template uses any item or any key. */
  readonly unknown: "sequence" | "hash";
}

/** A hash or a text of a sample; null is any key or index. */
type Sample = Map<string | null, Sample> | string;

/** A model that has a text at every place that a template reads: for trying what comes of such texts. */
export function sampleModel({ variables }: Pick<TemplateAnalysis, "variables">, given: Given): object {
  const root = new Map<string | null, Sample>();
  for (const { path } of variables) if (path[0] !== "parameters") put(root, path, given.text);
  const others = MODEL_NAMES.map((name) => [name, asModel(root.get(name) ?? new Map(), given.unknown)]);
  const named = variables.flatMap(({ path: [first, name] }) =>
    first === "parameters" && typeof name === "string" ? [[name, PARAMETER]] : [],
  );
  return { ...Object.fromEntries(others), parameters: { ...Object.fromEntries(named), ...given.parameters } };
}

/** An endpoint or any other text. */
const PARAMETER = "https://parameter.example.com";

function put(
  into: Map<string | null, Sample>,
  [first = "", ...rest]: readonly (string | null)[],
  text: string,
): void {
  const found = into.get(first);
  if (rest.length === 0) {
    if (found === undefined) into.set(first, text);
    return;
  }
  const inner = found instanceof Map ? found : new Map<string | null, Sample>();
  into.set(first, inner);
  put(inner, rest, text);
}

function asModel(sample: Sample, unknown: Given["unknown"]): unknown {
  if (typeof sample === "string") return sample;
  const any = sample.get(null);
  if (any !== undefined && unknown === "sequence")
    return Array.from({ length: 3 }, () => asModel(any, unknown));
  return new Map([...sample].map(([name, member]) => [name ?? "any", asModel(member, unknown)]));
}
