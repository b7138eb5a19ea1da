import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLossless } from "../json/lossless.ts";
import type { JsonObject } from "../json/object.ts";
import { isJsonObject } from "../json/object.ts";
import { compileCondition, compileGate } from "./compile-condition.ts";
import type { Condition, Operator, Test } from "./condition.ts";
import { OPERATORS } from "./condition.ts";
import { conditionIssues } from "./condition-issues.ts";
import { holdsPlainly } from "./testing/plain-condition.ts";

function fieldsOf(text: string): JsonObject {
  const value = parseLossless(text);
  return isJsonObject(value) ? value : {};
}

/** What a property of this JSON text answers to a comparison; undefined for an event without the property. */
function holds(
  json: string | undefined,
  operator: Operator,
  ...values: NonNullable<Test["values"]>
): boolean {
  const fields = fieldsOf(`{"event_properties":{${json === undefined ? "" : `"p":${json}`}}}`);
  const condition: Condition = { eventProperty: "p", operator, ...(values.length > 0 && { values }) };
  expect(conditionIssues(condition, "where")).toEqual([]);
  return compileCondition(condition)(fields);
}

describe("what operators mean", () => {
  test.each<[string | undefined, Operator, NonNullable<Test["values"]>, boolean]>([
    // Texts, letter for letter.
    ['"pro"', "is", ["pro"], true],
    ['"Pro"', "is", ["pro"], false],
    ['"pro"', "is", ["free", "pro"], true],
    ['"pro"', "in", ["free", "pro"], true],
    ['"pro"', "is_not", ["free", "pro"], false],
    ['"trial"', "not_in", ["free", "pro"], true],
    ['""', "is", [""], true],
    // Numbers by what they are worth, however they are written.
    ["10", "is", ["10"], true],
    ["10.0", "is", [10], true],
    ['"10.0"', "is", [10], true],
    ["1e1", "is", ["10.0"], true],
    ["12345678901234567890", "is", ["12345678901234567890"], true],
    ["12345678901234567891", "is", ["12345678901234567890"], false],
    ["12345678901234567890.0", "is", ["12345678901234567890"], true],
    // Two texts are compared as texts: 1.10 is another version than 1.1.
    ['"1.10"', "is", ["1.1"], false],
    ['"007"', "is", [7], false],
    // Truth values by their names.
    ["true", "is", [true], true],
    ["true", "is", ["true"], true],
    ['"true"', "is", [true], true],
    ["true", "is", ["True"], false],
    ["true", "is", [1], false],
    // Case makes no difference to pieces of texts.
    ['"Blue Shoes"', "contains", ["SHOE"], true],
    ['"Blue Shoes"', "contains", ["hat", "blue"], true],
    ['"Blue Shoes"', "does_not_contain", ["hat", "blue"], false],
    ['"Blue Shoes"', "starts_with", ["bLUE"], true],
    ['"Blue Shoes"', "does_not_start_with", ["Shoes"], true],
    ["12.50", "contains", [".50"], true],
    ["12.50", "starts_with", [12], true],
    // Order: of numbers, of texts that are numbers, and of other texts by their characters.
    ["10", "greater", [9], true],
    ['"10"', "greater", ["9"], true],
    ['"10"', "greater", [9], true],
    ["10", "greater", [10], false],
    ["10", "greater_or_equal", ["10.0"], true],
    ["12345678901234567891", "greater", ["12345678901234567890"], true],
    ["-1e400", "less", [0], true],
    ["10", "less_or_equal", [9, 10], true],
    ['"2022-01-06 17:29:04.123000"', "greater", ["2022-01-06"], true],
    ['"2022-01-06 17:29:04.123000"', "less", ["2022-01-06 17:29:04.123001"], true],
    ['"b"', "greater", ["a"], true],
    ['"b"', "greater", ["B"], true],
    ['"abc"', "greater", [1], false],
    ['"abc"', "less_or_equal", [1], false],
    ["10", "greater", ["abc"], false],
    ["true", "greater", [0], false],
    // Globs.
    ['"/blog/one"', "matches", ["/blog/*"], true],
    ['"/blog/one/two"', "matches", ["/blog/*"], false],
    ['"/blog/one/two"', "matches", ["/shop/**", "/blog/**"], true],
    ['"/Blog/one"', "matches", ["/blog/*"], false],
    ['"/Blog/one"', "does_not_match", ["/blog/*"], true],
    ["404", "matches", ["4*"], true],
    // Arrays: one element is enough.
    ['["a","b"]', "is", ["b"], true],
    ['["a","b"]', "is_not", ["b"], false],
    ['["a","b"]', "is_not", ["c"], true],
    ["[1,20]", "greater", [10], true],
    ["[]", "is", ["a"], false],
    ["[]", "set", [], true],
    ['[{"a":1},null,["a"]]', "contains", ["a"], false],
    // Objects are there, and that is all.
    ['{"a":"b"}', "is", ["b"], false],
    ['{"a":"b"}', "contains", ["a"], false],
    ['{"a":"b"}', "set", [], true],
    // Nothing there: only negated operators hold.
    [undefined, "set", [], false],
    ["null", "set", [], false],
    [undefined, "not_set", [], true],
    ["null", "not_set", [], true],
    ['""', "set", [], true],
    [undefined, "is", ["a"], false],
    [undefined, "is_not", ["a"], true],
    ["null", "is", ["null"], false],
    [undefined, "does_not_contain", ["a"], true],
    [undefined, "does_not_match", ["**"], true],
    [undefined, "less", [1], false],
    ["null", "less_or_equal", [0], false],
  ])("%s %s %j: %s", (json, operator, values, expected) => {
    expect(holds(json, operator, ...values)).toBe(expected);
  });
});

describe("values that are large beyond measure", () => {
  const long = "lorem ipsum dolor ".repeat(300_000);
  const values = Array.from({ length: 1_000 }, (_, n) => `dolor lorem ${n}`);
  const holds = (operator: Operator, value: unknown, more: readonly string[] = []): boolean =>
    compileCondition({ field: "x", operator, values: [...values, ...more] })({ x: value });

  test("are looked at as far as it matters, and quickly", () => {
    const started = performance.now();
    const operators = ["contains", "starts_with", "matches", "greater", "is"] as const;
    expect(operators.map((operator) => holds(operator, long))).toEqual([false, false, false, true, false]);
    const array = Array.from({ length: 2_000_000 }, () => 1);
    expect(operators.map((operator) => holds(operator, array)).includes(true)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("have what stands in their first hundred thousand characters, or ten thousand elements, and are matched by no glob", () => {
    const text = "x".repeat(99_990);
    expect(holds("contains", `${text}Here${long}`, ["here"])).toBe(true);
    expect(holds("contains", `${text}xxxxxxxHere${long}`, ["here"])).toBe(false);
    expect(holds("matches", text, ["x**"])).toBe(true);
    expect(holds("matches", long, ["l**"])).toBe(false);
    expect(holds("is", long, [long])).toBe(true);
    const array = Array.from({ length: 10_001 }, (_, n) => n);
    expect([holds("is", array, ["9999"]), holds("is", array, ["10000"])]).toEqual([true, false]);
  });
});

describe("what a condition is about", () => {
  const fields = fieldsOf(`{
    "event_type": "Purchase", "__proto__": "own",
    "event_properties": {"a": 1, "__proto__": 2}, "user_properties": {"a": 2},
    "derived_properties": {"a": 3}, "lookup_properties": {"a": 4},
    "group_properties": {"company": {"Acme": {"plan": "free"}, "Ajax": {"plan": "pro"}}, "team": 5}
  }`);
  test.each<[Test, boolean]>([
    [{ field: "event_type", operator: "is", values: ["Purchase"] }, true],
    [{ field: "event_properties", operator: "set" }, true],
    [{ field: "constructor", operator: "set" }, false],
    [{ field: "__proto__", operator: "is", values: ["own"] }, true],
    [{ eventProperty: "a", operator: "is", values: [1] }, true],
    [{ eventProperty: "toString", operator: "set" }, false],
    [{ eventProperty: "__proto__", operator: "is", values: [2] }, true],
    [{ userProperty: "__proto__", operator: "set" }, false],
    [{ userProperty: "a", operator: "is", values: [2] }, true],
    [{ derivedProperty: "a", operator: "is", values: [3] }, true],
    [{ lookupProperty: "a", operator: "is", values: [4] }, true],
    [{ groupType: "company", groupProperty: "plan", operator: "is", values: ["pro"] }, true],
    [{ groupType: "company", groupProperty: "plan", operator: "is_not", values: ["pro"] }, false],
    [{ groupType: "company", groupProperty: "plan", operator: "is_not", values: ["trial"] }, true],
    [{ groupType: "company", groupProperty: "size", operator: "set" }, false],
    [{ groupType: "team", groupProperty: "plan", operator: "set" }, false],
    [{ groupType: "constructor", groupProperty: "name", operator: "set" }, false],
  ])("%j: %s", (condition, expected) => {
    expect(compileCondition(condition)(fields)).toBe(expected);
    expect(holdsPlainly(condition, fields)).toBe(expected);
  });

  test("several comparisons: all of them, or any, within one another", () => {
    const yes: Condition = { field: "event_type", operator: "set" };
    const no: Condition = { field: "event_type", operator: "not_set" };
    const answer = (condition: Condition): boolean => compileCondition(condition)(fields);
    expect(answer({ all: [yes, yes, yes] })).toBe(true);
    expect(answer({ all: [yes, no] })).toBe(false);
    expect(answer({ any: [no, yes] })).toBe(true);
    expect(answer({ any: [no, no] })).toBe(false);
    expect(answer({ all: [yes, { any: [no, { all: [yes] }] }] })).toBe(true);
  });

  test("what it may not see is as if it were not there", () => {
    const blind = compileCondition({ userProperty: "a", operator: "not_set" }, (place) => {
      return place.in !== "user_properties";
    });
    expect(blind(fields)).toBe(true);
  });
});

describe("what an index may ask first", () => {
  const greater: Test = { eventProperty: "p", operator: "greater", values: [1] };
  const none = () => false;

  test.each<[string, Condition, string | undefined]>([
    ["the condition itself", greater, "p"],
    ["the first that must hold whatever else does", { all: [{ any: [greater] }, { all: [greater] }] }, "p"],
    ["that there is a value", { userProperty: "u", operator: "set" }, "u"],
    ["nothing where another may hold instead", { any: [greater, greater] }, undefined],
    ["nothing that holds where there is no value", { ...greater, operator: "is_not" }, undefined],
    ["nor that there is none", { userProperty: "u", operator: "not_set" }, undefined],
    ["nothing of groups", { groupProperty: "p", groupType: "t", operator: "set" }, undefined],
  ])("is %s", (_name, condition, place) => {
    expect(compileGate(condition, none)?.place.name).toBe(place);
  });

  test("is not what it has asked already", () => {
    const both: Condition = { all: [greater, { field: "country", operator: "set" }] };
    expect(compileGate(both, ({ name }) => name === "p")?.place.name).toBe("country");
  });

  test("holds for the values for which the comparison does, and never for none", () => {
    const gate = compileGate(greater, none);
    expect([2, "2", [0, 2], 1, "x", {}, [], null, undefined].map((value) => gate?.holds(value))).toEqual([
      true,
      true,
      true,
      ...Array.from({ length: 6 }, () => false),
    ]);
  });
});

describe("conditions of every kind on events of every kind", () => {
  test("hold where the plain reading of the rules says so", () => {
    fc.assert(
      fc.property(anyCondition(), anyEvent(), (condition, text) => {
        expect(conditionIssues(condition, "where")).toEqual([]);
        const fields = fieldsOf(text);
        expect(compileCondition(condition)(fields)).toBe(holdsPlainly(condition, fields));
      }),
      { numRuns: 5_000 },
    );
  });
});

const NAMES = ["a", "b", "__proto__", "constructor"];
const TEXTS = [
  "a",
  "A",
  "ab",
  "a/b",
  "",
  "10",
  "10.0",
  "1e1",
  "9",
  "true",
  "2022-01-06",
  "*",
  "**",
  "a*",
  "İ",
];

function anyCondition(): fc.Arbitrary<Condition> {
  const value = fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(0, 1, 10, -1.5, 1e21), fc.boolean());
  const ordered = fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(0, 9, 10, 1e21));
  const name = fc.constantFrom(...NAMES);
  const subject = fc.oneof(
    fc.record({ field: name }),
    fc.record({ eventProperty: name }),
    fc.record({ userProperty: name }),
    fc.record({ derivedProperty: name }),
    fc.record({ lookupProperty: name }),
    fc.record({ groupType: name, groupProperty: name }),
  );
  const single = fc.tuple(subject, fc.constantFrom(...OPERATORS)).chain(([about, operator]) => {
    if (operator.endsWith("set")) return fc.constant<Condition>({ ...about, operator });
    const each: fc.Arbitrary<string | number | boolean> = /greater|less/.test(operator) ? ordered : value;
    return fc
      .array(each, { minLength: 1, maxLength: 3 })
      .map((values): Condition => Object.assign({ operator, values }, about));
  });
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true, maxDepth: 4 },
      single,
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
    ),
  })).node;
}

/** The JSON text of an event: what `parseLossless` makes of numbers matters. */
function anyEvent(): fc.Arbitrary<string> {
  const scalar = fc.oneof(
    fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)),
    fc.constantFrom("0", "-0", "1", "9", "10", "10.0", "1e1", "1e21", "1000000000000000000000", "-1.50"),
    fc.constantFrom("true", "false", "null"),
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }).map((items) => `[${items.join(",")}]`) },
    { weight: 1, arbitrary: fc.constantFrom("{}", '{"a":"a"}', '[{"a":1}]', '[["a"]]') },
  );
  const members = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .array(fc.tuple(fc.constantFrom(...NAMES), inner), { maxLength: 4 })
      .map((all) => `{${all.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);
  const properties = fc.oneof({ weight: 5, arbitrary: members(value) }, { weight: 1, arbitrary: scalar });
  return fc
    .tuple(members(value), properties, properties, properties, properties, members(members(properties)))
    .map(
      ([own, event, user, derived, lookup, groups]) =>
        `{"event_properties":${event},"user_properties":${user},"derived_properties":${derived},` +
        `"lookup_properties":${lookup},"group_properties":${groups}${own === "{}" ? "" : `,${own.slice(1, -1)}`}}`,
    );
}
