import { describe, expect, it } from "vitest";
import { type Case, caseFiles, readCases } from "../../corpus/format.ts";
import { FreeMarkerError } from "../core/errors.ts";
import { compile, type Template } from "../template.ts";
import { analyze } from "./analyze.ts";
import { type Path, pathText } from "./path.ts";
import type { TemplateAnalysis } from "./result.ts";

/** A model that notes what is read of it; null stands for any index. */
function watched(value: object, path: Path, seen: Map<string, Path>): object {
  return new Proxy(value, {
    getOwnPropertyDescriptor(target, key) {
      const property = Reflect.getOwnPropertyDescriptor(target, key);
      if (property === undefined || typeof key !== "string" || key === "length") return property;
      const inner: Path = [...path, Array.isArray(target) ? null : key];
      seen.set(pathText(inner), inner);
      const item: unknown = property.value;
      if (typeof item !== "object" || item === null) return property;
      return { ...property, value: watched(item, inner, seen) };
    },
  });
}

/** Whether one path leads into the other, or to the same. */
function meet(a: Path, b: Path): boolean {
  const common = Math.min(a.length, b.length);
  return a.slice(0, common).every((step, i) => step === null || b[i] === null || step === b[i]);
}

/** What a rendering reads of the model that the analysis doesn't tell. */
function untold(template: Template, { variables }: TemplateAnalysis, data: object): string[] {
  const seen = new Map<string, Path>();
  try {
    template.render(watched(data, [], seen));
  } catch (thrown) {
    if (!(thrown instanceof FreeMarkerError)) throw thrown;
  }
  return [...seen.values()].filter((path) => !variables.some((use) => meet(use.path, path))).map(pathText);
}

function compiled({ template, name = "template" }: Case): Template | undefined {
  try {
    return compile(template, { name });
  } catch (thrown) {
    if (thrown instanceof FreeMarkerError) return undefined;
    throw thrown;
  }
}

describe("analyze, of the corpus", () => {
  it.each(caseFiles())("tells all that renderings read: %s", (file) => {
    const missed: string[] = [];
    for (const one of readCases(file)) {
      const template = compiled(one);
      if (template === undefined) continue;
      const analysis = analyze(template);
      if (analysis.dynamic.length > 0) continue;
      const paths = untold(template, analysis, one.data ?? {});
      if (paths.length > 0) missed.push(`${one.id}: ${paths.join(", ")}`);
    }
    expect(missed).toEqual([]);
  });
});
