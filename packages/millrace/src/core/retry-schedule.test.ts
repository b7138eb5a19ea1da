import { describe, expect, it } from "vitest";
import { DEFAULT_SCHEDULE, nextAttempt, waitsOf } from "./retry-schedule.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe("the retry schedule", () => {
  it("is nine waits over four hours by default, each twice the one before", () => {
    const waits = waitsOf(DEFAULT_SCHEDULE);
    expect(waits).toHaveLength(9);
    expect(waits.map((wait) => Math.round(wait / SECOND))).toEqual([
      28, 56, 113, 225, 451, 902, 1_804, 3_607, 7_214,
    ]);
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(Math.abs(total - 4 * HOUR)).toBeLessThan(SECOND);
  });

  it("keeps every wait within the cap and all of them within the total", () => {
    const schedule = { attempts: 8, firstWait: 10, factor: 3, maxWait: 50, total: 150 };
    expect(waitsOf(schedule)).toEqual([10, 30, 50, 50, 10]);
    expect(nextAttempt(schedule, 5, 1_000, 0.5)).toBe(1_010);
    expect(nextAttempt(schedule, 6, 1_000, 0.5)).toBeUndefined();
  });

  it("spreads each wait by a tenth to both sides", () => {
    const schedule = { attempts: 2, firstWait: 1_000, factor: 2, maxWait: HOUR, total: HOUR };
    expect([0, 0.5, 0.999_999].map((random) => nextAttempt(schedule, 1, 0, random))).toEqual([
      900, 1_000, 1_100,
    ]);
  });

  it("waits as long as it is asked to, but no longer than the whole schedule lasts", () => {
    const schedule = { attempts: 3, firstWait: 10, factor: 2, maxWait: HOUR, total: 5_000 };
    expect(nextAttempt(schedule, 1, 0, 0.5, 700)).toBe(700);
    expect(nextAttempt(schedule, 1, 0, 0.5, 999_999)).toBe(5_000);
    expect(nextAttempt(schedule, 1, 0, 0.5, 3)).toBe(10);
  });

  it("has no second attempt where there is only one", () => {
    expect(nextAttempt({ ...DEFAULT_SCHEDULE, attempts: 1 }, 1, 0, 0.5)).toBeUndefined();
  });
});
