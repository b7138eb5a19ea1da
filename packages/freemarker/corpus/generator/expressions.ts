import { BINDS, binary, tight, type Expression } from "./operators.ts";
import { reference } from "./paths.ts";
import { faultyExpression } from "./faults.ts";
import { BOOLEAN, NUMBER, sequenceOf, STRING, type Type } from "./model.ts";
import { booleanExpression } from "./booleans.ts";
import { numberExpression } from "./numbers.ts";
import type { Scope } from "./scope.ts";
import { sequenceExpression } from "./sequences.ts";
import { stringExpression } from "./strings.ts";

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

function choice(scope: Scope, type: Type, depth: number): Expression {
  const value = () => scope.expression(type, depth - 1);
  if (scope.random.chance(0.7)) {
    return tight(`${scope.expression(BOOLEAN, depth - 1, BINDS.postfix)}?then(${value()}, ${value()})`);
  }
  const of = scope.random.pick([STRING, NUMBER]);
  const branch = () => `${scope.expression(of, 0)}, ${value()}`;
  return tight(
    `${scope.expression(of, depth - 1, BINDS.postfix)}?switch(${branch()}, ${branch()}, ${value()})`,
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
  const value = scope.expression(type, depth - 1, BINDS.add);
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
    "86399999",
    "n",
  ]);
  const text = `${when === "n" ? scope.expression(NUMBER, 0, BINDS.postfix) : when}?${random.pick(dateTypes)}`;
  if (depth > 0 && random.chance(0.2)) {
    return tight(`"2024-02-29 13:05:09"?datetime("yyyy-MM-dd HH:mm:ss")`);
  }
  return tight(text.startsWith("-") ? `(${text.replace("?", ")?")}` : text);
}

function hashExpression(scope: Scope, fields: ReadonlyMap<string, Type>, depth: number): Expression {
  const { random } = scope;
  const pairs = [...fields].map(
    ([key, of]) => `${random.pick([`"${key}"`, `'${key}'`])}: ${scope.expression(of, depth - 2)}`,
  );
  const literal = `{${random.pick(["", " "])}${pairs.join(", ")}${random.pick(["", " "])}}`;
  if (depth <= 0 || random.chance(0.6)) return tight(literal);
  if (random.chance(0.5)) {
    return binary(scope, `{"extra": ${scope.expression(STRING, 0)}}`, "+", literal, BINDS.add);
  }
  return tight(`${scope.expression(sequenceOf({ kind: "hash", fields }), depth - 1, BINDS.postfix)}?first`);
}
