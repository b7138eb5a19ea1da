import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BUILTIN_NAMES } from "./builtins/registry.ts";
import { SPECIAL_BUILTIN_NAMES } from "./compiler/special-builtins.ts";
import { compile } from "./index.ts";
import { RenderError } from "./core/errors.ts";
import { OUTPUT_FORMAT_NAMES } from "./output/formats.ts";
import { CHANGEABLE_SETTINGS, DEFAULT_SETTINGS } from "./runtime/settings.ts";
import { specialVariables } from "./syntax/builtin-kinds.ts";
import { directiveNames, directivesOfTwoNames } from "./syntax/tags.ts";

const document = readFileSync(fileURLToPath(new URL("../docs/language.md", import.meta.url)), "utf8");

/** The rows of the table under a heading, as cells. */
function rows(heading: string): string[][] {
  const section = document.split(/^## /mu).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) =>
    line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

/** The names in the first column, and the last column, of the table under a heading. */
function table(heading: string): [name: string, state: string][] {
  return rows(heading).flatMap((cells) =>
    Array.from(cells[0]?.matchAll(/`\.?([^`]+)`/gu) ?? [], ([, name = ""]): [string, string] => [
      name,
      cells.at(-1) ?? "",
    ]),
  );
}

function names(heading: string): string[] {
  return table(heading).map(([name]) => name);
}

function byAlphabet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].toSorted();
}

// The names in two conventions are in the table once, as FreeMarker's manual writes them: all in lower case.
const directives = [...directiveNames].filter(
  (name) => !directivesOfTwoNames.has(name) || name === name.toLowerCase(),
);

describe("the tables of docs/language.md", () => {
  it.each([
    ["Directives", directives],
    ["Built-ins", [...BUILTIN_NAMES, ...SPECIAL_BUILTIN_NAMES]],
    ["Special variables", specialVariables],
    ["Settings", CHANGEABLE_SETTINGS],
    ["Output formats", OUTPUT_FORMAT_NAMES],
  ])("%s: are what the engine knows, each once", (heading, known) => {
    const listed = names(heading);
    expect(listed.toSorted()).toEqual(byAlphabet(known));
  });

  it("list the built-ins by the alphabet", () => {
    const listed = names("Built-ins");
    expect(listed).toEqual(listed.toSorted());
  });

  it.each([
    ...table("Directives"),
    ...table("Built-ins"),
    ...table("Special variables"),
    ...table("Settings"),
  ])("say the state of %s: %s", (_, state) => {
    expect(state).toMatch(/^(?:same(?:$|,|;|:| when)|refused(?:$|,))/u);
  });

  it.each(table("Built-ins").filter(([, state]) => state === "refused"))("refuse ?%s", (name) => {
    const template = compile(`\${x?${name}}`);
    expect(() => template.render({ x: { a: 1 } })).toThrow(RenderError);
    expect(() => template.render({ x: { a: 1 } })).toThrow("a JSON model has none");
  });

  it.each(table("Directives").filter(([, state]) => state === "refused"))("refuse <#%s>", (name) => {
    const template = compile(`<#macro m><#${name}${name === "visit" ? " x" : ""}></#macro><@m/>`);
    expect(() => template.render({ x: { a: 1 } })).toThrow("a JSON model has none");
  });

  it.each(table("Header parameters"))("has the header parameter %s", (name) => {
    const values = new Map([
      ["attributes", "{}"],
      ["encoding", '"UTF-8"'],
      ["ns_prefixes", "{}"],
      ["output_format", '"HTML"'],
    ]);
    const format = name === "auto_esc" ? ' output_format="HTML"' : "";
    expect(compile(`<#ftl${format} ${name}=${values.get(name) ?? "true"}>`).render()).toBe("");
  });

  const defaults = new Map(
    rows("Settings").map(([name = "", value = ""]) => [name.replaceAll("`", ""), value]),
  );

  const ofTemplates = Object.entries(DEFAULT_SETTINGS).filter(([name]) => CHANGEABLE_SETTINGS.includes(name));

  it.each(ofTemplates)("say the default of %s: %s", (name, value) => {
    const expected = value === "" ? "empty" : value === undefined ? "not set" : `\`${String(value)}\``;
    expect(defaults.get(name)).toMatch(expected);
  });
});
