import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactNumber, isMembers, mayChange, parseLossless, printLossless } from "./lossless.ts";
import { MAX_DEPTH } from "./scan.ts";

const roundTrip = (text: string): string => printLossless(parseLossless(text));

const NUMBERS = [
  "0",
  "-0",
  "-0.0",
  "1.0",
  "-1.50",
  "100",
  "0.1",
  "0.0000001",
  "-0.0000001234",
  "0.000001",
  "1e5",
  "1E+5",
  "1e-7",
  "1e400",
  "-1e-400",
  "12345678901234567890",
  "9007199254740993",
  "0.30000000000000004",
  "123456789.123456789",
  "1000000000000000000000",
];

describe("what was parsed without loss is printed as it was written", () => {
  test.each(NUMBERS)("the number %s, wherever it stands", (number) => {
    for (const text of [
      number,
      `[${number}]`,
      `{"a":${number}}`,
      `[1,${number},"x"]`,
      `{"a":[{"b":${number}}],"c":1}`,
    ])
      expect(roundTrip(text)).toBe(text);
    expect(roundTrip(`[ ${number} , ${number}\n]`)).toBe(`[${number},${number}]`);
  });

  test("numbers of every form", () => {
    const digits = fc.stringMatching(/^[0-9]{1,25}$/);
    const number = fc
      .tuple(
        fc.boolean(),
        fc.bigInt({ min: 0n, max: 10n ** 25n }),
        fc.option(digits),
        fc.option(fc.integer({ min: -400, max: 400 })),
      )
      .map(
        ([negative, whole, fraction, exponent]) =>
          `${negative ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`,
      );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 5 }), (numbers) => {
        const text = `{"a":[${numbers.join(",")}]}`;
        expect(roundTrip(text)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test("everything that JSON.stringify prints", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (text) => {
        // Members come in the order JavaScript gives them, as they do from JSON.stringify.
        const given = JSON.stringify(JSON.parse(text));
        expect(roundTrip(given)).toBe(given);
        expect(roundTrip(`{"n":1.0,"v":${given}}`)).toBe(`{"n":1.0,"v":${given}}`);
      }),
    );
  });

  test.each([
    '{"__proto__":{"a":1},"n":1.0}',
    '{"__proto__":1.0,"constructor":2.0}',
    '{"":"","\\u0000":"\\ud800","日":"\\"\\\\"}',
    '["1.0","-0",",1e5,"]',
  ])("members of any name, and texts that look like numbers: %s", (text) => {
    expect(roundTrip(text)).toBe(text);
  });

  test("as deep as JSON may nest", () => {
    const deep = `${"[".repeat(MAX_DEPTH)}1.0${"]".repeat(MAX_DEPTH)}`;
    expect(roundTrip(deep)).toBe(deep);
    expect(() => parseLossless(`[${"[".repeat(MAX_DEPTH)}1.0${"]".repeat(MAX_DEPTH)}]`)).toThrow(RangeError);
  });

  test("without members that are undefined", () => {
    expect(printLossless({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });
});

describe("an exact number", () => {
  test("stands only where a number would be printed differently", () => {
    expect(parseLossless('{"a":10,"b":1.5,"c":10.0}')).toEqual({ a: 10, b: 1.5, c: new ExactNumber("10.0") });
  });

  test("is no object with members", () => {
    expect(isMembers(parseLossless("1.0"))).toBe(false);
    expect(isMembers(parseLossless('{"a":1.0}'))).toBe(true);
  });

  test("is found again by its text and by its value", () => {
    const number = new ExactNumber("12345678901234567890");
    expect([String(number), Number(number)]).toEqual(["12345678901234567890", 12_345_678_901_234_567_000]);
  });
});

test("the look for numbers that may change takes a moment on any text", () => {
  const start = performance.now();
  for (const text of [
    `"${",1".repeat(100_000)}"`,
    `"${",".repeat(200_000)}"`,
    `"${`,${" ".repeat(100)}`.repeat(2_000)}"`,
    `",${"1".repeat(200_000)}x"`,
    `",1.${"0".repeat(200_000)}x"`,
  ])
    mayChange(text);
  expect(performance.now() - start).toBeLessThan(500);
});
