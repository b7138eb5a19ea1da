import { describe, expect, it } from "vitest";
import type { NumberValue } from "./arithmetic.ts";
import { cNumberFormat } from "./c-format.ts";
import * as conversions from "./conversions.ts";
import { ArithmeticFault } from "./fault.ts";
import { parseNumber } from "./parse.ts";

const CONVERSIONS = [
  conversions.abs,
  conversions.floor,
  conversions.ceiling,
  conversions.round,
  conversions.toInt,
  conversions.toLong,
  conversions.toShort,
  conversions.toByte,
];

function convert(conversion: (value: NumberValue) => NumberValue, text: string): string {
  const value = parseNumber(text);
  if (value === undefined) throw new Error(`${text} is not a number`);
  try {
    return cNumberFormat("JSON").format(conversion(value));
  } catch (error) {
    if (error instanceof ArithmeticFault) return "#error";
    throw error;
  }
}

// A number and what ?abs ?floor ?ceiling ?round ?int ?long ?short ?byte give for it in Apache FreeMarker 2.3.34.
const CONVERTED: [number: string, ...results: string[]][] = [
  ["0", "0", "0", "0", "0", "0", "0", "0", "0"],
  ["1.5", "1.5", "1", "2", "2", "1", "1", "1", "1"],
  ["-1.5", "1.5", "-2", "-1", "-1", "-1", "-1", "-1", "-1"],
  ["0.5", "0.5", "0", "1", "1", "0", "0", "0", "0"],
  ["-0.5", "0.5", "-1", "0", "0", "0", "0", "0", "0"],
  ["2.5", "2.5", "2", "3", "3", "2", "2", "2", "2"],
  ["-2.5", "2.5", "-3", "-2", "-2", "-2", "-2", "-2", "-2"],
  ["0.49999999999999999999", "0.49999999999999999999", "0", "1", "1", "0", "0", "0", "0"],
  [
    "3000000000",
    "3000000000",
    "3000000000",
    "3000000000",
    "3000000000",
    "-1294967296",
    "3000000000",
    "24064",
    "0",
  ],
  [
    "-3000000000",
    "3000000000",
    "-3000000000",
    "-3000000000",
    "-3000000000",
    "1294967296",
    "-3000000000",
    "-24064",
    "0",
  ],
  [
    "12345678901234567890123",
    "12345678901234567890123",
    "12345678901234567741440",
    "12345678901234567741440",
    "12345678901234567741440",
    "1900168395",
    "4807115922877859019",
    "17611",
    "-53",
  ],
  [
    "-12345678901234567890123",
    "12345678901234567890123",
    "-12345678901234567741440",
    "-12345678901234567741440",
    "-12345678901234567741440",
    "-1900168395",
    "-4807115922877859019",
    "-17611",
    "53",
  ],
  ["70000", "70000", "70000", "70000", "70000", "70000", "70000", "4464", "112"],
  ["-129", "129", "-129", "-129", "-129", "-129", "-129", "-129", "127"],
  [
    "4503599627370497.5",
    "4503599627370497.5",
    "4503599627370498",
    "4503599627370498",
    "4503599627370498",
    "1",
    "4503599627370497",
    "1",
    "1",
  ],
  ["0.49999999999999994", "0.49999999999999994", "0", "1", "0", "0", "0", "0", "0"],
  [
    "1E20",
    "100000000000000000000",
    "100000000000000000000",
    "100000000000000000000",
    "100000000000000000000",
    "1661992960",
    "7766279631452241920",
    "0",
    "0",
  ],
  ["INF", "Infinity", "#error", "#error", "#error", "2147483647", "9223372036854775807", "-1", "-1"],
  ["NaN", "NaN", "#error", "#error", "#error", "0", "0", "0", "0"],
  ["1E-400", "1E-400", "0", "0", "0", "0", "0", "0", "0"],
];

describe("number conversions", () => {
  it.each(CONVERTED)("of %s", (number, ...results) => {
    expect(CONVERSIONS.map((conversion) => convert(conversion, number))).toEqual(results);
  });

  it("take the nearest double and the nearest single", () => {
    expect(conversions.toDouble(parseNumber("0.12345678901234567890") ?? 0)).toBe(0.123_456_789_012_345_68);
    expect(conversions.toFloat(0.1)).toMatchObject({ unscaled: 1n, scale: 1, binary: Math.fround(0.1) });
    expect(conversions.toFloat(0.25)).toBe(0.25);
    expect(conversions.toFloat(Number.NaN)).toBeNaN();
    expect(conversions.toFloat(16_777_217)).toBe(16_777_216);
    expect(conversions.toFloat(123.456_789_012)).toMatchObject({ unscaled: 12_345_679n, scale: 5 });
    expect(conversions.toFloat(parseNumber("1E300") ?? 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
