import type { Type, Variable } from "./model.ts";
import type { Scope } from "./scope.ts";

/** A path to a value of the type, from a variable; undefined where there is none. */
export function reference(scope: Scope, type: Type): string | undefined {
  const found = scope.variables.flatMap((variable) =>
    paths(scope, variable).filter(([, of]) => same(of, type)),
  );
  return found.length === 0 ? undefined : scope.random.pick(found)[0];
}

function paths(scope: Scope, { name, type }: Variable): [string, Type][] {
  const start = name.includes("-")
    ? scope.random.pick([name.replaceAll("-", "\\-"), `.data_model["${name}"]`])
    : name;
  return [[start, type], ...deeper(scope, start, type, 2)];
}

function deeper(scope: Scope, path: string, type: Type, levels: number): [string, Type][] {
  const found: [string, Type][] = [];
  if (levels === 0 || type.kind !== "hash") return found;
  for (const [key, of] of type.fields) {
    const next = scope.random.chance(0.85) ? `${path}.${key}` : `${path}["${key}"]`;
    found.push([next, of], ...deeper(scope, next, of, levels - 1));
  }
  return found;
}

/** Whether a value of one type can stand for one of the other. */
export function same(one: Type, other: Type): boolean {
  if (one.kind === "sequence" && other.kind === "sequence") return same(one.of, other.of);
  if (one.kind === "hash" && other.kind === "hash")
    return [...other.fields.keys()].every((key) => one.fields.has(key));
  return one.kind === other.kind;
}
