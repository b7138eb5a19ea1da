import { describe, expect, it } from "vitest";
import { Formats, formatsOf } from "./formats.ts";

// Expected texts are what Apache FreeMarker 2.3.34 prints.

describe("the formats of a locale and zone", () => {
  it("are built once", () => {
    const formats = formatsOf("de_DE", "Europe/Berlin");
    expect(formats.number("0.00")).toBe(formats.number("0.00"));
    expect(formats.date("yyyy", "date")).toBe(formats.date("yyyy", "date"));
    expect(formatsOf("de_DE", "Europe/Berlin")).toBe(formats);
    expect(formatsOf("de_DE", "UTC")).not.toBe(formats);
  });

  it("differ by locale, zone and type", () => {
    const time = formatsOf("en_US", "UTC").date("iso", "datetime").parse("2026-03-14T09:26:53Z");
    expect(formatsOf("de_DE", "UTC").number("0.00").format(1.5)).toBe("1,50");
    expect(formatsOf("en_US", "UTC").number("0.00").format(1.5)).toBe("1.50");
    expect(formatsOf("en_US", "Europe/Berlin").date("iso", "datetime").format(time)).toBe(
      "2026-03-14T10:26:53+01:00",
    );
    expect(formatsOf("en_US", "Europe/Berlin").date("iso", "date").format(time.withType("date"))).toBe(
      "2026-03-14",
    );
  });

  it("differ by what more than three digits of S are", () => {
    const ofJava = formatsOf("en_US", "UTC").date("ss.S", "datetime");
    const decimal = formatsOf("en_US", "UTC", "decimal").date("ss.S", "datetime");
    expect(ofJava.parse("00.123000").epochMilliseconds).toBe(123_000);
    expect(decimal.parse("00.123000").epochMilliseconds).toBe(123);
    expect(formatsOf("en_US", "UTC").date("ss.S", "datetime")).toBe(ofJava);
    expect(formatsOf("en_US", "UTC", "decimal").date("ss.S", "datetime")).toBe(decimal);
  });

  it("don't pile up, whatever patterns and locales templates choose", () => {
    const formats = new Formats("en_US", "UTC");
    const first = formats.number("0.0");
    const place = formatsOf("fr_FR", "UTC");
    for (let i = 0; i < 1000; i++) {
      formats.number(`0 '${i}'`);
      formatsOf(`en_X${i}`, "UTC");
    }
    expect(formats.number("0.0")).not.toBe(first);
    expect(formatsOf("fr_FR", "UTC")).not.toBe(place);
  });
});
