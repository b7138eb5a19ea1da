import type { Expression } from "../syntax/ast.ts";
import type { Path } from "./path.ts";
import { type Binding, type Scope, union } from "./scope.ts";

/** Built-ins that answer their left side, or a choice or another order of its items. */
const SAME_ITEMS: ReadonlySet<string> = new Set([
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

/** A step deeper than this is not followed. */
const LONGEST_PATH = 64;

/** The parts of the data model that the value of an expression may be; none if it is something else. */
export function pathsOf(node: Expression, scope: Scope): Binding {
  switch (node.kind) {
    case "identifier":
      return scope.get(node.name) ?? [[node.name]];
    case "parenthesis":
      return pathsOf(node.inner, scope);
    case "dot":
      return variable(node.target, node.name, scope) ?? step(pathsOf(node.target, scope), node.name);
    case "index":
      return indexed(node, scope);
    case "default":
      return union(
        pathsOf(node.target, scope),
        node.fallback === undefined ? [] : pathsOf(node.fallback, scope),
      );
    case "builtin":
      return builtin(node.name, node.target, scope);
    case "call":
      return node.target.kind === "builtin" ? builtin(node.target.name, node.target.target, scope) : [];
    case "and":
    case "arithmetic":
    case "boolean":
    case "comparison":
    case "exists":
    case "hash":
    case "interpolatedString":
    case "lambda":
    case "negate":
    case "not":
    case "number":
    case "or":
    case "plus":
    case "range":
    case "sequence":
    case "special":
    case "string":
      return [];
  }
}

/** The variable of a name in one of the special variables that have those of the model in them. */
function variable(node: Expression, name: string, scope: Scope): Binding | undefined {
  if (node.kind !== "special") return undefined;
  switch (node.name) {
    case "data_model":
      return [[name]];
    case "globals":
      return scope.global(name) ?? [[name]];
    case "vars":
      return scope.get(name) ?? [[name]];
    default:
      return undefined;
  }
}

function step(paths: Binding, name: string | null): Binding {
  return paths.filter((path) => path.length < LONGEST_PATH).map((path): Path => path.concat(name));
}

function indexed(node: Extract<Expression, { kind: "index" }>, scope: Scope): Binding {
  const name = node.key.kind === "string" ? node.key.value : null;
  const known = name === null ? undefined : variable(node.target, name, scope);
  if (known !== undefined) return known;
  const target = pathsOf(node.target, scope);
  return node.key.kind === "range" ? target : step(target, name);
}

function builtin(name: string, target: Expression, scope: Scope): Binding {
  if (SAME_ITEMS.has(name)) return pathsOf(target, scope);
  if (ITEMS.has(name)) return step(pathsOf(target, scope), null);
  // The items of `h?values` are the values of h, whatever their key.
  return name === "values" ? pathsOf(target, scope) : [];
}
