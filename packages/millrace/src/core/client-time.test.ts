import { describe, expect, it } from "vitest";
import { readClientTime } from "./client-time.ts";

describe("readClientTime", () => {
  for (const [text, moment] of [
    ["2026-11-21T04:05:06Z", "2026-11-21T04:05:06.000000000Z"],
    ["2026-11-21T04:05:06.123456", "2026-11-21T04:05:06.123456000Z"],
    ["2026-11-21T04:05:06+02:00", "2026-11-21T02:05:06.000000000Z"],
    ["2026-11-21T04:05:06+0200", "2026-11-21T02:05:06.000000000Z"],
    ["2026-11-21T04:05:06-05", "2026-11-21T09:05:06.000000000Z"],
    ["2026-11-21 04:05 +0200", "2026-11-21T02:05:00.000000000Z"],
    ["2026-11-21T04:05", "2026-11-21T04:05:00.000000000Z"],
    ["2026-11-21", "2026-11-21T00:00:00.000000000Z"],
  ] as const) {
    it(`reads ${text}`, () => expect(readClientTime(text)).toBe(moment));
  }

  for (const text of ["", "now", "1700000000000", "2026-02-30T00:00:00", "2026-11-21T25:00", "21/11/2026"])
    it(`does not read "${text}"`, () => expect(readClientTime(text)).toBeUndefined());
});
