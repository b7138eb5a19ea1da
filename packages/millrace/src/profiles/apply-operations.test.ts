import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject } from "../core/json/object.ts";
import { parseLossless } from "../core/json/lossless.ts";
import { applyOperations, areDone, MAX_PROPERTIES, MAX_STATE_SIZE, mergeStates } from "./apply-operations.ts";
import type { OperationName } from "./operations.ts";
import { operationsJson, OPERATIONS, readOperations } from "./operations.ts";
import { PropertyState } from "./property-state.ts";

/** Properties after operations, both as JSON texts. */
function after(before: string, operations: string): string {
  const read = readOperations(parseLossless(operations));
  if (read === undefined) throw new Error(`not operations: ${operations}`);
  return applyOperations(PropertyState.read(before), read).state.text;
}

function changed(before: string, operations: string): readonly string[] {
  return applyOperations(PropertyState.read(before), readOperations(parseLossless(operations)) ?? []).changed;
}

describe("operations", () => {
  it.each([
    ["plain properties are set", '{"a":1}', '{"a":2,"b":"x"}', '{"a":2,"b":"x"}'],
    ["$set", '{"a":1}', '{"$set":{"a":null,"b":[1]}}', '{"a":null,"b":[1]}'],
    ["$setOnce leaves what is there", '{"a":1}', '{"$setOnce":{"a":2,"b":3}}', '{"a":1,"b":3}'],
    ["$unset", '{"a":1,"b":2}', '{"$unset":{"a":"-","c":"-"}}', '{"b":2}'],
    ["$clearAll", '{"a":1,"b":2}', '{"$clearAll":"-"}', "{}"],
    ["$add", '{"a":1}', '{"$add":{"a":2,"b":-5}}', '{"a":3,"b":-5}'],
    ["$add to what is no number begins at 0", '{"a":"x"}', '{"$add":{"a":2}}', '{"a":2}'],
    ["$add of what is no number does nothing", '{"a":1}', '{"$add":{"a":"2","b":"x"}}', '{"a":1}'],
    ["$append", '{"a":1}', '{"$append":{"a":2,"b":[1,1]}}', '{"a":[1,2],"b":[1,1]}'],
    ["$prepend", '{"a":[1]}', '{"$prepend":{"a":[2,3],"b":4}}', '{"a":[2,3,1],"b":[4]}'],
    ["$preInsert adds what is missing", '{"a":[1]}', '{"$preInsert":{"a":[1,2,2]}}', '{"a":[2,1]}'],
    ["$postInsert adds what is missing", '{"a":1}', '{"$postInsert":{"a":[1,2]}}', '{"a":[1,2]}'],
    ["$postInsert of what is there does nothing", '{"a":1}', '{"$postInsert":{"a":1}}', '{"a":1}'],
    ["$remove", '{"a":[1,2,1],"b":1}', '{"$remove":{"a":[1,9],"b":2,"c":1}}', '{"a":[2],"b":1}'],
    [
      "they are done in an order of their own",
      '{"a":1,"b":2}',
      '{"$remove":{"l":"y"},"$append":{"l":["x","y"]},"$add":{"n":1},"$set":{"n":1},"$unset":{"n":"-"},"$clearAll":"-"}',
      '{"n":2,"l":["x"]}',
    ],
  ])("%s", (_name, before, operations, expected) => {
    expect(after(before, operations)).toBe(expected);
  });

  it("keep digits that a double cannot hold", () => {
    expect(after('{"a":12345678901234567890,"b":1.0}', '{"$set":{"c":1e400}}')).toBe(
      '{"a":12345678901234567890,"b":1.0,"c":1e400}',
    );
    expect(after('{"a":12345678901234567890}', '{"$add":{"a":1}}')).toBe('{"a":12345678901234567891}');
    expect(after('{"a":9007199254740991}', '{"$add":{"a":2}}')).toBe('{"a":9007199254740993}');
    expect(after('{"a":1.0}', '{"$add":{"a":0.5}}')).toBe('{"a":1.5}');
    expect(after('{"a":1e308}', '{"$add":{"a":1e400}}')).toBe('{"a":1e308}');
  });

  it("tell which properties are not what they were", () => {
    expect(changed('{"a":1,"b":[1],"c":3}', '{"$set":{"a":1,"b":[1],"c":4,"d":5}}')).toEqual(["c", "d"]);
    expect(changed('{"a":1}', '{"$clearAll":"-","$set":{"a":1}}')).toEqual([]);
    expect(changed('{"a":1}', '{"$unset":{"b":"-"}}')).toEqual([]);
  });

  it("take names like __proto__ as names", () => {
    expect(after("{}", '{"__proto__":{"x":1},"constructor":2}')).toBe(
      '{"__proto__":{"x":1},"constructor":2}',
    );
    expect(after('{"__proto__":1}', '{"$add":{"__proto__":1}}')).toBe('{"__proto__":2}');
  });

  it.each([
    '{"$set":{"a":1},"b":2}',
    '{"$sett":{"a":1}}',
    '{"$set":1}',
    '{"$set":[1]}',
    '{"$unset":"a"}',
    "[]",
    '"x"',
    "1.0",
  ])("are not read where they are mixed or malformed: %s", (given) => {
    expect(readOperations(parseLossless(given))).toBeUndefined();
  });

  it("keep a state within its bounds, and change what is in it all the same", () => {
    const many = Object.fromEntries(Array.from({ length: MAX_PROPERTIES + 10 }, (_, i) => [`p${i}`, i]));
    const full = applyOperations(PropertyState.EMPTY, readOperations(many) ?? []).state;
    expect(full.values.size).toBe(MAX_PROPERTIES);
    const next = applyOperations(full, readOperations({ p0: "new", other: 1 }) ?? []);
    expect(next.changed).toEqual(["p0"]);
    const large = applyOperations(full, readOperations({ p1: "x".repeat(MAX_STATE_SIZE) }) ?? []);
    expect(large.changed).toEqual([]);
  });
});

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom("x", "y", null, true),
  fc.array(fc.constantFrom<unknown>(1, 2, "x", null), { maxLength: 3 }),
);
const names = fc.constantFrom("a", "b", "c");
const some = fc.dictionary(names, value, { maxKeys: 3 });
const operation = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...OPERATIONS), some), { selector: ([name]) => name })
  .map((entries): Partial<Record<OperationName, unknown>> => Object.fromEntries(entries));

describe("any operations", () => {
  it("do what a plain reading of the rules says", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (list) => {
        let state = PropertyState.EMPTY;
        let plain: Record<string, unknown> = {};
        for (const each of list) {
          const before = plain;
          plain = plainly(before, each);
          const result = applyOperations(state, readOperations(each) ?? []);
          expect(new Map(result.state.values)).toEqual(new Map(Object.entries(plain)));
          const differing = [...new Set([...Object.keys(before), ...Object.keys(plain)])].filter(
            (name) => JSON.stringify(before[name]) !== JSON.stringify(plain[name]),
          );
          expect([...result.changed].sort()).toEqual(differing.sort());
          state = result.state;
        }
      }),
    );
  });

  it("are the same after they were written into an event and read again", () => {
    fc.assert(
      fc.property(operation, (given) => {
        const read = readOperations(given) ?? [];
        expect(readOperations(operationsJson(read))).toEqual(read);
      }),
    );
  });

  it("leave a state that is the same after it was stored", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (list) => {
        const state = list.reduce(
          (before, each) => applyOperations(before, readOperations(each) ?? []).state,
          PropertyState.EMPTY,
        );
        const again = PropertyState.read(state.text);
        expect(again.text).toBe(state.text);
        expect(again.size).toBe(state.size);
      }),
    );
  });
});
/** The rules a second time, without a thought for speed or bounds. */
function plainly(before: Record<string, unknown>, given: Partial<Record<OperationName, unknown>>) {
  const state: Record<string, unknown> = { ...before };
  const each = (name: OperationName, rule: (property: string, value: unknown) => void): void => {
    const properties = given[name];
    if (isJsonObject(properties))
      for (const [property, value] of Object.entries(properties)) rule(property, value);
  };
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? [...value] : [value]);
  const held = (property: string): unknown[] => (property in state ? list(state[property]) : []);
  if ("$clearAll" in given) for (const property of Object.keys(state)) delete state[property];
  each("$unset", (property) => delete state[property]);
  each("$set", (property, value) => (state[property] = value));
  each("$setOnce", (property, value) => {
    if (!(property in state)) state[property] = value;
  });
  each("$add", (property, value) => {
    if (typeof value !== "number") return;
    const old = state[property];
    state[property] = (typeof old === "number" ? old : 0) + value;
  });
  each("$append", (property, value) => (state[property] = [...held(property), ...list(value)]));
  each("$prepend", (property, value) => (state[property] = [...list(value), ...held(property)]));
  each("$preInsert", (property, value) => {
    const fresh = [...new Set(list(value))].filter((item) => !held(property).includes(item));
    if (fresh.length > 0) state[property] = [...fresh, ...held(property)];
  });
  each("$postInsert", (property, value) => {
    const fresh = [...new Set(list(value))].filter((item) => !held(property).includes(item));
    if (fresh.length > 0) state[property] = [...held(property), ...fresh];
  });
  each("$remove", (property, value) => {
    const left = held(property).filter((item) => !list(value).includes(item));
    if (left.length < held(property).length) state[property] = left;
  });
  return state;
}

describe("a merge", () => {
  it("adds what is missing and leaves what is there", () => {
    const { state, changed: names } = mergeStates(
      PropertyState.read('{"a":1}'),
      PropertyState.read('{"a":2,"b":3.0}'),
    );
    expect(state.text).toBe('{"a":1,"b":3.0}');
    expect(names).toEqual(["b"]);
  });
});

describe("operations that are done already", () => {
  const done = (before: string, operations: string): boolean =>
    areDone(PropertyState.read(before), readOperations(parseLossless(operations)) ?? []);

  it("are known where they set what is set, or unset what is not there", () => {
    expect(done('{"a":1,"b":[2]}', '{"a":1,"b":[2]}')).toBe(true);
    expect(done('{"a":1}', '{"$set":{"a":1},"$setOnce":{"a":2},"$unset":{"b":"-"}}')).toBe(true);
    expect(done('{"a":1}', '{"a":1.0}')).toBe(false);
    expect(done('{"a":1}', '{"$setOnce":{"b":2}}')).toBe(false);
    expect(done('{"a":1}', '{"$unset":{"a":"-"}}')).toBe(false);
    expect(done('{"a":1}', '{"$clearAll":"-"}')).toBe(false);
    expect(done("{}", '{"$clearAll":"-"}')).toBe(true);
  });

  it("change nothing, whatever they are", () => {
    const name = fc.constantFrom("a", "b", "c");
    const value = fc.constantFrom<unknown>(1, 2, null, [1], "x");
    const properties = fc.dictionary(name, value, { maxKeys: 2 });
    const operations = fc.dictionary(fc.constantFrom(...OPERATIONS), properties, { maxKeys: 3 });
    fc.assert(
      fc.property(properties, operations, (before, given) => {
        const [state, json] = [JSON.stringify(before), JSON.stringify(given)];
        expect(done(state, json) ? changed(state, json) : []).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
