import { faultyExpression } from "./faults.ts";
import { BOOLEAN, NUMBER, sequenceOf, STRING, type Type, type Variable } from "./model.ts";
import { booleanExpression } from "./booleans.ts";
import { numberExpression } from "./numbers.ts";
import type { Scope } from "./scope.ts";
import { sequenceExpression } from "./sequences.ts";
import { stringExpression } from "./strings.ts";

/** How tightly an expression holds together, from the loosest. */
export const BINDS = {
  loose: 0,
  or: 1,
  and: 2,
  equal: 3,
  relative: 4,
  range: 5,
  add: 6,
  multiply: 7,
  unary: 8,
  postfix: 9,
};

/** The text of an expression and how tightly it binds. */
export interface Expression {
  readonly text: string;
  readonly binds: number;
}

/** An expression that binds tighter than every operator. */
export function tight(text: string): Expression {
  return { text, binds: BINDS.postfix };
}

/** Two operands and an operator between them, with or without space. */
export function binary(
  scope: Scope,
  left: string,
  operator: string,
  right: string,
  binds: number,
): Expression {
  const space = scope.random.chance(0.85) || /^[a-z\\]/.test(operator) ? " " : "";
  return { text: left + space + operator + space + right, binds };
}

/** The text of an expression of a type, in brackets where it would not bind tightly enough. */
export function expression(scope: Scope, type: Type, depth: number, binds: number = BINDS.loose): string {
  const made = scope.random.chance(scope.style.faults)
    ? faultyExpression(scope, type, depth)
    : sound(scope, type, depth);
  const brackets = made.binds < binds ? !scope.random.chance(0.01) : scope.random.chance(0.03);
  return brackets ? `(${made.text})` : made.text;
}

function sound(scope: Scope, type: Type, depth: number): Expression {
  const { random } = scope;
  if (random.chance(depth <= 0 ? 0.75 : 0.25)) {
    const found = reference(scope, type);
    if (found !== undefined) return tight(found);
  }
  if (depth > 0 && random.chance(0.06)) return choice(scope, type, depth);
  if (depth > 0 && random.chance(0.07)) return fallback(scope, type, depth);
  switch (type.kind) {
    case "string":
      return stringExpression(scope, depth);
    case "number":
      return numberExpression(scope, depth);
    case "boolean":
      return booleanExpression(scope, depth);
    case "date":
      return dateExpression(scope, depth);
    case "sequence":
      return sequenceExpression(scope, type.of, depth);
    case "hash":
      return hashExpression(scope, type.fields, depth);
  }
}

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
  if (levels === 0 || type.kind !== "hash") return [];
  return [...type.fields].flatMap(([key, of]) => {
    const next = scope.random.chance(0.85) ? `${path}.${key}` : `${path}["${key}"]`;
    return [[next, of] as [string, Type], ...deeper(scope, next, of, levels - 1)];
  });
}

/** Whether a value of one type can stand for one of the other. */
export function same(one: Type, other: Type): boolean {
  if (one.kind === "sequence" && other.kind === "sequence") return same(one.of, other.of);
  if (one.kind === "hash" && other.kind === "hash")
    return [...other.fields.keys()].every((key) => one.fields.has(key));
  return one.kind === other.kind;
}

function choice(scope: Scope, type: Type, depth: number): Expression {
  const value = () => expression(scope, type, depth - 1);
  if (scope.random.chance(0.7)) {
    return tight(`${expression(scope, BOOLEAN, depth - 1, BINDS.postfix)}?then(${value()}, ${value()})`);
  }
  const of = scope.random.pick([STRING, NUMBER]);
  const branch = () => `${expression(scope, of, 0)}, ${value()}`;
  return tight(
    `${expression(scope, of, depth - 1, BINDS.postfix)}?switch(${branch()}, ${branch()}, ${value()})`,
  );
}

function fallback(scope: Scope, type: Type, depth: number): Expression {
  const { random } = scope;
  const missing = random.pick([
    "missing",
    "missing.inner",
    "nothing",
    ...scope.of("hash").map(({ name }) => `${name}.nope`),
  ]);
  const maybe = random.pick([
    missing,
    missing,
    reference(scope, type) ?? missing,
    `(${missing})`,
    `(${missing}.deeper)`,
  ]);
  const value = expression(scope, type, depth - 1, BINDS.add);
  const safe = maybe === "missing.inner" ? "(missing.inner)" : maybe;
  return random.weighted<Expression>([
    [5, { text: `${safe}!${value}`, binds: random.chance(0.1) ? BINDS.postfix : BINDS.loose }],
    [2, tight(`(${safe}!${value})`)],
    [1, tight(`${safe}?default(${value})`)],
    [type.kind === "string" || type.kind === "sequence" || type.kind === "hash" ? 2 : 0, tight(`(${safe}!)`)],
    [type.kind === "string" ? 1 : 0, tight(`${safe}?if_exists`)],
  ]);
}

const dateTypes = ["number_to_datetime", "number_to_date", "number_to_time"];

function dateExpression(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const when = random.pick([
    "0",
    "1700000000000",
    "951782400000",
    "1234567890123",
    "-86400000",
    "1e3?int",
    "n",
  ]);
  const text = `${when === "n" ? expression(scope, NUMBER, 0, BINDS.postfix) : when}?${random.pick(dateTypes)}`;
  if (depth > 0 && random.chance(0.2)) {
    return tight(`"2024-02-29 13:05:09"?datetime("yyyy-MM-dd HH:mm:ss")`);
  }
  return tight(text.startsWith("-") ? `(${text.replace("?", ")?")}` : text);
}

function hashExpression(scope: Scope, fields: ReadonlyMap<string, Type>, depth: number): Expression {
  const { random } = scope;
  const pairs = [...fields].map(
    ([key, of]) => `${random.pick([`"${key}"`, `'${key}'`])}: ${expression(scope, of, depth - 2)}`,
  );
  const literal = `{${random.pick(["", " "])}${pairs.join(", ")}${random.pick(["", " "])}}`;
  if (depth <= 0 || random.chance(0.6)) return tight(literal);
  if (random.chance(0.5)) {
    return binary(scope, `{"extra": ${expression(scope, STRING, 0)}}`, "+", literal, BINDS.add);
  }
  return tight(`${expression(scope, sequenceOf({ kind: "hash", fields }), depth - 1, BINDS.postfix)}?first`);
}
