import { expect, test } from "vitest";
import { anchorOf } from "./anchor-of.ts";
import type { Condition, Test } from "./condition.ts";

const type: Test = { field: "event_type", operator: "in", values: ["a", "b"] };
const country: Test = { field: "country", operator: "is", values: ["DE"] };
const property: Test = { eventProperty: "p", operator: "is", values: ["x"] };

test.each<[string, Condition, string | undefined]>([
  ["the condition itself", type, "event_type"],
  ["one that must hold with others", { all: [property, country] }, "country"],
  ["event_type before other fields", { all: [country, type] }, "event_type"],
  ["one within nested lists of all", { all: [property, { all: [type] }] }, "event_type"],
  ["none where another may hold instead", { any: [type, country] }, undefined],
  ["none in a property", property, undefined],
  ["none in a negated comparison", { ...type, operator: "is_not" }, undefined],
  ["none in values that are not all texts", { ...type, values: ["a", 1] }, undefined],
])("an index can be asked for %s", (_name, condition, field) => {
  expect(anchorOf(condition)?.field).toBe(field);
});

test("its values are the condition's", () => {
  expect(anchorOf({ all: [type] })).toEqual({ field: "event_type", values: ["a", "b"] });
});
