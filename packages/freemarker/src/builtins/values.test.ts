import { describe, expect, it } from "vitest";
import { DateValue } from "../dates/date-value.ts";
import { RenderError } from "../core/errors.ts";
import { asDate, asHash, asMethod, asString } from "../runtime/convert.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Maybe } from "../values/value.ts";
import { BOOLEANS } from "./booleans.ts";
import { DATES } from "./dates.ts";
import type { BuiltinTable } from "./definition.ts";
import { ISO } from "./iso.ts";
import { NUMBERS } from "./numbers.ts";
import { run, testEnvironment } from "./testing/environment.ts";
import { WRITTEN } from "./written.ts";

// All expected values are what Apache FreeMarker 2.3.34 prints.

const ALL: BuiltinTable = { ...BOOLEANS, ...DATES, ...ISO, ...NUMBERS, ...WRITTEN };
const EPOCH = new DateValue(0, "datetime");

function ask(name: string, left: Maybe, args?: readonly Maybe[], settings: Partial<Settings> = {}): unknown {
  const value = run(ALL, name, left, args, testEnvironment(settings));
  return asString(value) ?? value;
}

describe("built-ins on numbers", () => {
  it.each<[string, Maybe, unknown]>([
    ["abs", -1.5, 1.5],
    ["ceiling", -1.5, -1],
    ["floor", -1.5, -2],
    ["round", -0.5, 0],
    ["int", 4_294_967_297, 1],
    ["byte", 300, 44],
    ["short", 70_000, 4464],
    ["is_infinite", Infinity, true],
    ["is_nan", Number.NaN, true],
    ["lower_abc", 703, "aaa"],
    ["upper_abc", 27, "AA"],
    ["long", 1.7, 1],
    ["long", new DateValue(1234, "date"), 1234],
    ["number", "1e3", 1000],
    ["number", "-INF", -Infinity],
    ["number_to_date", 1.5, new DateValue(2, "date")],
    ["number_to_datetime", -1.5, new DateValue(-2, "datetime")],
    ["number_to_time", Number.NaN, new DateValue(0, "time")],
  ])("?%s of %j is %j", (name, left, expected) => {
    expect(ask(name, left)).toEqual(expected);
  });

  it.each<[string, Maybe]>([
    ["abs", "1"],
    ["lower_abc", 0],
    ["lower_abc", 1.5],
    ["number", " 1"],
    ["number", "0x10"],
    ["long", "1"],
    ["number_to_date", 1e300],
  ])("?%s of %j is an error", (name, left) => {
    expect(() => ask(name, left)).toThrow(RenderError);
  });
});

describe("?boolean", () => {
  it("reads true and false, and what boolean_format has for them", () => {
    expect(ask("boolean", "true")).toBe(true);
    expect(ask("boolean", "b,c", undefined, { boolean_format: "a,b,c" })).toBe(false);
    expect(() => ask("boolean", "yes")).toThrow("neither true nor false");
  });
});

describe("?c and ?cn", () => {
  it.each<[string, Maybe, unknown]>([
    ["c", 1234.5, "1234.5"],
    ["c", true, "true"],
    ["c", 'a"b', '"a\\"b"'],
    ["cn", undefined, "null"],
    ["cn", "a", '"a"'],
  ])("?%s of %j is %j", (name, left, expected) => {
    expect(ask(name, left)).toBe(expected);
  });

  it("refuse what they can't write", () => {
    expect(() => ask("c", undefined)).toThrow("no value");
    expect(() => ask("c", EPOCH)).toThrow("number, boolean or string");
  });
});

describe("?string", () => {
  it.each<[Maybe, Maybe[], unknown]>([
    [1, ["0.00"], "1.00"],
    [1, [3], "31"],
    [1, ["currency"], "$1.00"],
    [EPOCH, ["yyyy"], "1970"],
    [EPOCH, ["iso"], "1970-01-01T00:00:00Z"],
    [true, ["y", "n"], "y"],
    [false, [1, 2.5], "2.5"],
  ])("of %j with %j is %j", (left, args, expected) => {
    expect(ask("string", left, args)).toBe(expected);
  });

  it.each<[Maybe, Maybe[]]>([
    [1, []],
    [1, ["0", "0"]],
    [1, ["0.0.0"]],
    [true, ["y"]],
    [EPOCH, ["qq"]],
    ["a", ["x"]],
    [undefined, ["x"]],
  ])("of %j with %j is an error", (left, args) => {
    expect(() => ask("string", left, args)).toThrow(RenderError);
  });

  it("keeps the format of its time, and takes others as a hash and a method", () => {
    const env = testEnvironment({ number_format: "0.00" });
    const value = run(ALL, "string", 1234.5, undefined, env);
    expect(asString(value)).toBe("1234.50");
    expect(asHash(value)?.get("0")).toBe("1234");
    expect(asMethod(value)?.call(["0.0"], env.budget)).toBe("1234.5");
    expect(() => asMethod(value)?.call([], env.budget)).toThrow("one argument");
  });

  it("prints booleans even where printing them alone is refused", () => {
    expect(ask("string", true)).toBe("true");
    expect(ask("string", false, undefined, { boolean_format: "a,b,c" })).toBe("b,c");
  });
});

describe("?date, ?time and ?datetime", () => {
  it("read a text when it is asked for", () => {
    const value = run(ALL, "date", "2020-01-02", undefined, testEnvironment({ date_format: "iso" }));
    expect(asDate(value)).toEqual(new DateValue(Date.UTC(2020, 0, 2), "date"));
    const wrong = run(ALL, "date", "x");
    expect(() => asDate(wrong)).toThrow("x");
    expect(asHash(run(ALL, "date", "02.01.2020"))?.get("dd.MM.yyyy")).toEqual(asDate(value));
  });

  it("read a text in a format", () => {
    expect(ask("time", "03:04", ["HH:mm"])).toEqual(new DateValue(11_040_000, "time"));
    expect(() => ask("date", "x", ["yyyy"])).toThrow(RenderError);
    expect(() => ask("date", "x", ["yyyy", "y"])).toThrow(RenderError);
  });

  it("give dates another type where that takes nothing they don't have", () => {
    expect(ask("date", EPOCH)).toEqual(new DateValue(0, "date"));
    expect(ask("date_if_unknown", EPOCH)).toBe(EPOCH);
    expect(ask("time_if_unknown", new DateValue(0, "unknown"))).toEqual(new DateValue(0, "time"));
    expect(() => ask("date", new DateValue(0, "time"))).toThrow("can't be made");
    expect(() => ask("date", EPOCH, ["yyyy"])).toThrow("no arguments");
    expect(() => ask("date_if_unknown", 1)).toThrow(RenderError);
  });
});

describe("the ?iso family", () => {
  it.each<[string, Maybe[] | undefined, string]>([
    ["iso_utc", undefined, "1970-01-01T00:00:00Z"],
    ["iso_utc_h_nz", undefined, "1970-01-01T00"],
    ["iso_local_m", undefined, "1970-01-01T01:00+01:00"],
    ["iso", ["GMT+2"], "1970-01-01T02:00:00+02:00"],
  ])("?%s with %j is %j", (name, args, expected) => {
    expect(ask(name, EPOCH, args, { time_zone: "Europe/Berlin" })).toBe(expected);
  });

  it("needs a zone that there is", () => {
    expect(() => ask("iso", EPOCH, ["nope"])).toThrow("nope");
  });
});
