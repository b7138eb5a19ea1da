import { describe, expect, it } from "vitest";
import { DateValue } from "../dates/date-value.ts";
import { RenderError } from "../core/errors.ts";
import { Budget, DEFAULT_LIMITS } from "../core/limits.ts";
import { Site } from "../runtime/site.ts";
import type { ComparisonOperator } from "../syntax/ast.ts";
import { Source } from "../syntax/source.ts";
import { compareValues, sameValue } from "./compare.ts";
import { ListSequence } from "../values/sequence.ts";
import { Composite, type Maybe } from "../values/value.ts";

// Expected values are what Apache FreeMarker 2.3.34 gives.

const source = new Source("t", "ab == cd");
const env = { budget: new Budget(DEFAULT_LIMITS) };
const leftSite = new Site(source, { start: 0, end: 2 }, { start: 0, end: 8 });
const rightSite = new Site(source, { start: 6, end: 8 }, { start: 0, end: 8 });
const date = new DateValue(0, "date");
const datetime = new DateValue(0, "datetime");
const unknown = new DateValue(0, "unknown");

function compare(left: Maybe, operator: ComparisonOperator, right: Maybe): boolean {
  return compareValues(left, operator, right, leftSite, rightSite, env);
}

describe("compareValues", () => {
  it.each<[Maybe, ComparisonOperator, Maybe, boolean]>([
    [1, "<", 2, true],
    [1, ">=", 2, false],
    ["a", "==", "A", false],
    ["ﬁ", "==", "fi", true],
    ["Ａ", "!=", "A", false],
    ["a\u0308", "==", "ä", true],
    [true, "!=", false, true],
    [date, "==", new DateValue(0, "date"), true],
    [datetime, "<", new DateValue(1, "datetime"), true],
    [new Composite({ string: () => "a" }), "==", "a", true],
  ])("%s %s %s is %s", (left, operator, right, expected) => {
    expect(compare(left, operator, right)).toBe(expected);
  });

  it.each<[Maybe, ComparisonOperator, Maybe, number, string]>([
    [1, "==", "1", 1, "left side is a number and the right side a string"],
    ["a", "<", "b", 1, "can't compare strings"],
    [true, ">", false, 1, "can't compare booleans"],
    [new ListSequence([]), "==", new ListSequence([]), 1, "can be compared"],
    [undefined, "==", 1, 1, "no value for: ab"],
    [1, "==", undefined, 7, "no value for: cd"],
    [date, "==", datetime, 1, "can't be compared with a datetime"],
    [datetime, "==", unknown, 7, "without knowing"],
    [unknown, "==", unknown, 1, "without knowing"],
  ])("%s %s %s is an error at column %s", (left, operator, right, column, message) => {
    let thrown: unknown;
    try {
      compare(left, operator, right);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RenderError);
    if (thrown instanceof RenderError) {
      expect(thrown.column).toBe(column);
      expect(thrown.description).toContain(message);
    }
  });
});

describe("sameValue", () => {
  it("takes values of different types, and missing ones, as different", () => {
    expect([
      sameValue(1, "1", env.budget),
      sameValue(undefined, undefined, env.budget),
      sameValue(1, 1, env.budget),
    ]).toEqual([false, false, true]);
  });

  it("refuses dates of different types", () => {
    expect(() => sameValue(date, datetime, env.budget)).toThrow("can't be compared");
  });
});
