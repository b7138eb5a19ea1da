import { describe, expect, test } from "vitest";
import type { TransformationRule } from "../core/transformation.ts";
import { ruleIssues } from "./rule-issues.ts";

const faults = (...rules: readonly TransformationRule[]): readonly string[] =>
  ruleIssues(rules).map(({ name, detail }) => `${name}: ${detail}`);

const event = (from: readonly string[], to: string): TransformationRule => ({
  kind: "event",
  from: [...from],
  to,
});
const property = (of: "event" | "user", from: readonly string[], to: string): TransformationRule => ({
  kind: "property",
  of,
  from: [...from],
  to,
});
const derived = (name: string, expression = "user_id"): TransformationRule => ({
  kind: "derived",
  name,
  expression,
});

describe("rules get along", () => {
  test("where each has names of its own", () => {
    expect(
      faults(
        event(["A", "B"], "C"),
        event(["D", "d"], "d"),
        property("event", ["C"], "A"),
        property("user", ["C"], "A"),
        derived("A"),
        { kind: "lookup", name: "A", key: "derived_properties.A", table: { x: 1 } },
      ),
    ).toEqual([]);
  });

  test("but not where two give another name to the same", () => {
    expect(faults(event(["A"], "B"), event(["X", "A"], "C"))).toEqual([
      "rules[1].from[1]: gets another name by rules[0] already",
    ]);
    expect(faults(property("user", ["a"], "b"), property("user", ["a"], "c"))).toHaveLength(1);
  });

  test("nor where two give the same name", () => {
    expect(faults(event(["A"], "C"), event(["B"], "C"))).toEqual([
      "rules[1].to: is given by rules[0] already: one rule may have several names in from",
    ]);
    expect(faults(derived("a"), derived("b"), derived("a"))).toEqual([
      "rules[2].name: is given by rules[0] already",
    ]);
  });

  test("nor where a name that one gives is replaced by another", () => {
    expect(faults(event(["A"], "B"), event(["B"], "C"))).toEqual([
      "rules[0].to: gets another name by another rule: give that name here",
    ]);
    expect(faults(event(["B"], "C"), event(["A"], "B"))).toHaveLength(1);
    expect(faults(event(["A"], "B"), event(["B"], "A"))).toHaveLength(2);
  });

  test("nor where a name stays what it is", () => {
    expect(faults(event(["A"], "A"))).toEqual(["rules[0].to: is the name that there is already"]);
  });
});

test("expressions are refused with the place of the fault", () => {
  expect(faults(derived("a", "foo(bar"), derived("b", " "))).toEqual([
    expect.stringMatching(/^rules\[0\]\.expression: At character \d+: /),
    "rules[1].expression: At character 1: The expression is empty.",
  ]);
});

test("there are 500 rules at most", () => {
  const many = Array.from({ length: 501 }, (_, i) => derived(`d${i}`));
  expect(faults(...many.slice(1))).toEqual([]);
  expect(faults(...many)).toEqual(["rules: holds 501 rules; 500 are allowed"]);
});
