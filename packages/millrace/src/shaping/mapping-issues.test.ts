import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mappingIssues } from "./mapping-issues.ts";

const faults = (mappings: unknown): readonly string[] =>
  mappingIssues(mappings, "mappings").map(({ name, detail }) => `${name}: ${detail}`);

describe("mappings", () => {
  test("of every kind are taken", () => {
    expect(
      faults({
        a: { userProperty: "email", steps: ["trim", "lowercase", "sha256"] },
        b: { field: "user_id", default: "nobody" },
        c: { groupType: "company", groupProperty: "plan" },
        d: { expression: "event_properties.items[0].sku" },
        e: { value: { any: ["JSON"] } },
        f: { value: null },
      }),
    ).toEqual([]);
  });

  test("are refused with every fault and its path", () => {
    expect(
      faults({
        none: {},
        two: { field: "a", value: 1 },
        group: { groupProperty: "plan" },
        syntax: { expression: "a.[", userProperty: "b" },
        step: { field: "a", steps: ["sha1"] },
        kind: "user_id",
      }),
    ).toEqual([
      expect.stringMatching(/^mappings\.none: must take its value from exactly one of .*, not none$/),
      expect.stringMatching(/^mappings\.two: .*, not 2$/),
      'mappings.group: "groupProperty" needs a "groupType"',
      expect.stringMatching(/^mappings\.syntax: .*, not 2$/),
      expect.stringMatching(/^mappings\.syntax\.expression: At character \d+: /),
      expect.stringContaining("mappings.step.steps[0]: must be one of"),
      "mappings.kind: must be an object, not a string",
    ]);
  });

  test.each([
    "let $a = b in $a",
    "a + b",
    "pad_left(a, `1000000`, 'x')",
    "   ",
    "[@,@][][@,@][].[@,@][][@,@,@,@,@,@,@,@,@]",
  ])("take no expression that could build long texts or is not JMESPath: %s", (expression) => {
    expect(faults({ a: { expression } })).toHaveLength(1);
  });

  test("are no more than 200, and an object", () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, { value: 1 }]));
    expect(faults(many)).toEqual(["mappings: maps 201 fields; 200 are allowed"]);
    expect(faults([])).toHaveLength(1);
  });

  test("never make the check itself fail", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(Array.isArray(mappingIssues({ a: value }, "mappings"))).toBe(true);
      }),
    );
  });
});
