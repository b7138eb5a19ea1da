import type { Expression } from "../syntax/ast.ts";
import type { Path } from "./path.ts";
import type { Binding, Scope } from "./scope.ts";

/** Built-ins that answer their left side, or a choice or another order of its items. */
const SAME_ITEMS: ReadonlySet<string> = new Set([
  "chunk",
  "default",
  "drop_while",
  "filter",
  "if_exists",
  "reverse",
  "sequence",
  "sort",
  "sort_by",
  "take_while",
]);

/** Built-ins that answer one of the items, or all of them. */
const ITEMS: ReadonlySet<string> = new Set(["first", "last", "max", "min"]);

/** Special variables that have the variables of the model in them, by name. */
const ROOTS: ReadonlySet<string> = new Set(["data_model", "globals", "vars"]);

/** A step deeper than this is not followed. */
const LONGEST_PATH = 64;

/** The parts of the data model that the value of an expression may be; none if it is something else. */
export function pathsOf(node: Expression, scope: Scope): Binding {
  if (node.kind === "identifier") return scope.get(node.name) ?? [[node.name]];
  if (node.kind === "parenthesis") return pathsOf(node.inner, scope);
  if (node.kind === "dot")
    return isRoot(node.target) ? [[node.name]] : step(pathsOf(node.target, scope), node.name);
  if (node.kind === "index") return indexed(node, scope);
  if (node.kind === "default") {
    return [
      ...pathsOf(node.target, scope),
      ...(node.fallback === undefined ? [] : pathsOf(node.fallback, scope)),
    ];
  }
  if (node.kind === "builtin") return builtin(node.name, node.target, scope);
  if (node.kind !== "call" || node.target.kind !== "builtin") return [];
  return builtin(node.target.name, node.target.target, scope);
}

function isRoot(node: Expression): boolean {
  return node.kind === "special" && ROOTS.has(node.name);
}

function step(paths: Binding, name: string | null): Binding {
  return paths.filter((path) => path.length < LONGEST_PATH).map((path): Path => path.concat(name));
}

function indexed(node: Extract<Expression, { kind: "index" }>, scope: Scope): Binding {
  const name = node.key.kind === "string" ? node.key.value : null;
  if (isRoot(node.target)) return name === null ? [] : [[name]];
  const target = pathsOf(node.target, scope);
  return node.key.kind === "range" ? target : step(target, name);
}

function builtin(name: string, target: Expression, scope: Scope): Binding {
  if (SAME_ITEMS.has(name)) return pathsOf(target, scope);
  if (ITEMS.has(name)) return step(pathsOf(target, scope), null);
  // The items of `h?values` are the values of h, whatever their key.
  return name === "values" ? pathsOf(target, scope) : [];
}
