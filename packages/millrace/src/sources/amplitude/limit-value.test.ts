import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLossless, printLossless } from "../../core/json/lossless.ts";
import { cutText, limitValue, MAX_NESTING, MAX_TEXT, TOO_DEEP } from "./limit-value.ts";

const nested = (depth: number): unknown =>
  depth === 0 ? "x" : depth % 2 === 0 ? [nested(depth - 1)] : { n: nested(depth - 1) };

describe("a limited value", () => {
  it("is the very value where nothing is too long", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(limitValue(value)).toBe(value);
      }),
    );
  });

  it("has its texts cut and all else as it was, names and digits too", () => {
    const long = "x".repeat(MAX_TEXT + 1);
    const value = parseLossless(`{"a":1.0,"__proto__":["${long}",1e400],"b":{"c":"${long}"}}`);
    const cut = "x".repeat(MAX_TEXT);
    expect(printLossless(limitValue(value))).toBe(
      `{"a":1.0,"__proto__":["${cut}",1e400],"b":{"c":"${cut}"}}`,
    );
    expect(printLossless(value)).toContain(long);
  });

  it(`nests at most ${MAX_NESTING} deep`, () => {
    expect(limitValue(nested(MAX_NESTING))).not.toBe(TOO_DEEP);
    expect(limitValue(nested(MAX_NESTING + 1))).toBe(TOO_DEEP);
    expect(limitValue([1, { a: nested(MAX_NESTING - 1) }])).toBe(TOO_DEEP);
  });
});

describe("a cut text", () => {
  it("does not end in half a character", () => {
    expect(cutText(`${"x".repeat(MAX_TEXT - 1)}😀`)).toBe("x".repeat(MAX_TEXT - 1));
    expect(cutText(`${"x".repeat(MAX_TEXT - 2)}😀!`)).toBe(`${"x".repeat(MAX_TEXT - 2)}😀`);
  });
});
