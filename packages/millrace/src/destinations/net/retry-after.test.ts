import { expect, it } from "vitest";
import { waitAskedFor } from "./retry-after.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

it.each([
  ["7", 7_000],
  ["0", 0],
  ["Thu, 01 Jan 2026 00:02:00 GMT", 120_000],
  ["Thu, 01 Jan 2020 00:02:00 GMT", 0],
  ["999999999", 86_400_000],
  ["Thu, 01 Jan 2099 00:02:00 GMT", 86_400_000],
  [["3", "4"], 3_000],
  ["-1", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["2026-01-01", undefined],
  ["Thu, 99 Zzz 2026 00:02:00 GMT", undefined],
  [undefined, undefined],
])("Retry-After: %s is a wait of %s ms", (header, wait) => {
  expect(waitAskedFor(header, NOW)).toBe(wait);
});
