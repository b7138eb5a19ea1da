import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDocument, elements, JsonSyntaxError, kindAt, MAX_DEPTH, members, skipValue } from "./scan.ts";

const accepts = (text: string): boolean => {
  try {
    checkDocument(text);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(JsonSyntaxError);
    return false;
  }
};

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("checkDocument", () => {
  it.each([
    "0",
    "-0",
    "1.0",
    "1e400",
    "12345678901234567890",
    "-1.5E-7",
    '""',
    '"\\ud800"',
    '"\\u0000"',
    '"\\/\\b\\f\\n\\r\\t\\"\\\\"',
    "true",
    "false",
    "null",
    "[]",
    "{}",
    ' [ 1 , { "a" : [ ] } ] \n',
    '{"a":1,"a":2}',
    '"é 😀"',
    '"\u007f\u2028"',
  ])("accepts %j", (text) => {
    expect(parses(text)).toBe(true);
    expect(accepts(text)).toBe(true);
  });

  it.each([
    "",
    " ",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "1e+",
    "0x1",
    "NaN",
    "Infinity",
    "tru",
    "nul",
    "True",
    "'a'",
    '"',
    '"\\',
    '"\\u12',
    '"\\u12g4"',
    '"\\x41"',
    '"\n"',
    '"\u0000"',
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,]",
    "{",
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    "{a:1}",
    "{1:1}",
    "[] []",
    "{}}",
    "\u00a01",
    "\ufeff{}",
    "1 2",
    '{"a" 1}',
  ])("refuses %j", (text) => {
    expect(parses(text)).toBe(false);
    expect(accepts(text)).toBe(false);
  });

  it("agrees with JSON.parse on any JSON and on any damaged JSON", () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom(
          "",
          '"',
          "\\",
          ",",
          ":",
          "{",
          "}",
          "[",
          "]",
          "0",
          "-",
          ".",
          "e",
          " ",
          "\n",
          "\u0001",
          "u",
        ),
      )
      .map(
        ([text, at, put]) =>
          text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
        expect(accepts(text)).toBe(parses(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it("says where the text breaks", () => {
    expect(() => checkDocument('{"a": 1,, "b": 2}')).toThrow(/expected a key in quotes at character 9/);
    expect(() => checkDocument('{"events": [{"id')).toThrow(
      /a string is not closed at character 17, where the text ends/,
    );
  });

  it("refuses nesting that could exhaust a stack, and accepts the deepest allowed", () => {
    expect(accepts("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH))).toBe(true);
    expect(accepts("[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1))).toBe(false);
    expect(accepts("[".repeat(1_000_000))).toBe(false);
  });
});

describe("cutting", () => {
  it("gives an object's members as pieces of the text", () => {
    const text = '{ "a" : 12345678901234567890 , "b\\u0041": [1.0], "a":null }';
    expect(members(text).map((m) => [m.key, text.slice(m.start, m.end)])).toEqual([
      ["a", "12345678901234567890"],
      ["bA", "[1.0]"],
      ["a", "null"],
    ]);
  });

  it("gives an array's elements as pieces of the text", () => {
    const text = '[ {"a": 1} ,"x", 1e400]';
    expect(elements(text).map((s) => text.slice(s.start, s.end))).toEqual(['{"a": 1}', '"x"', "1e400"]);
  });

  it("puts any object together again", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        const pieces = members(text).map((m) => `${JSON.stringify(m.key)}:${text.slice(m.start, m.end)}`);
        expect(JSON.parse(`{${pieces.join(",")}}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("knows what kind of value stands where", () => {
    expect(["{}", "[]", '""', "1", "-1", "true", "false", "null"].map((text) => kindAt(text, 0))).toEqual([
      "object",
      "array",
      "string",
      "number",
      "number",
      "boolean",
      "boolean",
      "null",
    ]);
    expect(skipValue('x "abc" y', 2)).toBe(7);
  });
});
