import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareDecimals, isNumberText } from "./decimal.ts";

describe("a text is a number", () => {
  test.each(["0", "-0", "10", "10.0", "-1.5e-7", "1E+400", "12345678901234567890"])(
    "where JSON has it as one: %s",
    (text) => {
      expect(isNumberText(text)).toBe(true);
    },
  );
  test.each(["", "-", "+1", "007", "1.", ".5", "0x10", " 1", "1 ", "1e", "NaN", "Infinity", "1,5", "١"])(
    "and not where it does not: %j",
    (text) => {
      expect(isNumberText(text)).toBe(false);
    },
  );
});

describe("numbers compare by what is written", () => {
  test.each([
    ["10", "10.0", 0],
    ["1e2", "100", 0],
    ["0", "-0.0e9", 0],
    ["12345678901234567890", "12345678901234567891", -1],
    ["-12345678901234567890", "-12345678901234567891", 1],
    ["1e400", "1e401", -1],
    ["-1e400", "1e400", -1],
    ["1e-400", "0", 1],
    ["1e-400", "-1e-400", 1],
    ["0.1", "0.10000000000000000001", -1],
    ["1e999999999999999999999", "5", 1],
    ["0e999999999999999999999", "0", 0],
  ])("%s and %s: %d", (a, b, expected) => {
    expect(Math.sign(compareDecimals(a, b))).toBe(expected);
    expect(Math.sign(compareDecimals(b, a))).toBe(expected === 0 ? 0 : -expected);
  });

  test("as whole numbers of any size do", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: -3n, max: 3n }), (number, near) => {
        const other = number + near;
        const expected = number < other ? -1 : Number(number > other);
        expect(Math.sign(compareDecimals(String(number), `${other}.0`))).toBe(expected);
        expect(Math.sign(compareDecimals(`${number}e-5`, `${other}0e-6`))).toBe(expected);
      }),
    );
  });
});
