import { describe, expect, it } from "vitest";
import { asHash, asSequence } from "../runtime/convert.ts";
import { Decimal } from "../numbers/decimal.ts";
import type { Maybe } from "../values/value.ts";
import { JSON_BUILTINS } from "./json.ts";
import { run } from "./testing/environment.ts";

function read(text: string): Maybe {
  return run(JSON_BUILTINS, "eval_json", text);
}

/** What was read, as JavaScript would have it. */
function plain(value: Maybe): unknown {
  const sequence = asSequence(value);
  if (sequence !== undefined) return Array.from(sequence, plain);
  const hash = asHash(value);
  if (hash !== undefined) return hash.keys().map((key) => [key, plain(hash.get(key))]);
  return value instanceof Decimal ? String(value) : value;
}

// What is read and what is refused is as Apache FreeMarker 2.3.34 does it.
describe("?eval_json", () => {
  it.each<[string, unknown]>([
    ["1", 1],
    ["-0", 0],
    ["1.", 1],
    ["1.e2", 100],
    ["0.50", 0.5],
    ["true", true],
    ["null", undefined],
    ['"\\n\\t\\"\\\\\\/\\u0041"', '\n\t"\\/A'],
    ['"\\u+0af"', "\u00af"],
    ["[ ]", []],
    ["[1, null, [2]]", [1, undefined, [2]]],
    [
      '{"a":null,"b":{"c":[]}}',
      [
        ["a", undefined],
        ["b", [["c", []]]],
      ],
    ],
    [
      '{"a":1,"b":2,"a":3}',
      [
        ["a", 3],
        ["b", 2],
      ],
    ],
    ["\u00a01\ufeff", 1],
    ["//c\n[1/*a*/,/**/2]//x", [1, 2]],
    ['"\u007f\u2028"', "\u007f\u2028"],
  ])("reads %j", (text, expected) => {
    expect(plain(read(text))).toEqual(expected);
  });

  it("reads numbers as they are written, whatever their size", () => {
    expect(plain(read("123456789012345678901234567890"))).toBe("123456789012345678901234567890");
  });

  it.each([
    "",
    "  ",
    ".5",
    "-.5",
    "-",
    "01",
    "1e",
    "1e5e5",
    "1..2",
    "1 2",
    "True",
    "nullx",
    "'a'",
    '"a',
    '"\\x"',
    '"\\u00zz"',
    '"a\nb"',
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1",
    "[1}",
    '{"a":1,}',
    "{a:1}",
    '{"a"}',
    '{"a":}',
    "{1:1}",
    "{null:1}",
    "/*",
    "/*/1",
    "/ /1",
    "\f1",
  ])("refuses %j", (text) => {
    expect(() => read(text)).toThrow("isn't JSON");
  });

  it("needs no stack, and ends at a depth that no document has", () => {
    expect(asSequence(read("[".repeat(5000) + "]".repeat(5000)))?.length).toBe(1);
    expect(() => read("[".repeat(1_000_000))).toThrow("deep");
  });
});
