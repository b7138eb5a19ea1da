import { describe, expect, it } from "vitest";
import { Decimal } from "./decimal.ts";
import type { RoundingMode } from "./rounding.ts";

function decimal(text: string): Decimal {
  const value = Decimal.parse(text);
  if (value === undefined) throw new Error(`${text} is not a number`);
  return value;
}

// Expected values are those of Java's BigDecimal; the table of rounding is the one in RoundingMode's documentation.
const NUMBERS = ["5.5", "2.5", "1.6", "1.1", "1.0", "-1.0", "-1.1", "-1.6", "-2.5", "-5.5"];
const ROUNDED: [mode: RoundingMode, ...results: number[]][] = [
  ["UP", 6, 3, 2, 2, 1, -1, -2, -2, -3, -6],
  ["DOWN", 5, 2, 1, 1, 1, -1, -1, -1, -2, -5],
  ["CEILING", 6, 3, 2, 2, 1, -1, -1, -1, -2, -5],
  ["FLOOR", 5, 2, 1, 1, 1, -1, -2, -2, -3, -6],
  ["HALF_UP", 6, 3, 2, 1, 1, -1, -1, -2, -3, -6],
  ["HALF_DOWN", 5, 2, 2, 1, 1, -1, -1, -2, -2, -5],
  ["HALF_EVEN", 6, 2, 2, 1, 1, -1, -1, -2, -2, -6],
];

const TEXTS: [text: string, string: string, plain: string][] = [
  ["1E+3", "1E+3", "1000"],
  ["-12.50", "-12.50", "-12.50"],
  ["0.000001", "0.000001", "0.000001"],
  ["0.0000001", "1E-7", "0.0000001"],
  ["-123E-10", "-1.23E-8", "-0.0000000123"],
  ["0.00", "0.00", "0.00"],
  ["123E5", "1.23E+7", "12300000"],
];

describe("Decimal", () => {
  it.each(ROUNDED)("rounds %s", (mode, ...results) => {
    expect(NUMBERS.map((text) => decimal(text).setScale(0, mode).toNumber())).toEqual(results);
  });

  it.each(TEXTS)("writes %s as %s and %s", (text, string, plain) => {
    expect([decimal(text).toString(), decimal(text).toPlainString()]).toEqual([string, plain]);
  });

  it("takes a JavaScript number for what its shortest text writes", () => {
    expect(Decimal.of(0.1).toString()).toBe("0.1");
    expect(Decimal.of(1e23).toPlainString()).toBe("100000000000000000000000");
  });

  it("leaves a remainder of the dividend's sign", () => {
    expect(decimal("-7.5").remainder(decimal("2")).toString()).toBe("-1.5");
  });

  it("knows whole numbers and strips zeros", () => {
    expect([decimal("1.00").isInteger(), decimal("1E5").isInteger(), decimal("1.01").isInteger()]).toEqual([
      true,
      true,
      false,
    ]);
    expect(decimal("100.00").stripTrailingZeros().toString()).toBe("1E+2");
  });
});
