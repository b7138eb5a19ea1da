import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { DestinationPace } from "./destination-pace.ts";
import type { PaceRules } from "./destination-pace.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Sends as much as is allowed for a while and answers how much went out. */
function send(
  rules: Partial<PaceRules>,
  { seconds, batch, bytes = 1 }: { seconds: number; batch: number; bytes?: number },
) {
  const clock = new ManualClock();
  const pace = new DestinationPace(clock, {
    options: {},
    oneRequest: true,
    projectBudget: undefined,
    ...rules,
  });
  const sent = { records: 0, requests: 0, bytes: 0 };
  for (let ms = 0; ms < seconds * 1_000; ms++) {
    for (let i = 0; i < 100; i++) {
      const allowed = pace.allow(() => {});
      if (allowed === undefined) break;
      const records = Math.min(batch, allowed.records);
      pace.begin(records, records * bytes);
      pace.end();
      sent.records += records;
      sent.requests++;
      sent.bytes += records * bytes;
    }
    clock.advance(1);
  }
  pace.close();
  return sent;
}

const expectWithin = (value: number, target: number, share: number): void => {
  expect(value).toBeGreaterThan(target * (1 - share));
  expect(value).toBeLessThan(target * (1 + share));
};

describe("the pace of a destination", () => {
  it("keeps to requests a second, whatever they hold", () => {
    const sent = send({ options: { requestsPerSecond: 20 } }, { seconds: 30, batch: 500 });
    expectWithin(sent.requests, 600, 0.02);
  });
  it("keeps to requests a minute where every message is a request", () => {
    const sent = send(
      { options: { requestsPerMinute: 50_000 }, oneRequest: false },
      { seconds: 60, batch: 64 },
    );
    expectWithin(sent.records, 50_000, 0.02);
  });
  it("keeps to messages a second", () => {
    const sent = send({ options: { recordsPerSecond: 250 } }, { seconds: 20, batch: 500 });
    expectWithin(sent.records, 5_000, 0.02);
  });
  it("keeps to bytes a second, with messages larger than a second's worth too", () => {
    expectWithin(
      send({ options: { bytesPerSecond: 10_000 } }, { seconds: 60, batch: 1, bytes: 700 }).bytes,
      600_000,
      0.02,
    );
    expectWithin(
      send({ options: { bytesPerSecond: 10_000 } }, { seconds: 300, batch: 1, bytes: 35_000 }).bytes,
      3_000_000,
      0.03,
    );
  });
  it("shares the budget of a project among its destinations", () => {
    const clock = new ManualClock();
    const projectBudget = new TokenBucket(1_000, clock.elapsed());
    const rules = { options: {}, oneRequest: false, projectBudget };
    const paces = [new DestinationPace(clock, rules), new DestinationPace(clock, rules)];
    let sent = 0;
    for (let ms = 0; ms < 10_000; ms++) {
      for (const pace of paces) {
        const allowed = pace.allow(() => {});
        if (allowed === undefined) continue;
        const records = Math.min(64, allowed.records);
        pace.begin(records, 1);
        pace.end();
        sent += records;
      }
      clock.advance(1);
    }
    for (const pace of paces) pace.close();
    expectWithin(sent, 10_000, 0.02);
  });
  it("lets no more than so many requests be in flight, and wakes who waits when one comes back", () => {
    const clock = new ManualClock();
    const rules = { options: { concurrency: 2 }, oneRequest: false, projectBudget: undefined };
    const pace = new DestinationPace(clock, rules);
    let woken = 0;
    const wake = (): void => void woken++;
    for (let i = 0; i < 2; i++) {
      expect(pace.allow(wake)).toBeDefined();
      pace.begin(1, 1);
    }
    expect(pace.allow(wake)).toBeUndefined();
    pace.end();
    expect(woken).toBe(1);
    expect(pace.allow(wake)).toBeDefined();
  });
  it("wakes who waits when it is worth asking again, and forgets who is gone", () => {
    const clock = new ManualClock();
    const rules = { options: { recordsPerSecond: 1 }, oneRequest: true, projectBudget: undefined };
    const pace = new DestinationPace(clock, rules);
    let woken = 0;
    const wake = (): void => void woken++;
    const gone = (): void => expect.fail("woken though gone");
    pace.begin(3, 1);
    expect(pace.allow(wake)).toBeUndefined();
    expect(pace.allow(gone)).toBeUndefined();
    pace.forget(gone);
    clock.advance(2_900);
    expect(woken).toBe(0);
    clock.advance(200);
    expect(woken).toBe(1);
  });
  it("goes down when the destination throttles and finds its rate: most of what it takes, seldom more", () => {
    const clock = new ManualClock();
    const rules = { options: {}, oneRequest: true, projectBudget: undefined };
    const pace = new DestinationPace(clock, rules);
    const takes = new TokenBucket(400, clock.elapsed(), 400);
    let taken = 0;
    let refused = 0;
    for (let ms = 0; ms < 120_000; ms++) {
      const allowed = pace.allow(() => {});
      if (allowed !== undefined) {
        const records = Math.min(10, allowed.records);
        pace.begin(records, 1);
        if (takes.available(clock.elapsed()) >= records) {
          takes.take(records, clock.elapsed());
          taken += records;
          pace.flows();
        } else {
          refused += records;
          pace.throttled(true, 0);
        }
        pace.end();
      }
      clock.advance(1);
    }
    pace.close();
    expect(taken).toBeGreaterThan(120 * 400 * 0.7);
    expect(refused).toBeLessThan(taken * 0.05);
  });
  it("waits as long as a throttling destination asks", () => {
    const clock = new ManualClock();
    const rules = { options: {}, oneRequest: true, projectBudget: undefined };
    const pace = new DestinationPace(clock, rules);
    pace.begin(1, 1);
    pace.throttled(true, 20_000);
    pace.end();
    clock.advance(19_900);
    expect(pace.allow(() => {})).toBeUndefined();
    clock.advance(200);
    expect(pace.allow(() => {})).toBeDefined();
  });
});
