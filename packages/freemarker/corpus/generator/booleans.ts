import { BINDS, binary, tight, type Expression } from "./operators.ts";
import { reference } from "./paths.ts";
import { BOOLEAN, DATE, NUMBER, sequenceOf, STRING, type Type } from "./model.ts";
import type { Scope } from "./scope.ts";
import { stringLiteral } from "./strings.ts";

const typeTests = [
  "string",
  "number",
  "boolean",
  "sequence",
  "hash",
  "hash_ex",
  "enumerable",
  "indexable",
  "collection",
  "method",
  "macro",
  "date",
  "date_like",
  "markup_output",
  "directive",
  "collection_ex",
  "unknown_date_like",
];
const texts = ["a", "b", "o", "foo", "", " ", "H", "x"];

/** An expression that is a boolean. */
export function booleanExpression(scope: Scope, depth: number): Expression {
  const { random } = scope;
  if (depth <= 0) return tight(random.pick(["true", "false"]));
  const boolean = (binds: number) => scope.expression(BOOLEAN, depth - 1, binds);
  const text = () => scope.expression(STRING, depth - 1, BINDS.postfix);
  return random.weighted<() => Expression>([
    [2, () => tight(random.pick(["true", "false"]))],
    [6, () => equality(scope, depth)],
    [6, () => relation(scope, depth)],
    [
      3,
      () =>
        binary(
          scope,
          boolean(BINDS.and),
          random.pick(["&&", "&&", "&", "\\and", "&amp;&amp;"]),
          boolean(BINDS.equal),
          BINDS.and,
        ),
    ],
    [3, () => binary(scope, boolean(BINDS.or), random.pick(["||", "||", "|"]), boolean(BINDS.and), BINDS.or)],
    [3, () => ({ text: `!${boolean(BINDS.postfix)}`, binds: BINDS.unary })],
    [4, () => tight(existence(scope))],
    [
      4,
      () =>
        tight(
          `${text()}?${random.pick(["contains", "starts_with", "ends_with"])}(${stringLiteral(random, texts)})`,
        ),
    ],
    [2, () => tight(`${text()}?matches(${random.pick(['"[a-z]+"', "'.*o.*'", 'r"\\d+"', '"A.*", "i"'])})`)],
    [
      3,
      () =>
        tight(`${scope.expression(anyType(scope), depth - 1, BINDS.postfix)}?is_${random.pick(typeTests)}`),
    ],
    [
      2,
      () =>
        tight(
          `${scope.expression(sequenceOf(NUMBER), depth - 1, BINDS.postfix)}?seq_contains(${scope.expression(NUMBER, 0)})`,
        ),
    ],
    [1, () => tight(`"${random.pick(["true", "false"])}"?boolean`)],
    [
      1,
      () =>
        tight(`${scope.expression(NUMBER, depth - 1, BINDS.postfix)}?is_${random.pick(["nan", "infinite"])}`),
    ],
    [1, () => tight(`"${random.pick(["true", "1 == 1", "'a' != 'a'"])}"?eval`)],
    [3, () => loopTest(scope)],
  ])();
}

function anyType(scope: Scope): Type {
  return scope.random.pick([STRING, NUMBER, BOOLEAN, DATE, sequenceOf(STRING)]);
}

function equality(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const type = random.weighted([[4, STRING], [4, NUMBER], [1, BOOLEAN]]); // prettier-ignore
  const side = () => scope.expression(type, depth - 1, BINDS.relative);
  return binary(scope, side(), random.pick(["==", "==", "=", "!="]), side(), BINDS.equal);
}

function relation(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const side = () => scope.expression(NUMBER, depth - 1, BINDS.range);
  const operator = random.pick([
    "<",
    "<=",
    "lt",
    "lte",
    "gt",
    "gte",
    "&lt;",
    "&gt;=",
    "\\lt",
    "\\gte",
    ">",
    ">=",
  ]);
  const made = binary(scope, side(), operator, side(), BINDS.relative);
  return operator.startsWith(">") ? tight(`(${made.text})`) : made;
}

function existence(scope: Scope): string {
  const { random } = scope;
  const known = reference(scope, random.pick([STRING, NUMBER, sequenceOf(NUMBER)])) ?? "missing";
  const what = random.pick([known, "missing", "(missing.inner)", "(a.b.c)", "nothing", `(${known})`]);
  return what + random.pick(["??", "??", "?has_content", "?exists"]);
}

function loopTest(scope: Scope): Expression {
  const loops = scope.variables.filter(({ loop }) => loop === true);
  if (loops.length === 0) return tight("true");
  const test = scope.random.pick(["is_first", "is_last", "has_next", "is_odd_item", "is_even_item"]);
  return tight(`${scope.random.pick(loops).name}?${test}`);
}
