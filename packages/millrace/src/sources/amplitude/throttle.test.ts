import { describe, expect, it } from "vitest";
import { UploadRefusal } from "./refusal.ts";
import { Throttle } from "./throttle.ts";

const START = Date.UTC(2025, 9, 14);
const user = (userId: string, count: number) => Array.from({ length: count }, () => ({ userId }));

function refused(act: () => void): UploadRefusal["details"] | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof UploadRefusal) return error.details;
    throw error;
  }
}

describe("a throttle", () => {
  it("lets an id send its rate for ever", () => {
    let now = START;
    const throttle = new Throttle(10, { elapsed: () => now });
    for (let second = 0; second < 300; second++) {
      expect(refused(() => throttle.admit("p", user("u", 9)))).toBeUndefined();
      now += 1_000;
    }
  });

  it("averages over half a minute: a burst passes, what goes on does not", () => {
    let now = START;
    const throttle = new Throttle(10, { elapsed: () => now });
    expect(refused(() => throttle.admit("p", user("u", 299)))).toBeUndefined();
    expect(refused(() => throttle.admit("p", user("u", 10)))).toBeUndefined();
    expect(refused(() => throttle.admit("p", user("u", 1)))).toMatchObject({ throttled_users: { u: 11 } });
    now += 31_000;
    expect(refused(() => throttle.admit("p", user("u", 1)))).toBeUndefined();
  });

  it("counts nothing of an upload it refuses, and projects apart", () => {
    const throttle = new Throttle(1, { elapsed: () => START });
    throttle.admit("p", user("busy", 30));
    for (let i = 0; i < 100; i++)
      expect(refused(() => throttle.admit("p", [...user("busy", 1), ...user("calm", 1)]))).toMatchObject({
        throttled_events: [0],
      });
    expect(refused(() => throttle.admit("p", user("calm", 1)))).toBeUndefined();
    expect(refused(() => throttle.admit("q", user("busy", 1)))).toBeUndefined();
  });

  it("tells ids apart that mean something to JavaScript", () => {
    const throttle = new Throttle(1, { elapsed: () => START });
    throttle.admit("p", user("__proto__", 30));
    const details = refused(() => throttle.admit("p", user("__proto__", 1)));
    expect(JSON.stringify(details?.throttled_users)).toBe('{"__proto__":1}');
  });

  it("remembers the ones that send most, however many there are", () => {
    const throttle = new Throttle(10, { elapsed: () => START });
    throttle.admit("p", user("busy", 300));
    for (let i = 0; i < 300; i++)
      throttle.admit(
        "p",
        Array.from({ length: 1_000 }, (_, j) => ({ userId: `u-${i}-${j}` })),
      );
    expect(refused(() => throttle.admit("p", user("busy", 1)))).toMatchObject({
      throttled_users: { busy: 10 },
    });
  });

  it("forgets a day's worth little by little over the next day", () => {
    let now = START;
    const throttle = new Throttle(10, { elapsed: () => now });
    for (let sent = 0; sent < 5_000; sent += 250) {
      throttle.admit("p", user("u", 250));
      now += 60_000;
    }
    const exceeded = { exceeded_daily_quota_users: { u: 5_000 }, throttled_users: {} };
    expect(refused(() => throttle.admit("p", user("u", 1)))).toMatchObject(exceeded);
    now = START + 86_400_000;
    expect(refused(() => throttle.admit("p", user("u", 1)))).toMatchObject(exceeded);
    now += 3_600_000;
    expect(refused(() => throttle.admit("p", user("u", 200)))).toBeUndefined();
    expect(refused(() => throttle.admit("p", user("u", 1)))).toBeUndefined();
    now += 2 * 86_400_000;
    expect(refused(() => throttle.admit("p", user("u", 299)))).toBeUndefined();
  });

  it("tells long ids apart, whatever they begin with", () => {
    const throttle = new Throttle(1, { elapsed: () => START });
    const long = "x".repeat(1_000);
    throttle.admit("p", user(`${long}a`, 30));
    expect(refused(() => throttle.admit("p", user(`${long}b`, 1)))).toBeUndefined();
    expect(refused(() => throttle.admit("p", user(`${long}a`, 1)))).toMatchObject({
      throttled_users: { [`${long}a`]: 1 },
    });
  });

  it("lets everything pass where there is no limit", () => {
    const throttle = new Throttle(0, { elapsed: () => START });
    expect(refused(() => throttle.admit("p", user("u", 100_000)))).toBeUndefined();
  });
});
