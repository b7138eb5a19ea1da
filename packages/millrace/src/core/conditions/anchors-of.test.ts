import { expect, test } from "vitest";
import { anchorsOf } from "./anchors-of.ts";
import type { Condition, Test } from "./condition.ts";

const type: Test = { field: "event_type", operator: "in", values: ["a", "b"] };
const country: Test = { field: "country", operator: "is", values: ["DE"] };
const property: Test = { eventProperty: "p", operator: "is", values: ["x", "y", "z"] };

test.each<[string, Condition, readonly string[]]>([
  ["the condition itself", type, ["event_type"]],
  ["those that must hold together, few values first", { all: [property, country] }, ["country", "p"]],
  [
    "event_type before others, and two at most",
    { all: [country, property, type] },
    ["event_type", "country"],
  ],
  ["those within nested lists of all", { all: [property, { all: [type] }] }, ["event_type", "p"]],
  ["none where another may hold instead", { any: [type, country] }, []],
  ["none of groups", { groupProperty: "p", groupType: "t", operator: "is", values: ["x"] }, []],
  ["none in a negated comparison", { ...type, operator: "is_not" }, []],
  ["none in values that are not all texts", { ...type, values: ["a", 1] }, []],
])("an index can ask for %s", (_name, condition, places) => {
  expect(anchorsOf(condition).map(({ place }) => place.name)).toEqual(places);
});

test("their values are the condition's", () => {
  expect(anchorsOf({ all: [property] })).toEqual([
    { place: { in: "event_properties", name: "p" }, values: ["x", "y", "z"] },
  ]);
});
