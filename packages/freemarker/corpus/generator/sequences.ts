import { BINDS, binary, tight, type Expression } from "./operators.ts";
import { BOOLEAN, hashOf, NUMBER, sequenceOf, STRING, type Type } from "./model.ts";
import type { Scope } from "./scope.ts";
import { stringLiteral } from "./strings.ts";

const safeSlices = ["[0..*2]", "[1..*3]", "[0..*0]", "[0..*9]"];

/** An expression that is a sequence of one type of value. */
export function sequenceExpression(scope: Scope, of: Type, depth: number): Expression {
  const { random } = scope;
  if (depth <= 0) return tight(literal(scope, of, 0));
  const base = () => scope.expression(sequenceOf(of), depth - 1, BINDS.postfix);
  const flat = of.kind === "number" || of.kind === "string";
  return random.weighted<() => Expression>([
    [5, () => tight(literal(scope, of, depth - 1))],
    [of.kind === "number" ? 5 : 0, () => range(scope, depth)],
    [
      3,
      () =>
        binary(
          scope,
          scope.expression(sequenceOf(of), depth - 1, BINDS.add),
          "+",
          scope.expression(sequenceOf(of), depth - 1, BINDS.multiply),
          BINDS.add,
        ),
    ],
    [2, () => tight(`${base()}?reverse`)],
    [flat ? 3 : 0, () => tight(`${base()}?sort`)],
    [3, () => tight(`${base()}?filter(${lambda(scope, of, BOOLEAN, depth)})`)],
    [
      2,
      () =>
        tight(`${base()}?${random.pick(["take_while", "drop_while"])}(${lambda(scope, of, BOOLEAN, depth)})`),
    ],
    [3, () => mapped(scope, of, depth)],
    [2, () => tight(`${base()}${random.pick(safeSlices)}`)],
    [of.kind === "sequence" ? 5 : 0, () => chunks(scope, of, depth)],
    [of.kind === "string" ? 4 : 0, () => tight(words(scope, depth))],
    [
      of.kind === "hash" ? 3 : 0,
      () =>
        tight(`${base()}?sort_by("${random.pick(of.kind === "hash" ? [...of.fields.keys()] : ["name"])}")`),
    ],
    [1, () => tight(`${base()}?sequence`)],
  ])();
}

function literal(scope: Scope, of: Type, depth: number): string {
  const size = scope.random.weighted([[1, 0], [2, 1], [4, 2], [3, 4]]); // prettier-ignore
  const items = Array.from({ length: size }, () => scope.expression(of, depth));
  return `[${items.join(scope.random.pick([", ", ","]))}]`;
}

function range(scope: Scope, depth: number): Expression {
  const { random } = scope;
  if (random.chance(0.3)) {
    const count = random.pick(["3", "0", "-2", "5"]);
    return { text: `${random.int(-2, 9)}..*${count}`, binds: BINDS.range };
  }
  const end = random.chance(0.8)
    ? String(random.int(-2, 9))
    : `${scope.expression(sequenceOf(STRING), depth - 1, BINDS.postfix)}?size`;
  return { text: `${random.int(-2, 9)}${random.pick(["..", "..", "..<", "..!"])}${end}`, binds: BINDS.range };
}

/** A lambda from a value of one type to another. */
export function lambda(scope: Scope, from: Type, to: Type, depth: number): string {
  const { random } = scope;
  const name = random.pick(["it", "x", "e"]);
  const body = scope.inside([{ name, type: from }]).expression(to, depth - 1, BINDS.or);
  return `${random.pick([name, name, `(${name})`])} ${random.pick(["->", "->", "-&gt;"])} ${body}`;
}

function mapped(scope: Scope, to: Type, depth: number): Expression {
  const from = scope.random.pick([NUMBER, STRING, hashOf({ name: STRING, age: NUMBER })]);
  const base = scope.expression(sequenceOf(from), depth - 1, BINDS.postfix);
  return tight(`${base}?map(${lambda(scope, from, to, depth)})`);
}

function chunks(scope: Scope, of: Type, depth: number): Expression {
  const inner = scope.expression(of, depth - 1, BINDS.postfix);
  const rest = of.kind === "sequence" && of.of.kind === "number" ? scope.random.pick(["", ", 0"]) : "";
  return tight(`${inner}?chunk(${scope.random.int(1, 4)}${rest})`);
}

function words(scope: Scope, depth: number): string {
  const { random } = scope;
  const text = scope.expression(STRING, depth - 1, BINDS.postfix);
  const hash = scope.of("hash");
  return random.weighted<() => string>([
    [3, () => `${text}?word_list`],
    [3, () => `${text}?split(${stringLiteral(random, [",", " ", "o", "a"])})`],
    [1, () => `${text}?split("[,; ]", "r")`],
    [1, () => `${text}?matches("[a-z]")?map(m -> m?string)`],
    [hash.length > 0 ? 3 : 0, () => `${random.pick(hash).name}?keys`],
  ])();
}
