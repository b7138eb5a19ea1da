import { describe, expect, test } from "vitest";
import { parseLossless, printLossless } from "../core/json/lossless.ts";
import type { ValueStep } from "../core/shape.ts";
import { compileSteps } from "./value-steps.ts";

/** What the steps make of a JSON value, as JSON; undefined where nothing is left. */
function after(json: string, ...steps: readonly ValueStep[]): string | undefined {
  const value = compileSteps(steps)(parseLossless(json));
  return value === undefined ? undefined : printLossless(value);
}

describe("a step", () => {
  test.each<[ValueStep, string, string | undefined]>([
    ["string", '"a"', '"a"'],
    ["string", "1.0", '"1.0"'],
    ["string", "12345678901234567890", '"12345678901234567890"'],
    ["string", "true", '"true"'],
    ["string", "[1]", undefined],
    ["string", "{}", undefined],
    ["number", "1.0", "1.0"],
    ["number", '" 12.50 "', "12.50"],
    ["number", '"12345678901234567890"', "12345678901234567890"],
    ["number", '"1,5"', undefined],
    ["number", '""', undefined],
    ["number", '"007"', undefined],
    ["number", "true", undefined],
    ["boolean", "false", "false"],
    ["boolean", '" TRUE "', "true"],
    ["boolean", "0", "false"],
    ["boolean", '"1"', "true"],
    ["boolean", "2", undefined],
    ["boolean", '"yes"', undefined],
    ["json", '{"a":[1.0,null]}', String.raw`"{\"a\":[1.0,null]}"`],
    ["json", '"a"', String.raw`"\"a\""`],
    ["trim", '" a b\\n"', '"a b"'],
    ["lowercase", '"ÄB"', '"äb"'],
    ["uppercase", '"straße"', '"STRASSE"'],
    ["lowercase", "[]", undefined],
    ["sha256", '"abc"', '"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"'],
    ["sha256", '""', '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'],
    ["base64", '"ü?"', '"w7w/"'],
    ["base64", '{"a":1}', undefined],
    ["iso_time", '"2022-01-06 17:29:04.123456"', '"2022-01-06T17:29:04.123Z"'],
    ["iso_time", '"2022-01-06T18:29:04+01:00"', '"2022-01-06T17:29:04.000Z"'],
    ["iso_time", "1641490144", '"2022-01-06T17:29:04.000Z"'],
    ["iso_time", "1641490144123", '"2022-01-06T17:29:04.123Z"'],
    ["iso_time", '"1641490144.5"', '"2022-01-06T17:29:04.500Z"'],
    ["iso_time", '"2022-02-31 00:00:00"', undefined],
    ["iso_time", '"yesterday"', undefined],
    ["iso_time", "1e400", undefined],
    ["iso_time", "true", undefined],
    ["unix_seconds", '"2022-01-06 17:29:04.999000"', "1641490144"],
    ["unix_seconds", "-0.5", "-1"],
    ["unix_milliseconds", '"2022-01-06 17:29:04.123999"', "1641490144123"],
    ["unix_milliseconds", "1641490144", "1641490144000"],
  ])("%s of %s is %s", (step, json, expected) => {
    expect(after(json, step)).toBe(expected);
  });
});

test("steps are taken in order", () => {
  expect(after('" Maria@Example.com "', "trim", "lowercase", "sha256")).toBe(
    '"10ef04a5a1acd81d18a0c61fdd354a063da07223720a1d8760aa5c2afa5e8ee0"',
  );
});

test("a value that one step cannot take is none, whatever comes behind", () => {
  expect(after('"x"', "number", "string")).toBeUndefined();
  expect(after("null", "json")).toBeUndefined();
});
