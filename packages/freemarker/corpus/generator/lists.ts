import { BINDS } from "./operators.ts";
import { reference } from "./paths.ts";
import { around, close, deeper, empty, interpolation, line, open } from "./layout.ts";
import { hashOf, NUMBER, sequenceOf, STRING, type Type } from "./model.ts";
import type { Place, Scope } from "./scope.ts";
import { lambda } from "./sequences.ts";

/** A `list` in any of its forms. */
export function listDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  const type = random.weighted<Type>([
    [5, NUMBER],
    [4, STRING],
    [2, hashOf({ name: STRING, age: NUMBER })],
    [1, sequenceOf(NUMBER)],
  ]);
  return random.weighted<() => string>([
    [6, () => listAs(scope, depth, place, type)],
    [3, () => listItems(scope, depth, place, type)],
    [2, () => listHash(scope, depth, place)],
    [0.7, () => forEach(scope, depth, place, type)],
    [1, () => listKeys(scope, depth, place)],
  ])();
}

function source(scope: Scope, type: Type): string {
  const { random } = scope;
  const known = reference(scope, sequenceOf(type));
  if (known !== undefined && random.chance(0.4)) {
    const rest = random.pick([
      "",
      "",
      "",
      "?reverse",
      "[0..*2]",
      `?filter(${lambda(scope, type, { kind: "boolean" }, 1)})`,
    ]);
    return known + rest;
  }
  return scope.expression(sequenceOf(type), 2, BINDS.range);
}

function loopScope(scope: Scope, name: string, type: Type): Scope {
  return scope.inside([{ name, type, loop: true }], true);
}

function showItem(scope: Scope, name: string, type: Type, place: Place): string {
  const { random } = scope;
  const value = type.kind === "sequence" ? `${name}?join("/")` : type.kind === "hash" ? `${name}.name` : name;
  const extra = random.pick([
    "", "", "", `${name}?index`, `${name}?counter`, `${name}?has_next?c`, `${name}?item_parity`, `${name}_index`,
    `${name}?item_cycle('a', 'b')`, `${name}?is_first?c`, `${name}?is_last?string('!', '')`, `${name}?item_parity_cap`,
    `${name}_has_next?c`,
  ]); // prettier-ignore
  const shown = interpolation(scope, value) + (extra === "" ? "" : `:${interpolation(scope, extra)}`);
  return line(scope, place, shown);
}

function body(scope: Scope, depth: number, place: Place, name: string, type: Type): string {
  const { random } = scope;
  const inner = loopScope(scope, name, type);
  const pieces = [showItem(inner, name, type, place)];
  if (random.chance(0.5)) pieces.push(inner.block(depth - 1, place, 2));
  if (random.chance(0.35)) pieces.push(separator(inner, place));
  return pieces.join("");
}

function separator(scope: Scope, place: Place): string {
  const { random } = scope;
  const text = random.pick([", ", " | ", "-", "\n"]);
  return line(scope, place, open(scope, "sep") + text + (random.chance(0.7) ? close(scope, "sep") : ""));
}

function orElse(scope: Scope, depth: number, place: Place): [string, string][] {
  if (!scope.random.chance(0.3)) return [];
  return [[empty(scope, "else"), scope.inside([]).block(Math.min(depth - 1, 1), place, 1)]];
}

function listAs(scope: Scope, depth: number, place: Place, type: Type): string {
  const name = scope.random.pick(["x", "it", "item", "e"]);
  const inner = deeper(scope, place);
  const tag = open(scope, `list ${source(scope, type)} as ${name}`);
  const parts: [string, string][] = [[tag, body(scope, depth, inner, name, type)]];
  return around(scope, place, inner, [...parts, ...orElse(scope, depth, inner)], close(scope, "list"));
}

function listItems(scope: Scope, depth: number, place: Place, type: Type): string {
  const name = scope.random.pick(["x", "it", "row"]);
  const inner = deeper(scope, place);
  const within = deeper(scope, inner);
  const items = around(
    scope,
    inner,
    within,
    [[open(scope, `items as ${name}`), body(scope, depth, within, name, type)]],
    close(scope, "items"),
  );
  const around1 = line(scope, inner, "<ul>") + items + line(scope, inner, "</ul>");
  const parts: [string, string][] = [[open(scope, `list ${source(scope, type)}`), around1]];
  return around(scope, place, inner, [...parts, ...orElse(scope, depth, inner)], close(scope, "list"));
}

function listHash(scope: Scope, depth: number, place: Place): string {
  const inner = deeper(scope, place);
  const hash = scope.expression(hashOf({ a: NUMBER, b: NUMBER, "c d": NUMBER }), 2, BINDS.range);
  const variables = [
    { name: "k", type: STRING, loop: true },
    { name: "v", type: NUMBER },
  ];
  const loop = scope.inside(variables, true);
  const shown = line(scope, inner, `${interpolation(scope, "k")}=${interpolation(scope, "v")}`);
  const rest = scope.random.chance(0.4) ? loop.block(depth - 1, inner, 1) : separator(loop, inner);
  const parts: [string, string][] = [[open(scope, `list ${hash} as k, v`), shown + rest]];
  return around(scope, place, inner, [...parts, ...orElse(scope, depth, inner)], close(scope, "list"));
}

function listKeys(scope: Scope, depth: number, place: Place): string {
  const hashes = scope.of("hash");
  const name = hashes.length === 0 ? '{"a": 1, "b": 2}' : scope.random.pick(hashes).name;
  const inner = deeper(scope, place);
  const tag = open(scope, `list ${name}?keys as k`);
  return around(scope, place, inner, [[tag, body(scope, depth, inner, "k", STRING)]], close(scope, "list"));
}

/** The older form of a list. */
function forEach(scope: Scope, depth: number, place: Place, type: Type): string {
  const inner = deeper(scope, place);
  const tag = open(scope, `foreach x in ${source(scope, type)}`);
  return around(scope, place, inner, [[tag, body(scope, depth, inner, "x", type)]], close(scope, "foreach"));
}
