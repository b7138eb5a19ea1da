import { describe, expect, test } from "vitest";
import type { EventView } from "../core/event-view.ts";
import { isMembers, parseLossless, printLossless } from "../core/json/lossless.ts";
import type { TransformationRule } from "../core/transformation.ts";
import { ruleIssues } from "./rule-issues.ts";
import { compileTransformations, EMPTY_TRANSFORMATIONS } from "./transformations.ts";

function view(json: string): EventView {
  const fields = parseLossless(json);
  return { fields: isMembers(fields) ? fields : {}, asStored: true };
}

/** The event as the rules make it, as JSON. */
function after(json: string, ...rules: readonly TransformationRule[]): string {
  expect(ruleIssues(rules)).toEqual([]);
  return printLossless(compileTransformations(rules).transform(view(json)).fields);
}

describe("events get other names", () => {
  const rules = compileTransformations([
    { kind: "event", from: ["Sign up", "signup", "Signed up"], to: "Signed up" },
    { kind: "event", from: ["Old"], to: "New" },
  ]);

  test("one or several the same", () => {
    expect(rules.transform(view('{"event_type":"signup"}')).fields.event_type).toBe("Signed up");
    expect(rules.transform(view('{"event_type":"Old"}')).fields.event_type).toBe("New");
  });

  test("and others stay the very view they are", () => {
    for (const json of ['{"event_type":"Other"}', '{"event_type":"Signed up"}', '{"event_type":1}', "{}"]) {
      const given = view(json);
      expect(rules.transform(given)).toBe(given);
    }
  });

  test("which can be followed back", () => {
    expect(rules.rawTypesOf("Signed up")).toEqual(["Sign up", "signup", "Signed up"]);
    expect(rules.rawTypesOf("New")).toEqual(["Old", "New"]);
    expect(rules.rawTypesOf("Old")).toEqual([]);
    expect(rules.rawTypesOf("Other")).toEqual(["Other"]);
  });
});

describe("properties are merged", () => {
  const rule: TransformationRule = { kind: "property", of: "event", from: ["Price", "prize"], to: "price" };

  test.each([
    ['{"event_properties":{"a":1,"prize":2.50}}', '{"event_properties":{"a":1,"price":2.50}}'],
    ['{"event_properties":{"prize":2,"Price":1}}', '{"event_properties":{"price":1}}'],
    ['{"event_properties":{"Price":null,"prize":2}}', '{"event_properties":{"price":2}}'],
    ['{"event_properties":{"price":3,"prize":2}}', '{"event_properties":{"price":2}}'],
    ['{"event_properties":{"price":3,"prize":null}}', '{"event_properties":{"price":3}}'],
    ['{"event_properties":{"price":3}}', '{"event_properties":{"price":3}}'],
    [
      '{"event_properties":"none","user_properties":{"prize":1}}',
      '{"event_properties":"none","user_properties":{"prize":1}}',
    ],
    ["{}", "{}"],
  ])("%s becomes %s", (json, expected) => {
    expect(after(json, rule)).toBe(expected);
  });

  test("of users too, and whatever their names", () => {
    const hostile: TransformationRule = {
      kind: "property",
      of: "user",
      from: ["constructor", "__proto__"],
      to: "toString",
    };
    expect(after('{"user_properties":{"__proto__":{"a":1}}}', hostile)).toBe(
      '{"user_properties":{"toString":{"a":1}}}',
    );
    const back: TransformationRule = { kind: "property", of: "user", from: ["a"], to: "__proto__" };
    expect(after('{"user_properties":{"a":1}}', back)).toBe('{"user_properties":{"__proto__":1}}');
  });
});

describe("properties are derived", () => {
  test("from merged ones, and from those derived before", () => {
    expect(
      after(
        '{"event_type":"Old","event_properties":{"prize":12345678901234567890}}',
        { kind: "derived", name: "a", expression: "event_properties.price" },
        { kind: "derived", name: "b", expression: "to_string(derived_properties.a)" },
        { kind: "event", from: ["Old"], to: "New" },
        { kind: "derived", name: "c", expression: "event_type" },
        { kind: "property", of: "event", from: ["prize"], to: "price" },
      ),
    ).toBe(
      '{"event_type":"New","event_properties":{"price":12345678901234567890},' +
        '"derived_properties":{"a":12345678901234567890,"b":"12345678901234567890","c":"Old"}}',
    );
  });

  test.each([
    "nothing",
    "abs(event_type)",
    "constructor",
    "__proto__",
    "event_type.length",
    "constructor.name",
  ])("but not where the expression finds nothing or fails: %s", (expression) => {
    expect(after('{"event_type":"A"}', { kind: "derived", name: "a", expression })).toBe(
      '{"event_type":"A"}',
    );
  });

  test("beside those that the event brings along", () => {
    expect(
      after('{"n":2.0,"derived_properties":{"a":1}}', { kind: "derived", name: "b", expression: "n > `1`" }),
    ).toBe('{"n":2.0,"derived_properties":{"a":1,"b":true}}');
  });
});

describe("properties are looked up", () => {
  const rule: TransformationRule = {
    kind: "lookup",
    name: "market",
    key: "country",
    table: { DE: "DACH", "1.0": { a: 1 }, true: 1, none: null },
  };
  test.each([
    ['{"country":"DE"}', '{"country":"DE","lookup_properties":{"market":"DACH"}}'],
    ['{"country":1.0}', '{"country":1.0,"lookup_properties":{"market":{"a":1}}}'],
    ['{"country":true}', '{"country":true,"lookup_properties":{"market":1}}'],
    ['{"country":"none"}', '{"country":"none"}'],
    ['{"country":"FR"}', '{"country":"FR"}'],
    ['{"country":"constructor"}', '{"country":"constructor"}'],
    ['{"country":["DE"]}', '{"country":["DE"]}'],
    ["{}", "{}"],
  ])("%s becomes %s", (json, expected) => {
    expect(after(json, rule)).toBe(expected);
  });

  test("by derived keys", () => {
    const first: TransformationRule = { kind: "derived", name: "c", expression: "upper(country)" };
    expect(after('{"country":"de"}', { ...rule, key: "derived_properties.c" }, first)).toBe(
      '{"country":"de","derived_properties":{"c":"DE"},"lookup_properties":{"market":"DACH"}}',
    );
  });
});

test("a view is transformed once for all who ask, and stays as it was", () => {
  const rules = compileTransformations([{ kind: "derived", name: "a", expression: "n" }]);
  const given = view('{"n":1,"derived_properties":{"b":1}}');
  const made = rules.transform(given);
  expect(rules.transform(given)).toBe(made);
  expect(made.asStored).toBe(false);
  expect(printLossless(given.fields)).toBe('{"n":1,"derived_properties":{"b":1}}');
});

test("without rules nothing is done", () => {
  const given = view("{}");
  expect(compileTransformations([])).toBe(EMPTY_TRANSFORMATIONS);
  expect(EMPTY_TRANSFORMATIONS.transform(given)).toBe(given);
  expect(EMPTY_TRANSFORMATIONS.rawTypesOf("a")).toEqual(["a"]);
});

test("a hundred thousand names for one event type are looked up in no time", () => {
  const from = (rule: number) => Array.from({ length: 200 }, (_, n) => `e-${rule}-${n}`);
  const rules = Array.from({ length: 500 }, (_, n) => ({
    kind: "event" as const,
    from: from(n),
    to: `to-${n}`,
  }));
  const compiled = compileTransformations(rules);
  const started = performance.now();
  for (let n = 0; n < 2_000; n++) compiled.rawTypesOf(`to-${n}`);
  expect(compiled.rawTypesOf("to-7")).toEqual([...from(7), "to-7"]);
  expect(compiled.rawTypesOf("e-7-1")).toEqual([]);
  expect(performance.now() - started).toBeLessThan(500);
});
