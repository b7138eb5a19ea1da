import { BINDS, tight, type Expression } from "./operators.ts";
import { BOOLEAN, DATE, hashOf, NUMBER, sequenceOf, STRING, type Type } from "./model.ts";
import type { Scope } from "./scope.ts";

const bad = [
  '"abc"?number', "1 / 0", "5 % 0", '"abc"[5]', '"abc"[1..9]', '"abc"?left_pad(5, "")', "[1, 2][7]", "[1, 2][0..5]",
  '"x"?boolean', '["a", 1]?sort', '[1, 2]?sort_by("k")', "{}.a.b", "1?upper_case", '"a" - "b"', '"a" * 2', '"a" lt 1',
  '1 == "1"', "true == 1", "[] == []", '"a"?no_such_built_in', '"a"?replace("a")', '"a"?upper_case(1)', "missing()",
  '"abcdef"[..2]',
  '"abcdef"[0..-1]',
  '"abcdef"[3..1]',
  '"abcdef"[4..*-2]',
  "f1?with_args({})()",
  "(1..)[3]?x", "1?string(1, 2, 3)", '"("?matches("(")', '"x"?datetime("yyyy")', "0?lower_abc", "true?string('a')",
  '"a"?truncate(-1)', "[1, 'a']?max", "true + 1", "-'a'", "!1", "1?then(2, 3)", '"1 +"?eval', "{'a': 1} + [1]",
  "nothing.x", "x?index", "[[1]]?join(',')", "[1]?chunk(0)", '"a"?ends_with(1)', "1?number_to_date?upper_case",
  "[]?first", "[]?min", ".no_such_variable", "missing?c", "{'a': missing}", "[missing]", "r\"x\"?split('')?x",
  "'a'?switch(1, 2)", "'a'?keep_before('[', 'r')", "1?string('#.#.#')", "1?number_to_datetime?string('qqq')", "true",
  "1 + {}", "'${true}'", "(1)(2)", '"a".b.c', "1?is_markup_output?c?c?d", "user", "users", "nums", "true?c?size",
]; // prettier-ignore

const kinds: readonly Type[] = [STRING, NUMBER, BOOLEAN, DATE, sequenceOf(NUMBER), hashOf({ a: NUMBER })];

/** An expression that fails, or that is of another type than the one asked for. */
export function faultyExpression(scope: Scope, type: Type, depth: number): Expression {
  const { random } = scope;
  return random.weighted<() => Expression>([
    [3, () => tight(missing(scope))],
    [4, () => ({ text: random.pick(bad), binds: BINDS.loose })],
    [3, () => other(scope, type, depth)],
    [
      1,
      () =>
        tight(
          `${scope.expression(STRING, depth - 1, BINDS.postfix)}?${random.pick(["size", "keys", "is_first", "abs", "upperCase", "join(',')"])}`,
        ),
    ],
    [
      1,
      () =>
        tight(
          `${scope.expression(NUMBER, depth - 1, BINDS.postfix)}?${random.pick(["trim", "first", "length", "has_next", "then(1)"])}`,
        ),
    ],
  ])();
}

function missing(scope: Scope): string {
  const { random } = scope;
  const hashes = scope.of("hash").map(({ name }) => `${name}.nope`);
  return random.pick(["missing", "missing.inner", "nothing", "missing[0]", 'missing["k"]', ...hashes]);
}

function other(scope: Scope, type: Type, depth: number): Expression {
  const wrong = scope.random.pick(kinds.filter(({ kind }) => kind !== type.kind));
  return { text: scope.expression(wrong, Math.min(depth - 1, 1)), binds: BINDS.loose };
}
