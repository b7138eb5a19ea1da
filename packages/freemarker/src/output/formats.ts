import type { MarkupFormat } from "../values/markup.ts";
import { entities, unitEscaper } from "../text/escape-units.ts";

/** A format of output, as `<#outputformat>` names it. */
export interface OutputFormat {
  readonly name: string;
  /** How text is escaped; undefined for formats that nothing is escaped in. */
  readonly markup: MarkupFormat | undefined;
  /** Whether `${…}` escapes in this format if nothing is said of it. */
  readonly autoEscapedByDefault: boolean;
  /** Whether markup of any other format may be printed as it is. */
  readonly mixingAllowed: boolean;
}

const ESCAPABLE_RTF = /[\\{}]/gu;

function escaper(apostrophe: string): (text: string) => string {
  return unitEscaper(entities({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": apostrophe }));
}

const escapeHtml = escaper("&#39;");
const escapeXml = escaper("&apos;");

function markupFormat(name: string, escape: (text: string) => string): OutputFormat {
  return { name, markup: { name, escape }, autoEscapedByDefault: true, mixingAllowed: false };
}

function plainFormat(name: string, mixingAllowed: boolean): OutputFormat {
  return { name, markup: undefined, autoEscapedByDefault: false, mixingAllowed };
}

const FORMATS = [
  plainFormat("undefined", true),
  markupFormat("HTML", escapeHtml),
  markupFormat("XHTML", escapeHtml),
  markupFormat("XML", escapeXml),
  markupFormat("RTF", (text) => text.replace(ESCAPABLE_RTF, String.raw`\$&`)),
  plainFormat("plainText", false),
  plainFormat("CSS", false),
  plainFormat("JavaScript", false),
  plainFormat("JSON", false),
];

const byName = new Map(FORMATS.map((format) => [format.name, format]));

/** The names of the formats that aren't combined of others. */
export const OUTPUT_FORMAT_NAMES: readonly string[] = FORMATS.map((format) => format.name);

/** How many combined formats are remembered. */
const REMEMBERED = 200;
const combined = new Map<string, OutputFormat>();
/** The longest name of a combined format: each of its parts escapes what the others have escaped, and makes it longer. */
const LONGEST_NAME = 30;

/**
 * The format of a name, combined ones (`HTML{RTF}`: escaped as RTF, then as HTML) included; undefined where there is none.
 */
export function outputFormat(name: string): OutputFormat | undefined {
  const known = byName.get(name) ?? combined.get(name);
  if (known !== undefined) return known;
  const brace = name.indexOf("{");
  if (brace < 1 || !name.endsWith("}") || name.length > LONGEST_NAME) return undefined;
  const outer = byName.get(name.slice(0, brace))?.markup;
  const inner = outputFormat(name.slice(brace + 1, -1))?.markup;
  if (outer === undefined || inner === undefined) return undefined;
  const format = markupFormat(name, (text) => outer.escape(inner.escape(text)));
  if (combined.size < REMEMBERED) combined.set(name, format);
  return format;
}

/** The format of a name that the parser has checked already. */
export function knownOutputFormat(name: string): OutputFormat {
  const format = outputFormat(name);
  if (format === undefined) throw new TypeError(`no output format is called ${name}`);
  return format;
}
