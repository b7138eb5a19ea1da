import { describe, expect, it } from "vitest";
import { dateFormat } from "./date-format.ts";
import { DateFormatFault } from "./date-fault.ts";
import { DateValue } from "./date-value.ts";
import { timeZone } from "./time-zone.ts";

const JULY = Date.UTC(2024, 6, 15, 12);

// Texts are those of Apache FreeMarker 2.3.34 on Java 17.
/** Locale, zone, and its name and offset in July by `z|zzzz|Z`. */
const NAMED: [string, string, string][] = [
  ["en_US", "UTC", "UTC|Coordinated Universal Time|+0000"],
  ["en_US", "GMT", "GMT|Greenwich Mean Time|+0000"],
  ["en_US", "Europe/London", "BST|British Summer Time|+0100"],
  ["en_US", "Europe/Dublin", "IST|Irish Standard Time|+0100"],
  ["en_US", "Europe/Istanbul", "TRT|Turkey Time|+0300"],
  ["en_US", "Africa/Lagos", "WAT|West Africa Standard Time|+0100"],
  ["en_US", "Africa/Nairobi", "EAT|East Africa Time|+0300"],
  ["en_US", "Africa/Casablanca", "WEST|Western European Summer Time|+0100"],
  ["en_US", "Asia/Kolkata", "IST|India Standard Time|+0530"],
  ["en_US", "Asia/Jerusalem", "IDT|Israel Daylight Time|+0300"],
  ["en_US", "Asia/Shanghai", "CST|China Standard Time|+0800"],
  ["en_US", "Asia/Taipei", "CST|Taipei Standard Time|+0800"],
  ["en_US", "Australia/Adelaide", "ACST|Australian Central Standard Time|+0930"],
  ["en_US", "Pacific/Auckland", "NZST|New Zealand Standard Time|+1200"],
  ["en_US", "America/Phoenix", "MST|Mountain Standard Time|-0700"],
  ["en_US", "Pacific/Honolulu", "HST|Hawaii-Aleutian Standard Time|-1000"],
  ["en_US", "America/St_Johns", "NDT|Newfoundland Daylight Time|-0230"],
  ["en_US", "PST", "PDT|Pacific Daylight Time|-0700"],
  ["en_US", "EST", "EST|Eastern Standard Time|-0500"],
  ["en_US", "HST", "HST|Hawaii Standard Time|-1000"],
  ["en_US", "ECT", "CEST|Central European Summer Time|+0200"],
  ["en_US", "CET", "CEST|Central European Summer Time|+0200"],
  ["en_US", "GMT+2", "GMT+02:00|GMT+02:00|+0200"],
  ["en_US", "Etc/GMT+3", "GMT-03:00|GMT-03:00|-0300"],
  ["en_US", "foo", "GMT|Greenwich Mean Time|+0000"],
  ["en_US", "US/Eastern", "EDT|Eastern Daylight Time|-0400"],
  ["en_US", "us/eastern", "GMT|Greenwich Mean Time|+0000"],
  ["en_US", "Europe/Kyiv", "EEST|Eastern European Summer Time|+0300"],
  ["en_GB", "America/New_York", "GMT-04:00|Eastern Daylight Time|-0400"],
  ["en_AU", "Pacific/Honolulu", "GMT-10:00|Hawaii-Aleutian Standard Time|-1000"],
  ["en_CA", "America/Halifax", "ADT|Atlantic Daylight Time|-0300"],
  ["en_GB", "Europe/Paris", "CEST|Central European Summer Time|+0200"],
  ["en_US", "America/Adak", "HADT|Hawaii-Aleutian Daylight Time|-0900"],
  ["en_US", "MET", "MEST|Middle Europe Summer Time|+0200"],
  ["en_US", "Pacific/Apia", "WSST|Apia Standard Time|+1300"],
  ["en_US", "GB-Eire", "BST|British Summer Time|+0100"],
  ["en_US", "gb-eire", "GMT|Greenwich Mean Time|+0000"],
  ["en_US", "Europe/BERLIN", "GMT|Greenwich Mean Time|+0000"],
  ["en_US", "GMT0", "GMT|Greenwich Mean Time|+0000"],
  ["en_US", "America/Argentina/Buenos_Aires", "ART|Argentina Standard Time|-0300"],
  ["en_US", "Etc/GMT+13", "GMT|Greenwich Mean Time|+0000"],
];

/** A name behind `2024-01-15 12:00`, and milliseconds since 1970; null is an error. */
const READ: [string, number | null][] = [
  ["EDT", 1705334400000],
  ["PST", 1705348800000],
  ["AKST", 1705352400000],
  ["HST", 1705356000000],
  ["BST", 1705316400000],
  ["IST", 1705312800000],
  ["WET", 1705320000000],
  ["CEST", 1705312800000],
  ["EET", 1705312800000],
  ["MSK", 1705309200000],
  ["SAST", 1705312800000],
  ["JST", 1705287600000],
  ["ACST", 1705285800000],
  ["ACDT", 1705285800000],
  ["NZDT", 1705273200000],
  ["BRT", 1705330800000],
  ["PHT", null],
  ["AST", 1705334400000],
  ["NST", 1705332600000],
  ["EAT", 1705309200000],
  ["GST", 1705305600000],
  ["Z", null],
  ["Central European Summer Time", 1705312800000],
  ["India Standard Time", 1705300200000],
  ["Australian Central Daylight Time", 1705285800000],
  ["Eastern European Time", 1705309200000],
  ["East Africa Time", 1705309200000],
];

describe("names of time zones", () => {
  it.each(NAMED)("in %s of %s", (locale, zone, expected) => {
    const value = new DateValue(JULY, "datetime");
    expect(dateFormat("z'|'zzzz'|'Z", "datetime", locale, zone).format(value)).toBe(expected);
  });

  it.each(READ)("reads %j", (name, expected) => {
    const parse = (): number =>
      dateFormat("yyyy-MM-dd HH:mm z", "datetime", "en_US", "UTC").parse(`2024-01-15 12:00 ${name}`)
        .epochMilliseconds;
    if (expected === null) expect(parse).toThrow(DateFormatFault);
    else expect(parse()).toBe(expected);
  });

  it("reads the names that the format's zone has in its language", () => {
    const format = dateFormat("d.M.yyyy HH:mm zzzz", "datetime", "de_DE", "Europe/Berlin");
    const summer = new DateValue(JULY, "datetime");
    expect(format.format(summer)).toBe("15.7.2024 14:00 Mitteleuropäische Sommerzeit");
    expect(format.parse(format.format(summer))).toEqual(summer);
  });
});

describe("ids of time zones", () => {
  it.each(["PST", "US/Pacific", "PST8PDT", "America/Los_Angeles", "Mexico/BajaNorte"])("%s", (id) => {
    expect([timeZone(id).id, timeZone(id).offsetAt(JULY) / 3_600_000]).toEqual([id, -7]);
  });

  it.each([
    "pst",
    "us/pacific",
    "US/PACIFIC",
    "America/LOS_ANGELES",
    "Factory",
    "+07:00",
    "x".repeat(100_000),
  ])("%s is GMT", (id) => {
    expect(timeZone(id).id).toBe("GMT");
  });
});
