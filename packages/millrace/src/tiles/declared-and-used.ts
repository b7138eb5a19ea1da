import type { TileDefinition } from "./definition.ts";
import type { Finding, Place, Usage } from "./report.ts";

/** A place where a template uses `parameters` or `mappedFields`; `name` is undefined where it is computed, or all are meant. */
export interface NameUse extends Place {
  readonly root: string;
  readonly name: string | undefined;
}

/** What a definition declares, held against what its templates use. */
export interface DeclaredAndUsed {
  readonly parameters: readonly Usage[];
  readonly mappedFields: readonly Usage[];
  readonly issues: readonly Finding[];
}

/** Holds what a definition declares against what its templates use. */
export function declaredAndUsed(definition: TileDefinition, uses: readonly NameUse[]): DeclaredAndUsed {
  const { parameters = [], mappedFields = [] } = definition;
  const parameterTable = tableOf(parameters, uses, "parameters");
  const fieldTable = tableOf(mappedFields, uses, "mappedFields");
  return {
    parameters: parameterTable,
    mappedFields: fieldTable,
    issues: [
      ...findings(parameterTable, { what: "parameter", plural: "parameters", uses }),
      ...findings(fieldTable, { what: "mapped field", plural: "mappedFields", uses }),
    ],
  };
}

function tableOf(
  declared: readonly { readonly name: string }[],
  uses: readonly NameUse[],
  root: string,
): readonly Usage[] {
  const places = new Map<string, Place[]>(declared.map(({ name }) => [name, []]));
  const names = new Set(declared.map(({ name }) => name));
  for (const { name, root: of, template, line, column } of uses) {
    if (of !== root || name === undefined) continue;
    const known = places.get(name) ?? [];
    known.push({ template, line, column });
    places.set(name, known);
  }
  return [...places].map(([name, used]) => ({ name, declared: names.has(name), used }));
}

function findings(
  table: readonly Usage[],
  {
    what,
    plural,
    uses,
  }: { readonly what: string; readonly plural: string; readonly uses: readonly NameUse[] },
): readonly Finding[] {
  // A template that goes through all of them, or computes a name, may use each.
  const anyMayBeUsed = uses.some(({ root, name }) => root === plural && name === undefined);
  const code = what.replace(" ", "_");
  return table.flatMap(({ name, declared, used }): readonly Finding[] => {
    if (!declared)
      return used.map((place) => ({
        severity: "error",
        code: `${code}_undeclared`,
        message: `The template uses ${plural}.${name}, which the tile does not declare.`,
        ...place,
      }));
    if (used.length > 0 || anyMayBeUsed) return [];
    return [
      {
        severity: "warning",
        code: `${code}_unused`,
        message: `The ${what} "${name}" is declared, and no template uses it.`,
      },
    ];
  });
}
