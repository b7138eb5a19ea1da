import type { VariableUse } from "@millrace/freemarker";
import { TemplateSyntaxError } from "@millrace/freemarker";
import { MODEL_NAMES } from "./model.ts";
import { readsOf } from "./reads.ts";
import { compiledTemplate } from "./template-cache.ts";
import type { ListedTemplate, TemplateSettings } from "./template-list.ts";
import { templatesOf } from "./template-list.ts";

/** One place where a template uses something of the data model. */
export interface NameUse {
  readonly root: (typeof MODEL_NAMES)[number];
  /** `api_key` of `parameters.api_key`; undefined where it is computed, or the whole of `parameters` is used. */
  readonly name: string | undefined;
  /** True where the template copes with its absence there: `x!`, `x??`, `x?has_content`. */
  readonly optional: boolean;
  /** Where the template stands: `events.body`, `identifies.headers.X-Key`, `oauth.tokenUrl`. */
  readonly template: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * What the templates of a destination or a tile use of the data model, in their order. A place where that cannot be told
 * without rendering (`?eval`, a computed name) counts as a use of each root without a name. Templates that do not compile are
 * left out: that is a fault of its own.
 */
export function namesUsed(settings: TemplateSettings): readonly NameUse[] {
  return templatesOf(settings).flatMap((each) => usesIn(each, settings));
}

function usesIn(
  { name: template, source, use }: ListedTemplate,
  settings: TemplateSettings,
): readonly NameUse[] {
  const reads = readsIfCompiled(source, use, settings);
  if (reads === undefined) return [];
  const dynamic = reads.dynamic.flatMap(({ line, column }) =>
    MODEL_NAMES.map((root): NameUse => ({ root, name: undefined, optional: true, template, line, column })),
  );
  return [...reads.variables.flatMap((variable) => useOf(variable, template)), ...dynamic];
}

function readsIfCompiled(source: string, use: ListedTemplate["use"], { maxBodyBytes }: TemplateSettings) {
  try {
    return readsOf(compiledTemplate(source, use, maxBodyBytes));
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined;
    throw error;
  }
}

function useOf({ path, optional, line, column }: VariableUse, template: string): readonly NameUse[] {
  const [first, step] = path;
  const root = MODEL_NAMES.find((each) => each === first);
  if (root === undefined) return [];
  const name = typeof step === "string" ? step : undefined;
  return [{ root, name, optional, template, line, column }];
}
