import { BINDS, binary, tight, type Expression } from "./operators.ts";
import { DATE, NUMBER, sequenceOf, STRING } from "./model.ts";
import type { Random } from "./random.ts";
import type { Scope } from "./scope.ts";
import { stringLiteral } from "./strings.ts";

const literals = [
  "0",
  "1",
  "2",
  "3",
  "5",
  "10",
  "42",
  "0.5",
  "1.25",
  "3.0",
  "007",
  "100",
  "1234.5678",
  "1000000",
  "99.99",
  "12",
];
const rounding = ["round", "floor", "ceiling", "int", "long", "abs", "double", "short", "byte", "float"];

/** A number literal. */
export function numberLiteral(random: Random): string {
  return random.pick(literals);
}

/** An expression that is a number. */
export function numberExpression(scope: Scope, depth: number): Expression {
  const { random } = scope;
  if (depth <= 0) return tight(numberLiteral(random));
  const number = (binds: number) => scope.expression(NUMBER, depth - 1, binds);
  const text = () => scope.expression(STRING, depth - 1, BINDS.postfix);
  const sequence = () =>
    scope.expression(sequenceOf(random.pick([NUMBER, STRING])), depth - 1, BINDS.postfix);
  return random.weighted<() => Expression>([
    [5, () => tight(numberLiteral(random))],
    [6, () => binary(scope, number(BINDS.add), random.pick(["+", "-"]), number(BINDS.multiply), BINDS.add)],
    [4, () => binary(scope, number(BINDS.multiply), "*", number(BINDS.unary), BINDS.multiply)],
    [
      3,
      () => binary(scope, number(BINDS.multiply), random.pick(["/", "%"]), divisor(random), BINDS.multiply),
    ],
    [2, () => ({ text: `${random.pick(["-", "+", "-"])}${number(BINDS.postfix)}`, binds: BINDS.unary })],
    [4, () => tight(`${number(BINDS.postfix)}?${random.pick(rounding)}`)],
    [3, () => tight(`${text()}?length`)],
    [3, () => tight(`${sequence()}?size`)],
    [
      2,
      () =>
        tight(
          `${text()}?${random.pick(["index_of", "last_index_of"])}(${stringLiteral(random)}${random.pick(["", ", 1", ", 3"])})`,
        ),
    ],
    [2, () => tight(`"${random.pick(["12", "-3.5", "1e3", "0", "007", "+4", "1.0E-2"])}"?number`)],
    [1, () => tight(`(${text()}?number)!0`)],
    [
      2,
      () =>
        tight(
          `([${numberLiteral(random)}] + ${scope.expression(sequenceOf(NUMBER), depth - 1, BINDS.multiply)})?${random.pick(["min", "max", "first", "last"])}`,
        ),
    ],
    [
      2,
      () =>
        tight(
          `${sequence()}?seq_${random.pick(["index_of", "last_index_of"])}(${scope.expression(NUMBER, 0)})`,
        ),
    ],
    [1, () => tight(`${scope.expression(DATE, 0, BINDS.postfix)}?long`)],
    [1, () => tight(`"${random.pick(["1 + 2 * 3", "[4, 5][1]", "(7)"])}"?eval`)],
    [3, () => loopNumber(scope)],
  ])();
}

function divisor(random: Random): string {
  return random.pick(["2", "3", "7", "1.5", "10", "(1 + 2)", "-4"]);
}

function loopNumber(scope: Scope): Expression {
  const loops = scope.variables.filter(({ loop }) => loop === true);
  if (loops.length === 0) return tight(numberLiteral(scope.random));
  return tight(`${scope.random.pick(loops).name}?${scope.random.pick(["index", "counter"])}`);
}
