import { expect, test } from "vitest";
import { periodOf } from "./metrics-period.ts";

const NOW = Date.parse("2022-11-02T12:34:56.789Z");
const custom = (start: string, end: string) => periodOf({ time_period: "CUSTOM", start, end }, NOW);
const iso = (text: string): number => Date.parse(text);

test("a period that ends now begins at a whole minute", () => {
  expect(periodOf({ time_period: "TEN_MINUTES" }, NOW)).toEqual({
    start: iso("2022-11-02T12:24:00Z"),
    end: NOW,
  });
  expect(periodOf({ time_period: "TWO_WEEKS", start: "whatever" }, NOW)).toEqual({
    start: iso("2022-10-19T12:34:00Z"),
    end: NOW,
  });
});

test("a period of one's own is given in ISO 8601 of any zone, with or without seconds", () => {
  const october = { start: iso("2022-10-01T06:00:00Z"), end: iso("2022-10-31T06:00:00Z") };
  for (const [start, end] of [
    ["2022-10-01T07:00:00+01:00", "2022-10-31T07:00:00+01:00"],
    ["2022-10-01T07:00:00 01:00", "2022-10-31T07:00:00 01:00"],
    ["2022-10-01T07:00+0100", "2022-10-31T01:30-04:30"],
    ["2022-10-01T06:00Z", "2022-10-31t06:00:00.000z"],
    ["2022-10-01T06:00", "2022-10-31T06:00"],
    ["1664604000", "1667196000"],
    ["1664604000000", "1667196000000"],
  ] as const)
    expect([start, custom(start, end)]).toEqual([start, october]);
  expect(custom("2022-10-01", "2022-10-02")).toEqual({
    start: iso("2022-10-01T00:00:00Z"),
    end: iso("2022-10-02T00:00:00Z"),
  });
});

test("what is no period is told why", () => {
  const bad: readonly (readonly [string, string])[] = [
    ["2022-10-01", "2022-10-01"],
    ["2022-13-01", "2022-10-01"],
    ["2022-10-01T25:00Z", "2022-10-03"],
    ["-1", "2022-10-03"],
    ["2022-10-01", "soon"],
    ["2022-08-01", "2022-10-03"],
    ["9".repeat(400), "2022-10-03"],
  ];
  for (const [start, end] of bad)
    expect([start, custom(start, end)]).toEqual([start, { error: expect.any(String) }]);
  expect(periodOf({}, NOW)).toEqual({ error: "time_period is required" });
  expect(periodOf({ time_period: "constructor" }, NOW)).toHaveProperty("error");
});
