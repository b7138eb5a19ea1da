import { describe, expect, it } from "vitest";
import { type DateFaultCode, DateFormatFault } from "./date-fault.ts";
import { dateFormat } from "./date-format.ts";
import { compareDates, convertDate, dateToLong, numberToDate, typeIfUnknown } from "./date-operations.ts";
import { DateValue } from "./date-value.ts";
import { isLegacyIsoName, legacyIso } from "./iso-format.ts";
import { timeZone } from "./time-zone.ts";

const NOVEMBER = new DateValue(1_700_000_000_123, "datetime");

function codeOf(run: () => unknown): DateFaultCode | undefined {
  try {
    run();
  } catch (fault) {
    if (fault instanceof DateFormatFault) return fault.code;
    throw fault;
  }
  return undefined;
}

// Texts are those of Apache FreeMarker 2.3.34.
describe("legacyIso", () => {
  it.each([
    ["iso_utc", "", "2023-11-14T22:13:20Z"],
    ["iso_utc_fz", "", "2023-11-14T22:13:20Z"],
    ["iso_utc_nz", "", "2023-11-14T22:13:20"],
    ["iso_local_ms_nz", "UTC", "2023-11-14T22:13:20.123"],
    ["iso_local_h", "UTC", "2023-11-14T22Z"],
    ["iso_nz", "Europe/Berlin", "2023-11-14T23:13:20"],
    ["iso_h_nz", "Europe/Berlin", "2023-11-14T23"],
    ["iso_ms", "Europe/Berlin", "2023-11-14T23:13:20.123+01:00"],
    ["iso", "GMT+020", "2023-11-14T22:33:20+00:20"],
  ])("%s(%s)", (name, zone, expected) => {
    expect(legacyIso(NOVEMBER, name, zone)).toBe(expected);
  });

  it.each(["iso_fz", "iso_local_fz", "iso_utc_ms_fz", "iso_utc_nz_ms", "iso_s"])("there is no %s", (name) => {
    expect(isLegacyIsoName(name)).toBe(false);
  });

  it.each(["foo", "europe/berlin", "GMT+25", "GMT+2:5", "UT", "UTC+2", ""])("refuses the zone %j", (zone) => {
    expect(codeOf(() => legacyIso(NOVEMBER, "iso", zone))).toBe("unrecognized-time-zone");
  });

  it.each(["utc", "gmt", "UT1", "GMT0", "UTC+00:00", "Zulu"])("takes the zone %j for UTC", (zone) => {
    expect(legacyIso(NOVEMBER, "iso", zone)).toBe("2023-11-14T22:13:20Z");
  });

  it("refuses a date of unknown type", () => {
    expect(codeOf(() => legacyIso(new DateValue(0, "unknown"), "iso_utc", ""))).toBe("unknown-date-type");
  });
});

describe("formats of dates of unknown type", () => {
  it.each(["iso", "xs_nz", "short", "", "medium_foo"])("%j needs the type", (pattern) => {
    expect(codeOf(() => dateFormat(pattern, "unknown", "en_US", "UTC"))).toBe("unknown-date-type");
  });

  it("a pattern does not", () => {
    expect(dateFormat("yyyy", "unknown", "en_US", "UTC").format(NOVEMBER.withType("unknown"))).toBe("2023");
  });
});

describe("conversions", () => {
  it.each([
    [0.5, 1],
    [1.5, 2],
    [2.5, 3],
    [-0.5, -1],
    [-2.5, -3],
    [0.4999, 0],
    [-0.2, 0],
  ])("numberToDate rounds %d to %d", (number, expected) => {
    expect(dateToLong(numberToDate(number, "date"))).toBe(expected);
  });

  it("refuses numbers beyond 64 bits", () => {
    expect(codeOf(() => numberToDate(2 ** 63, "date"))).toBe("number-range");
  });

  it("converts a datetime to its parts and nothing back", () => {
    expect(convertDate(NOVEMBER, "time").type).toBe("time");
    expect(convertDate(NOVEMBER.withType("unknown"), "date").type).toBe("date");
    expect(codeOf(() => convertDate(NOVEMBER.withType("date"), "datetime"))).toBe("date-type-mismatch");
    expect(codeOf(() => convertDate(NOVEMBER.withType("time"), "date"))).toBe("date-type-mismatch");
  });

  it("gives a type to a date that has none", () => {
    expect(typeIfUnknown(NOVEMBER, "date")).toBe(NOVEMBER);
    expect(typeIfUnknown(NOVEMBER.withType("unknown"), "date").type).toBe("date");
  });

  it("compares dates of one type", () => {
    expect(compareDates(NOVEMBER, new DateValue(0, "datetime"))).toBeGreaterThan(0);
    expect(codeOf(() => compareDates(NOVEMBER, NOVEMBER.withType("date")))).toBe("date-type-mismatch");
    const unknown = NOVEMBER.withType("unknown");
    expect(codeOf(() => compareDates(unknown, unknown))).toBe("unknown-date-type");
  });
});

describe("hostile input", () => {
  it("refuses patterns that are too long", () => {
    expect(codeOf(() => dateFormat("y".repeat(20_000), "date", "en_US", "UTC"))).toBe("invalid-format");
    expect(codeOf(() => dateFormat(`iso${"_".repeat(20_000)}`, "date", "en_US", "UTC"))).toBe(
      "invalid-format",
    );
  });

  it("reads long texts in time proportional to them", () => {
    const digits = "1".repeat(1_000_000);
    const parse = (pattern: string, text: string) =>
      codeOf(() => dateFormat(pattern, "datetime", "en_US", "UTC").parse(text));
    expect(parse("iso", `${digits}T`)).toBe("unparsable");
    expect(parse("iso", `2020-01-01T10:20:30.${digits}x`)).toBe("unparsable");
    expect(parse("yyyy-MM", digits)).toBe("unparsable");
    expect(parse("z", digits)).toBe("unparsable");
    expect(parse("d", "1".repeat(50))).toBeUndefined();
  });

  it.each(["2147483647", "300001952", "-2147483647", "99999999999", "287396"])(
    "takes the year %s",
    (year) => {
      const format = dateFormat("yyyy-MM-dd", "date", "en_US", "Europe/Berlin");
      expect(Number.isFinite(format.parse(`${year}-07-01`).epochMilliseconds)).toBe(true);
      expect(format.format(format.parse(`${year}-07-01`))).toMatch(/^\d+-\d\d-\d\d$/u);
    },
  );

  it("finds offsets far away", () => {
    const zone = timeZone("Europe/Berlin");
    expect(zone.offsetAt(8e15)).toBe(zone.offsetAt(8e15 - 400 * 365.2425 * 86_400_000));
    expect(zone.offsetAt(-8e15)).toBe(3_600_000);
  });
});
