import { compile, type CompileOptions, FreeMarkerError } from "../src/index.ts";
import type { Answer, Case } from "./format.ts";

/** What this engine gives for a case. Only errors that it means to throw count as answers. */
export function askEngine({
  id,
  template,
  data = {},
  settings = {},
  name = "template",
  templates = {},
}: Case): Answer {
  try {
    const loader = (path: string) =>
      Object.hasOwn(templates, path) ? templates[path] : path === name ? template : undefined;
    const compiled = compile(template, { name, loader, ...engineOptions(settings) });
    return { id, out: compiled.render(data) };
  } catch (error) {
    if (!(error instanceof FreeMarkerError))
      return { id, error: { line: -1, message: `Not meant: ${String(error)}` } };
    const { line, column, message } = error;
    return { id, error: { line, column, message } };
  }
}

type Options = Required<Pick<CompileOptions, "settings" | "syntax">>;

/** Settings of FreeMarker's that decide how a template is parsed; the others are about how values are written. */
const SYNTAX_SETTINGS = new Set([
  "tag_syntax",
  "interpolation_syntax",
  "naming_convention",
  "strict_syntax",
  "whitespace_stripping",
  "output_format",
  "auto_escaping_policy",
  "recognize_standard_file_extensions",
]);

/** Values that the engine calls otherwise. */
const VALUES = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["enableIfDefault", "enable_if_default"],
  ["enableIfSupported", "enable_if_supported"],
  ["HTMLOutputFormat", "HTML"],
  ["XMLOutputFormat", "XML"],
  ["RTFOutputFormat", "RTF"],
]);

/** The engine's options for the corpus's settings, which have FreeMarker's own names, such as `number_format`. */
function engineOptions(given: NonNullable<Case["settings"]>): Options {
  const settings: Record<string, unknown> = {};
  const syntax: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === "datetime_format") settings["dateTimeFormat"] = value;
    else if (name === "fallback_on_null_loop_variable")
      others["fallbackOnNullLoopVariable"] = value === "true";
    else if (SYNTAX_SETTINGS.has(name)) syntax[camelCase(name)] = VALUES.get(value) ?? value;
    else settings[camelCase(name)] = value;
  }
  return { settings, syntax, ...others };
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
