import type { Template, TemplateAnalysis } from "@millrace/freemarker";
import { analyze } from "@millrace/freemarker";
import { TEMPLATE_VALUE_NAMES } from "./template-values.ts";

const analyses = new WeakMap<Template, TemplateAnalysis>();

/** What the template reads; worked out once. */
export function readsOf(template: Template): TemplateAnalysis {
  const known = analyses.get(template);
  if (known !== undefined) return known;
  const found = analyze(template);
  analyses.set(template, found);
  return found;
}

const FOR_ALL_EVENTS: ReadonlySet<unknown> = new Set(["parameters", ...TEMPLATE_VALUE_NAMES]);

/** The time of rendering, or the data model by another name. */
const CHANGING = /\.\s*(?:now|data_?model|globals|vars)\b/i;

/** True where the template prints the same for every event of a destination: it reads parameters alone. */
export function isConstant(template: Template): boolean {
  const { variables, dynamic } = readsOf(template);
  return (
    dynamic.length === 0 &&
    variables.every(({ path: [root] }) => FOR_ALL_EVENTS.has(root)) &&
    !CHANGING.test(template.source)
  );
}

/** The offset from which on the template may print something else for each event: the first element that reads events. */
export function constantEnd(template: Template): number {
  const { variables, dynamic } = readsOf(template);
  const { source } = template;
  if (CHANGING.test(source)) return 0;
  const starts = lineStarts(source);
  const changing = [...dynamic, ...variables.filter(({ path: [root] }) => !FOR_ALL_EVENTS.has(root))].map(
    ({ line, column }) => (starts[line - 1] ?? 0) + column - 1,
  );
  const first = Math.min(...changing, source.length);
  const element = template.tree.body.find(({ end }) => end > first);
  return element === undefined || first === source.length ? source.length : element.start;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: { length }, index }) => index + length)];
}
