import { compile, FreeMarkerError } from "../src/index.ts";
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
    const compiled = compile(template, { name, loader, settings: engineSettings(settings) });
    return { id, out: compiled.render(data) };
  } catch (error) {
    if (!(error instanceof FreeMarkerError))
      return { id, error: { line: -1, message: `Not meant: ${String(error)}` } };
    const { line, column, message } = error;
    return { id, error: { line, column, message } };
  }
}

/** The engine's settings for the corpus's, which have FreeMarker's own names, such as `number_format`. */
function engineSettings(settings: NonNullable<Case["settings"]>): Record<string, string> {
  const renamed: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    renamed[name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  return renamed;
}
