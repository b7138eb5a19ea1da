import type { Limits, Template, TemplateSettings } from "@millrace/freemarker";
import { compile } from "@millrace/freemarker";
import type { Bytes } from "../../core/message.ts";
import type { TemplateUse } from "./template-list.ts";
import { TEMPLATE_VALUES } from "./template-values.ts";

/** Of a body, where the settings say nothing. */
export const DEFAULT_MAX_BODY_BYTES: Bytes = 1_048_576;

/** Characters of a URL, and of a header's value. */
export const MAX_LINE = 8_192;

/** A body may be this much longer than it may be sent: so the error tells how long it is. */
const SLACK = 4_096;

/** What a rendering may do beyond printing; some ten milliseconds of work. */
const STEPS = 500_000;

/**
 * Requests want numbers and booleans as JSON writes them. Templates that want others say so: `<#setting number_format=…>`.
 * The zone of times is UTC, as the times of the export format are, and their six digits of a second are a decimal fraction:
 * Java's reading, as milliseconds, would be minutes off.
 */
const SETTINGS: TemplateSettings = {
  numberFormat: "c",
  booleanFormat: "c",
  timeZone: "UTC",
  fractions: "decimal",
  urlEscapingCharset: "UTF-8",
};

/** Compiled templates by what they may print and their source, as long as somebody holds them. */
const cache = new Map<string, WeakRef<Template>>();

const forgotten = new FinalizationRegistry<string>((key) => {
  if (cache.get(key)?.deref() === undefined) cache.delete(key);
});

/**
 * The compiled template, one for all destinations that have it: the syncs of one tile share theirs.
 * @throws {TemplateSyntaxError} with every fault
 */
export function compiledTemplate(source: string, use: TemplateUse, maxBodyBytes?: Bytes): Template {
  const most = use === "body" ? (maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES) + SLACK : MAX_LINE;
  const key = `${most}:${source}`;
  const known = cache.get(key)?.deref();
  if (known !== undefined) return known;
  const template = compile(source, { settings: SETTINGS, values: TEMPLATE_VALUES, limits: limitsFor(most) });
  cache.set(key, new WeakRef(template));
  forgotten.register(template, key);
  return template;
}

/** Steps decide where a rendering ends, not the clock: the same event must come to the same on a busy machine. */
function limitsFor(most: number): Partial<Limits> {
  return {
    steps: STEPS + most,
    outputLength: most,
    valueSize: Math.max(most, 1_048_576),
    depth: 100,
    includeDepth: 1,
    milliseconds: Infinity,
  };
}
