import type { ExactNumber } from "../json/lossless.ts";
import type { Operator, Test } from "./condition.ts";
import { compareDecimals, isNumberText } from "./decimal.ts";
import { compileGlob } from "./glob.ts";

/** A value that can be compared. */
export type Scalar = string | number | boolean | ExactNumber;

/** The values that a condition gives. */
type Values = NonNullable<Test["values"]>;

/** Operators that compare with values: one of each pair of opposites, and `is` for `in`. */
export type Comparison = Extract<
  Operator,
  "is" | "contains" | "starts_with" | "matches" | "greater" | "greater_or_equal" | "less" | "less_or_equal"
>;

/** Compiles a comparison with several values: it holds where it holds with one of them. */
export function compileComparison(operator: Comparison, values: Values): (value: Scalar) => boolean {
  switch (operator) {
    case "is":
      return equality(values);
    case "contains":
      return textTest(values, (text) => {
        const part = text.toLowerCase();
        return (value) => lowered(value).includes(part);
      });
    case "starts_with":
      return textTest(values, (text) => {
        const start = text.toLowerCase();
        return (value) => lowered(value).startsWith(start);
      });
    case "matches":
      return textTest(values, (glob) => {
        const matches = compileGlob(glob);
        return (value) => value.length <= MAX_SEARCHED && matches(value);
      });
    case "greater":
      return orderTest(values, (order) => order > 0);
    case "greater_or_equal":
      return orderTest(values, (order) => order >= 0);
    case "less":
      return orderTest(values, (order) => order < 0);
    case "less_or_equal":
      return orderTest(values, (order) => order <= 0);
  }
}

/** The text that was lowered last: many conditions ask for the same one, one after the other. */
let last = { text: "", lower: "" };

function lowered(text: string): string {
  if (last.text !== text) last = { text, lower: text.slice(0, MAX_SEARCHED).toLowerCase() };
  return last.lower;
}

/** Longer texts are documents: a thousand values are looked for in this many characters within milliseconds, in all of them within seconds. */
const MAX_SEARCHED = 100_000;

function equality(values: Values): (value: Scalar) => boolean {
  const texts = new Set(values.map(String));
  const numbers = operandsOf(values).filter((each) => each.isNumber);
  const doubles = new Set(numbers.map(({ text }) => Number(text)));
  const given = numbers.filter((each) => !each.isText);
  const [only] = values;
  if (values.length === 1 && typeof only === "string" && numbers.length === 0)
    return (value) => value === only || (typeof value === "boolean" && String(value) === only);
  return (value) => {
    if (typeof value === "boolean") return texts.has(String(value));
    if (typeof value === "string") {
      // Two texts are equal as texts: 1.10 is another version than 1.1.
      if (texts.has(value)) return true;
      return given.length > 0 && isNumberText(value) && doubles.has(Number(value)) && equalsOne(given, value);
    }
    return doubles.has(Number(value)) && equalsOne(numbers, String(value));
  };
}

function equalsOne(numbers: readonly Operand[], text: string): boolean {
  return numbers.some((number) => compareDecimals(text, number.text) === 0);
}

function textTest(
  values: Values,
  compile: (text: string) => (value: string) => boolean,
): (value: Scalar) => boolean {
  const tests = values.map((value) => compile(String(value)));
  const [first, ...others] = tests;
  if (first !== undefined && others.length === 0) return (value) => first(String(value));
  return (value) => {
    const text = String(value);
    return tests.some((test) => test(text));
  };
}

function orderTest(values: Values, holds: (order: number) => boolean): (value: Scalar) => boolean {
  const operands = operandsOf(values);
  const numbers = operands.flatMap(({ isNumber, text }) =>
    isNumber ? [{ text, double: Number(text) }] : [],
  );
  const texts = operands.filter(({ isText }) => isText);
  const others = texts.filter(({ isNumber }) => !isNumber);
  return (value) => {
    if (typeof value === "boolean") return false;
    const isText = typeof value === "string";
    const isNumber = !isText || isNumberText(value);
    if (isNumber) {
      const number = Number(value);
      for (const { text, double } of numbers) {
        // Doubles keep the order of what they stand for: only where two are equal the digits have to be looked at.
        const order = number === double ? compareDecimals(String(value), text) : number < double ? -1 : 1;
        if (holds(order)) return true;
      }
    }
    if (!isText) return false;
    for (const { text } of isNumber ? others : texts)
      if (holds(value < text ? -1 : Number(value > text))) return true;
    return false;
  };
}

/** A value of a condition, ready to be compared. */
interface Operand {
  readonly text: string;
  /** It was given as a text. */
  readonly isText: boolean;
  /** It is a number, or a text that is one. */
  readonly isNumber: boolean;
}

function operandsOf(values: Values): readonly Operand[] {
  return values.map((value) => {
    const text = String(value);
    return {
      text,
      isText: typeof value === "string",
      isNumber: typeof value !== "boolean" && isNumberText(text),
    };
  });
}
