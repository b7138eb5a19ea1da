import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../core/message.ts";
import { DEFAULT_SCHEDULE, waitsOf } from "../core/retry-schedule.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { LaneBench, named, PROJECT } from "./testing/lane-bench.ts";

const DELIVERED: Outcome = { kind: "delivered" };
const later = (after?: number): Outcome => ({
  kind: "retry",
  error: { code: "busy", message: "busy", blame: "destination" },
  ...(after !== undefined && { after }),
});
const DAY = 86_400_000;

describe("the retry schedule, with the clock in hand", () => {
  let bench: LaneBench;
  let clock: ManualClock;
  /** When, by the clock, each sending of the failing message went out. */
  let sendings: number[];
  beforeEach(async () => {
    bench = await LaneBench.make();
    clock = new ManualClock();
    bench.clock = clock;
    bench.schedule = DEFAULT_SCHEDULE;
    bench.lanes = bench.newLanes();
    sendings = [];
    bench.destination.script = (message) => {
      if (message.event.data !== '"bad"') return DELIVERED;
      sendings.push(clock.elapsed());
      return later();
    };
  });
  afterEach(async () => {
    await closing();
    await bench.remove();
  });
  /** Closing waits by the clock, which stands still unless somebody turns it. */
  const closing = async (): Promise<void> => {
    const turning = setInterval(() => clock.advance(100), 1);
    await bench.close();
    clearInterval(turning);
  };
  const state = () => bench.lanes.stateOf("route-1");
  const letters = () => bench.ledger.listDeadLetters({ projectId: PROJECT, limit: 10 });
  /** Lets the whole attempt pass: its three tries lie within four seconds. */
  const finishAttempt = async (number: number): Promise<void> => {
    for (let tries = 1; tries <= 3; tries++) {
      await vi.waitFor(() => expect(sendings.length).toBe((number - 1) * 3 + tries));
      // The answer has to be seen before the wait for the next try can begin.
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (tries < 3) clock.advance(1_300);
    }
  };

  it("attempts ten times over four hours, three tries each, and then gives up with every error kept", async () => {
    await bench.lanes.start();
    await bench.log.append([named("bad"), named("good")]);
    const startedAt: number[] = [];
    for (let number = 1; number <= 10; number++) {
      await finishAttempt(number);
      startedAt.push(sendings[(number - 1) * 3] ?? Number.NaN);
      if (number === 10) break;
      await vi.waitFor(() => {
        const event = bench.log.read(PROJECT, 0, { events: 1, bytes: 1_000 })[0];
        const [delivery] = event === undefined ? [] : bench.lanes.deliveriesOf(event);
        expect(delivery).toMatchObject({ status: "parked", attempts: number });
        expect(delivery?.failures).toHaveLength(number);
      });
      const wait = clock.nextIn ?? 0;
      clock.advance(Math.max(0, wait - 1));
      expect(sendings).toHaveLength(number * 3);
      while (sendings.length === number * 3 && (clock.nextIn ?? Infinity) < 5 * 3_600_000) {
        clock.advance(clock.nextIn ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    await vi.waitFor(() => expect(letters()).toHaveLength(1));
    expect(sendings).toHaveLength(30);
    // Random is 0.5 here, which is no jitter at all: the waits are those of the table, from the end of an attempt.
    const waits = startedAt.slice(1).map((at, i) => at - (sendings[i * 3 + 2] ?? 0));
    expect(waits.map(Math.round)).toEqual(waitsOf(DEFAULT_SCHEDULE));
    expect(letters()[0]).toMatchObject({ ended: "expired", attempts: 10, error: { code: "busy" } });
    expect(letters()[0]?.failures).toHaveLength(10);
    expect(state()).toMatchObject({
      parked: 0,
      cursor: bench.log.head(),
      counts: { delivered: 1, expired: 1 },
    });
  });

  it("waits as long as the destination asks, where that is longer", async () => {
    bench.destination.script = () => {
      sendings.push(clock.elapsed());
      return later(600_000);
    };
    await bench.lanes.start();
    await bench.log.append([named("bad")]);
    await vi.waitFor(() => expect(state()).toMatchObject({ parked: 1 }));
    // Ten minutes are more than an attempt lasts: no second try, no second attempt before they are over.
    expect(sendings).toHaveLength(1);
    clock.advance(599_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sendings).toHaveLength(1);
    clock.advance(2_000);
    await vi.waitFor(() => expect(sendings.length).toBe(2));
  });

  it.each([
    ["forward", DAY],
    ["back", -DAY],
  ])("is not disturbed by a clock that jumps a day %s", async (_, jump) => {
    await bench.lanes.start();
    await bench.log.append([named("bad"), named("good")]);
    await finishAttempt(1);
    await vi.waitFor(() => expect(state()).toMatchObject({ parked: 1 }));
    clock.set(clock.now() + jump);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sendings).toHaveLength(3);
    clock.advance(DEFAULT_SCHEDULE.firstWait - 10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sendings).toHaveLength(3);
    clock.advance(20);
    await vi.waitFor(() => expect(sendings.length).toBe(4));
  });

  it.each([
    ["forward", DAY],
    ["back", -DAY],
  ])("waits no longer than its whole after a restart with a clock a day %s", async (_, jump) => {
    await bench.lanes.start();
    await bench.log.append([named("bad")]);
    await finishAttempt(1);
    await vi.waitFor(() => expect(state()).toMatchObject({ parked: 1 }));
    await closing();
    clock.set(clock.now() + jump);
    await bench.open();
    await bench.lanes.start();
    expect(state()).toMatchObject({ parked: 1 });
    clock.advance(DEFAULT_SCHEDULE.total * 1.1);
    await vi.waitFor(() => expect(sendings.length).toBeGreaterThanOrEqual(4));
  });
});
