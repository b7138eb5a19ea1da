import { describe, expect, it } from "vitest";
import { compile } from "../index.ts";
import { DateFormatFault } from "./date-fault.ts";
import { dateFormat } from "./date-format.ts";
import { DateValue } from "./date-value.ts";
import type { Fractions } from "./fractions.ts";

const SECOND = Date.UTC(2022, 0, 6, 17, 29, 4);

/** Milliseconds behind the second that all texts here say, with whatever follows `17:29:04.`. */
function read(rest: string, pattern: string, fractions?: Fractions): number {
  const format = dateFormat(`yyyy-MM-dd HH:mm:ss.${pattern}`, "datetime", "en_US", "UTC", fractions);
  return format.parse(`2022-01-06 17:29:04.${rest}`).epochMilliseconds - SECOND;
}

function write(milliseconds: number, pattern: string, locale = "en_US", fractions: Fractions = "decimal") {
  const format = dateFormat(pattern, "datetime", locale, "UTC", fractions);
  return format.format(new DateValue(SECOND + milliseconds, "datetime"));
}

describe("S with fractions that are milliseconds", () => {
  it.each([
    ["123000", "SSSSSS", 123_000],
    ["123000", "S", 123_000],
    ["123", "SSSSSS", 123],
  ])("reads %s by %s as %d ms, as Java does", (rest, pattern, expected) => {
    expect(read(rest, pattern)).toBe(expected);
    expect(read(rest, pattern, "milliseconds")).toBe(expected);
  });

  it("writes them with zeros in front", () => {
    expect(write(123, "SSSSSS", "en_US", "milliseconds")).toBe("000123");
  });
});

describe("S with decimal fractions", () => {
  it.each([
    ["123000", "SSSSSS", 123],
    ["123000", "S", 123],
    ["123000", "SSS", 123],
    ["000000", "S", 0],
    ["000123", "SSSSSS", 0],
    ["1234", "S", 123],
    ["0500", "S", 50],
    ["123456789", "SSSSSSSSS", 123],
    ["9999999999999999999999999999", "S", 999],
    ["١٢٣٠٠٠", "S", 123],
  ])("reads %s by %s as %d ms, cut off below the millisecond", (rest, pattern, expected) => {
    expect(read(rest, pattern, "decimal")).toBe(expected);
  });

  it.each([
    ["1", 1],
    ["12", 12],
    ["123", 123],
    ["005", 5],
    ["-123", -123],
    ["NaN", 0],
  ])("reads %s, of at most three digits, as %d ms, as Java does", (rest, expected) => {
    expect(read(rest, "SSSSSS", "decimal")).toBe(expected);
    expect(read(rest, "SSSSSS", "milliseconds")).toBe(expected);
  });

  it.each([
    ["-123000", -123],
    ["-123999", -123],
    ["-000999", 0],
    [" 123000", 123],
    [" -1239", -123],
  ])("reads %j, with a sign or blanks in front of the digits, as %d ms", (rest, expected) => {
    expect(read(rest, "S", "decimal")).toBe(expected);
  });

  it.each([
    ["12E3", 12_000],
    ["1234E2", 123_400],
  ])("leaves %s, which is more than digits, what it is in Java", (rest, expected) => {
    expect(read(rest, "S", "decimal")).toBe(expected);
    expect(read(rest, "S", "milliseconds")).toBe(expected);
  });

  it.each([
    ["123000Z", "SSSSSSX", 123],
    ["123000+01:00", "SXXX", 123 - 3_600_000],
    ["123000 EST", "S z", 123 + 5 * 3_600_000],
    ["123000EST", "Sz", 123 + 5 * 3_600_000],
    ["123000 PM", "S a", 123],
  ])("reads %s by %s up to the end of the digits", (rest, pattern, expected) => {
    expect(read(rest, pattern, "decimal")).toBe(expected);
  });

  it("reads as many characters as there are letters where another number follows at once", () => {
    const parse = (pattern: string, text: string) =>
      dateFormat(pattern, "datetime", "en_US", "UTC", "decimal").parse(text).epochMilliseconds;
    expect(parse("yyyyMMddHHmmssSSSSSS", "20220106172904123000")).toBe(SECOND + 123);
    expect(parse("SSSSSSyyyyMMddHHmmss", "12300020220106172904")).toBe(SECOND + 123);
    expect(parse("SSSyyyyMMddHHmmss", "12320220106172904")).toBe(SECOND + 123);
    expect(parse("SSyyyyMMddHHmmss", "1220220106172904")).toBe(SECOND + 12);
    expect(parse("SSSSyyyyMMddHHmmss", " 12320220106172904")).toBe(SECOND + 123);
  });

  it("needs digits, and what the pattern has behind them", () => {
    expect(() => read("x", "S", "decimal")).toThrow(DateFormatFault);
    expect(() => read("", "S", "decimal")).toThrow(DateFormatFault);
    expect(() => read("123000", "SSS'000'", "decimal")).toThrow(DateFormatFault);
  });

  it.each([
    ["S", 123, "123"],
    ["S", 5, "5"],
    ["SSS", 5, "005"],
    ["SSSS", 5, "0050"],
    ["SSSSSS", 123, "123000"],
    ["SSSSSSSSS", 123, "123000000"],
    ["ss.SSSSSSX", 123, "04.123000Z"],
  ])("writes by %s %d ms as %s", (pattern, milliseconds, expected) => {
    expect(write(milliseconds, pattern)).toBe(expected);
  });

  it("writes with the digits of the locale", () => {
    expect(write(123, "SSSSSS", "ar_EG")).toBe("١٢٣٠٠٠");
  });

  it.each(["SSSS", "SSSSSS", "SSSSSSSSS"])("reads what it writes by %s", (pattern) => {
    for (const milliseconds of [0, 1, 45, 678, 999]) {
      expect(read(write(milliseconds, pattern), pattern, "decimal")).toBe(milliseconds);
    }
  });

  it("writes no more digits than Java does, however long the pattern is", () => {
    expect(write(1, "S".repeat(5_000))).toBe(write(1, "S".repeat(309)));
  });
});

describe("the setting fractions", () => {
  const model = { time: "2022-01-06 17:29:04.123000" };
  const explicit = '${time?datetime("yyyy-MM-dd HH:mm:ss.S")?long}';
  const bySetting = '<#setting datetime_format="yyyy-MM-dd HH:mm:ss.SSSSSS">${time?datetime?long?c}';

  it("is Java's where nothing is said", () => {
    expect(compile(bySetting).render(model)).toBe(String(SECOND + 123_000));
  });

  it.each([explicit, bySetting])("makes six digits a fraction: %s", (source) => {
    const template = compile(source, { settings: { fractions: "decimal", numberFormat: "c" } });
    expect(template.render(model)).toBe(String(SECOND + 123));
    expect(template.render(model, { settings: { fractions: "milliseconds" } })).toBe(
      String(SECOND + 123_000),
    );
    expect(template.render(model, { settings: {} })).toBe(String(SECOND + 123));
  });

  it("stays when a template changes its other settings", () => {
    const source =
      '<#setting locale="de_DE"><#setting time_zone="Europe/Berlin">${time?time("yyyy-MM-dd HH:mm:ss.S")?iso_utc_ms}';
    expect(compile(source, { settings: { fractions: "decimal" } }).render(model)).toBe("16:29:04.123Z");
  });

  it("can't be changed by a template", () => {
    const source = '<#setting fractions="milliseconds">';
    expect(() => compile(source, { settings: { fractions: "decimal" } })).toThrow("no setting");
  });
});
