import { expect, test } from "vitest";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import type { Entry } from "./call-limits.ts";
import { CallLimits } from "./call-limits.ts";

const leave = (entry: Entry): void => {
  if ("leave" in entry) entry.leave();
};

test("so many calls run at once, of each project, and leaving twice makes no room for two", () => {
  const limits = new CallLimits(new ManualClock(), { concurrent: 4, perMinute: 100 });
  const running = [1, 2, 3, 4].map(() => limits.enter("a"));
  expect(running.every((entry) => "leave" in entry)).toBe(true);
  expect(limits.enter("a")).toEqual({ waitSeconds: 1 });
  expect(limits.enter("b")).toHaveProperty("leave");
  const [first] = running;
  if (first !== undefined) {
    leave(first);
    leave(first);
  }
  expect(limits.enter("a")).toHaveProperty("leave");
  expect(limits.enter("a")).toEqual({ waitSeconds: 1 });
});

test("so many calls a minute, and the answer to one too many says when the next may come", () => {
  const clock = new ManualClock();
  const limits = new CallLimits(clock, { concurrent: 4, perMinute: 12 });
  for (let i = 0; i < 12; i++) {
    leave(limits.enter("a"));
    clock.advance(1_000);
  }
  expect(limits.enter("a")).toEqual({ waitSeconds: 48 });
  expect(limits.enter("b")).toHaveProperty("leave");
  clock.advance(48_000);
  expect(limits.enter("a")).toHaveProperty("leave");
  expect(limits.enter("a")).toEqual({ waitSeconds: 1 });
});

test("projects that no longer call are forgotten, those that do are not", () => {
  const clock = new ManualClock();
  const limits = new CallLimits(clock, { concurrent: 1, perMinute: 1 });
  for (let i = 0; i < 1_500; i++) leave(limits.enter(`project-${i}`));
  clock.advance(61_000);
  expect(limits.enter("kept")).toHaveProperty("leave");
  for (let i = 0; i < 1_500; i++) limits.enter(`other-${i}`);
  expect(limits.enter("kept")).toHaveProperty("waitSeconds");
});
