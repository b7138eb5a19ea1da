import type { DateValue } from "../dates/date-value.ts";
import { compare as compareNumbers } from "../numbers/arithmetic.ts";
import type { RenderErrorCode } from "../core/errors.ts";
import { Fault } from "../core/fault.ts";
import { asBoolean, asDate, asNumber, asString, describeType } from "../runtime/convert.ts";
import type { Budget } from "../core/limits.ts";
import type { Site } from "../runtime/site.ts";
import type { ComparisonOperator } from "../syntax/ast.ts";
import type { Maybe, Value } from "../values/value.ts";

/**
 * `left operator right`, of two numbers, strings, booleans or dates of one type.
 *
 * @param blamed where the error is for two values that don't go together: the left side, or the `case` of a `switch`
 * @throws {RenderError} for values that can't be compared, and at the side that is missing
 */
export function compareValues(
  left: Maybe,
  operator: ComparisonOperator,
  right: Maybe,
  leftSite: Site,
  rightSite: Site,
  env: { readonly budget: Budget },
  blamed: Site = leftSite,
): boolean {
  if (left === undefined) throw leftSite.missing();
  if (right === undefined) throw rightSite.missing();
  try {
    return compareKnown(left, operator, right, env.budget, false);
  } catch (thrown) {
    if (!(thrown instanceof ComparisonFault)) throw blamed.locate(thrown);
    const sides = { left: leftSite, right: rightSite };
    throw (thrown.side === undefined ? blamed : sides[thrown.side]).error(thrown.code, thrown.message, {
      cause: thrown,
    });
  }
}

/**
 * Whether two values are equal, for built-ins that search: values of different types are not, and what is missing equals nothing.
 *
 * @throws {Fault} for dates that can't be compared
 */
export function sameValue(left: Maybe, right: Maybe, budget: Budget): boolean {
  if (left === undefined || right === undefined) return false;
  return compareKnown(left, "==", right, budget, true);
}

/**
 * `left operator right` of values that are there.
 *
 * @param lenient whether values of types that don't go together just aren't equal
 * @throws {Fault} when they can't be compared
 */
export function compareKnown(
  left: Value,
  operator: ComparisonOperator,
  right: Value,
  budget: Budget,
  lenient: boolean,
): boolean {
  if (typeof left === "number" && typeof right === "number")
    return holds(operator, compareNumbers(left, right));
  if (typeof left === "string" && typeof right === "string")
    return compareStrings(left, operator, right, budget);
  const leftNumber = asNumber(left);
  const rightNumber = asNumber(right);
  if (leftNumber !== undefined && rightNumber !== undefined)
    return holds(operator, compareNumbers(leftNumber, rightNumber));
  const leftDate = asDate(left);
  const rightDate = asDate(right);
  if (leftDate !== undefined && rightDate !== undefined)
    return holds(operator, compareDates(leftDate, rightDate));
  const leftString = asString(left);
  const rightString = asString(right);
  if (leftString !== undefined && rightString !== undefined)
    return compareStrings(leftString, operator, rightString, budget);
  const leftBoolean = asBoolean(left);
  const rightBoolean = asBoolean(right);
  if (leftBoolean !== undefined && rightBoolean !== undefined) {
    requireEquality(operator, "booleans");
    return (leftBoolean === rightBoolean) === (operator === "==");
  }
  if (lenient && operator === "==") return false;
  if (lenient && operator === "!=") return true;
  throw new ComparisonFault(
    "wrong-type",
    "Only two numbers, two strings, two booleans or two dates can be compared, " +
      `but the left side is a ${describeType(left)} and the right side a ${describeType(right)}.`,
  );
}

/** A fault of a comparison, and the side that it is about, where it is one side's. */
class ComparisonFault extends Fault {
  readonly side: "left" | "right" | undefined;

  constructor(code: RenderErrorCode, message: string, side?: "left" | "right") {
    super(code, message);
    this.side = side;
  }
}

/** What the sign of a difference says. */
function holds(operator: ComparisonOperator, difference: number): boolean {
  switch (operator) {
    case "==":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}

function compareDates(left: DateValue, right: DateValue): number {
  if (left.type === "unknown" || right.type === "unknown") {
    throw new ComparisonFault(
      "wrong-type",
      "A date can't be compared without knowing whether it is a date, a time or both. Say so with ?date, ?time or ?datetime.",
      left.type === "unknown" ? "left" : "right",
    );
  }
  if (left.type !== right.type)
    throw new ComparisonFault("wrong-type", `A ${left.type} can't be compared with a ${right.type}.`);
  return left.epochMilliseconds - right.epochMilliseconds;
}

/** Texts are equal when they are in the Unicode normalization form NFKC: `ﬁ` is `fi`. */
function compareStrings(left: string, operator: ComparisonOperator, right: string, budget: Budget): boolean {
  requireEquality(operator, "strings");
  const longer = Math.max(left.length, right.length);
  if (longer > 64) budget.spend(longer >> 4);
  const equal = left === right || sameNormalized(left, right, longer, budget);
  return equal === (operator === "==");
}

/** What one unit becomes in the normalization form NFKC, at most. */
const LONGEST_FORM = 18;

function sameNormalized(left: string, right: string, longer: number, budget: Budget): boolean {
  if (!NORMALIZES.test(left) && !NORMALIZES.test(right)) return false;
  if (longer > 64) budget.reserve(longer * LONGEST_FORM);
  return left.normalize("NFKC") === right.normalize("NFKC");
}

/** What may have another form; below U+00A0 nothing has. */
const NORMALIZES = /[^\0-\u009f]/u;

function requireEquality(operator: ComparisonOperator, types: string): void {
  if (operator !== "==" && operator !== "!=")
    throw new ComparisonFault("wrong-type", `The operator ${operator} can't compare ${types}.`);
}
