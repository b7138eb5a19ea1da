import { describe, expect, it } from "vitest";
import { cNumberFormat } from "./c-format.ts";
import { ArithmeticFault } from "./fault.ts";
import { parseNumber } from "./parse.ts";
import { lowerAbc, upperAbc } from "./special.ts";

// What ${s?number?c} writes in Apache FreeMarker 2.3.34; undefined where it fails.
const PARSED: [text: string, expected: string | undefined][] = [
  ["1", "1"],
  ["+5", "5"],
  ["-5", "-5"],
  ["01.50", "1.5"],
  [".5", "0.5"],
  ["5.", "5"],
  ["1e3", "1000"],
  ["1E3", "1000"],
  ["1e+5", "100000"],
  ["1E-5", "0.00001"],
  ["1e05", "100000"],
  ["-0", "0"],
  ["00", "0"],
  ["1.", "1"],
  ["+.5e-1", "0.05"],
  ["\u0663", "3"],
  ["1\u0663.\u0665", "13.5"],
  ["INF", "Infinity"],
  ["-INF", "-Infinity"],
  ["Infinity", "Infinity"],
  ["-Infinity", "-Infinity"],
  ["NaN", "NaN"],
  ["+INF", undefined],
  ["+Infinity", undefined],
  ["nan", undefined],
  ["inf", undefined],
  ["", undefined],
  [" 5", undefined],
  ["5 ", undefined],
  [".", undefined],
  ["e5", undefined],
  ["1e", undefined],
  ["1e+", undefined],
  ["0x1F", undefined],
  ["1_0", undefined],
  ["1f", undefined],
  ["1d", undefined],
  ["1,5", undefined],
  ["--1", undefined],
  ["+-1", undefined],
  ["1.2.3", undefined],
  ["1e1.5", undefined],
  ["1e99999999999", undefined],
  ["1e2147483648", undefined],
  ["0e2147483648", undefined],
  ["1e0000000000005", "100000"],
  ["½", undefined],
  ["一", undefined],
  ["1\n", undefined],
];

const LETTERS: [number: number, lower: string, upper: string][] = [
  [1, "a", "A"],
  [2, "b", "B"],
  [26, "z", "Z"],
  [27, "aa", "AA"],
  [52, "az", "AZ"],
  [53, "ba", "BA"],
  [702, "zz", "ZZ"],
  [703, "aaa", "AAA"],
  [18278, "zzz", "ZZZ"],
  [18279, "aaaa", "AAAA"],
  [1000000, "bdwgn", "BDWGN"],
];

describe("parseNumber", () => {
  it.each(PARSED)("takes %j for %s", (text, expected) => {
    const value = parseNumber(text);
    expect(value === undefined ? undefined : cNumberFormat("JSON").format(value)).toBe(expected);
  });

  it("refuses numbers of too many digits", () => {
    expect(() => parseNumber("9".repeat(10_001))).toThrow(ArithmeticFault);
    expect(() => parseNumber("1E2147483647")).toThrow(ArithmeticFault);
    expect(() => parseNumber("1E-2147483647")).toThrow(ArithmeticFault);
  });

  it("takes time in proportion to a text's length", () => {
    const start = performance.now();
    expect(parseNumber(`${"1".repeat(300_000)}x`)).toBeUndefined();
    expect(parseNumber(`1e${"0".repeat(300_000)}x`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("lowerAbc and upperAbc", () => {
  it.each(LETTERS)("%d is %s, %s", (number, lower, upper) => {
    expect([lowerAbc(number), upperAbc(number)]).toEqual([lower, upper]);
  });

  it.each([0, -1, 1.5, 3_000_000_000, Number.NaN, Number.POSITIVE_INFINITY])(
    "has no letters for %d",
    (number) => {
      expect(() => lowerAbc(number)).toThrow(ArithmeticFault);
    },
  );
});
