import { expect, test } from "vitest";
import { AdaptiveRate } from "./adaptive-rate.ts";

test("a slow place that throttles once is slowed to a share of what it was sent, however long its answers take", () => {
  const rate = new AdaptiveRate();
  // Batches of 660 that take two seconds: 330 a second.
  for (let at = 0; at <= 8_000; at += 2_000) rate.sent(660, at);
  rate.throttled(10_000);
  expect(rate.limit).toBeGreaterThan(150);
  expect(rate.limit).toBeLessThan(330);
});

test("grows again while nothing is throttled, and is free once it has plainly recovered", () => {
  const rate = new AdaptiveRate();
  rate.sent(100, 0);
  rate.throttled(500);
  expect(rate.limit).toBe(70);
  rate.available(5_500);
  expect(rate.limit).toBeGreaterThan(100);
  rate.available(20_000);
  expect(rate.limit).toBeUndefined();
});

test("never grows beyond what the place is known to take", () => {
  const rate = new AdaptiveRate(1_000);
  rate.throttled(0);
  expect(rate.limit).toBe(700);
  rate.available(60_000);
  expect(rate.limit).toBe(1_000);
});
