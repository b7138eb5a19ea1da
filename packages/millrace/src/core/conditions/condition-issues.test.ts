import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionIssues } from "./condition-issues.ts";

const faults = (value: unknown): readonly string[] =>
  conditionIssues(value, "where").map(({ name, detail }) => `${name}: ${detail}`);

const good = { field: "event_type", operator: "is", values: ["a"] };

describe("a condition is refused", () => {
  test("with every fault and its path", () => {
    const condition = {
      all: [
        { field: "country", operator: "is" },
        { any: [good, { field: "a", userProperty: "b", operator: "set", values: ["x"] }] },
        { operator: "iss", values: ["a"] },
        { groupProperty: "plan", operator: "set" },
        { field: "a", groupType: "company", operator: "set" },
        { eventProperty: "price", operator: "greater", values: [1, true] },
        "country is Germany",
        { field: "a", operator: "is", value: "b" },
      ],
    };
    expect(faults(condition)).toEqual([
      'where.all[0].values: "values" is required for "is"',
      "where.all[1].any[1]: must name exactly one of field, eventProperty, userProperty, groupProperty, derivedProperty and lookupProperty, not 2",
      'where.all[1].any[1].values: has no meaning for "set"',
      expect.stringContaining("where.all[2].operator: must be one of"),
      'where.all[3]: "groupProperty" needs a "groupType"',
      'where.all[4]: "groupType" goes with "groupProperty"',
      "where.all[5].values[1]: must be a number or a string: true and false have no order",
      "where.all[6]: must be an object: a comparison, or {all: […]} or {any: […]} of conditions",
      'where.all[7].value: "value" is no known field; did you mean "values"?',
    ]);
  });

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "where: must be an object"],
    ["null", null, "where: must be an object"],
    ["an array", [good], "where: must be an object"],
    ["no subject", { operator: "set" }, "not none"],
    ["a subject of the wrong type", { field: 1, operator: "set" }, "where.field: must be a string"],
    ["an empty list", { all: [] }, "where.all: must hold at least one condition"],
    ["a list that is none", { any: good }, "where.any: must be an array of conditions"],
    ["both lists", { all: [good], any: [good] }, 'where: may hold nothing beside "all"'],
    ["a list beside a comparison", { ...good, all: [good] }, 'where: may hold nothing beside "all"'],
    ["no values", { ...good, values: [] }, "where.values"],
    ["values that are objects", { ...good, values: [{}] }, "where.values[0]"],
    ["an inherited operator", { ...good, operator: "constructor" }, "where.operator"],
  ])("with %s", (_name, value, expected) => {
    expect(faults(value).join("\n")).toContain(expected);
  });

  test("beyond eight levels and beyond five hundred comparisons", () => {
    const nested = (depth: number): unknown => (depth === 0 ? good : { all: [nested(depth - 1)] });
    expect(faults(nested(8))).toEqual([]);
    expect(faults(nested(9))).toEqual([`where${".all[0]".repeat(8)}: nests all and any more than 8 deep`]);
    expect(faults(nested(400)).length).toBe(1);
    expect(faults({ any: Array.from({ length: 500 }, () => good) })).toEqual([]);
    expect(faults({ any: Array.from({ length: 100_000 }, () => good) })).toEqual([
      "where: holds more comparisons than the 500 that are allowed",
    ]);
  });

  test("with more texts to search for than two thousand, in all of its comparisons", () => {
    const searching = (operator: string, count: number) => ({
      field: "city",
      operator,
      values: Array.from({ length: count }, (_, n) => `v${n}`),
    });
    const all = (...conditions: readonly object[]) => faults({ all: conditions });
    expect(all(searching("contains", 1_000), searching("does_not_match", 1_000))).toEqual([]);
    expect(
      all(searching("contains", 1_000), searching("less", 1_000), good, searching("matches", 1)),
    ).toEqual(["where: compares with 2001 values otherwise than by is and in; 2000 are allowed"]);
    expect(all(...Array.from({ length: 50 }, () => searching("not_in", 1_000)))).toEqual([]);
  });

  test("and nothing makes the check itself fail", () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom("all", "any", "values", "field"), (value, name) => {
        expect(Array.isArray(conditionIssues({ [name]: value }, "where"))).toBe(true);
      }),
    );
  });
});
