import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimestamp } from "./time.ts";
import { readTime } from "./utc-time.ts";

test("times are read exactly as the general rule reads them", () => {
  const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, "0"));
  const near = fc.oneof(
    two,
    fc.constantFrom("00", "01", "12", "13", "23", "24", "28", "29", "30", "31", "32", "59", "60"),
  );
  const fraction = fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,11}$/));
  const zone = fc.constantFrom("Z", "z", "+00:00", "-05:30");
  const year = fc.constantFrom("0000", "0001", "1969", "2000", "2023", "2024", "9999");
  fc.assert(
    fc.property(year, near, near, near, near, near, fraction, zone, (y, mo, d, h, mi, s, f, z) => {
      const text = `${y}-${mo}-${d}T${h}:${mi}:${s}${f}${z}`;
      expect(readTime(text)).toBe(parseTimestamp(text));
    }),
    { numRuns: 5000 },
  );
});
