import { describe, expect, it } from "vitest";
import type { Message, Outcome } from "../core/message.ts";
import { callEach, sendEach } from "./send-each.ts";
import { eventWith } from "./testing/destination-suite.ts";

const delivered: Outcome = { kind: "delivered" };
const error = { code: "test", message: "test", blame: "destination" } as const;
const retry: Outcome = { kind: "retry", error };
const down: Outcome = { kind: "unavailable", error };

const batchOf = (count: number): readonly Message[] =>
  Array.from({ length: count }, (_, n) => {
    const event = eventWith(n + 1);
    return { event, body: "{}", bodyBytes: 2, key: event.id, keyBytes: 36, attributes: {} };
  });

const later = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe("sending each message by itself", () => {
  it("answers the outcomes in the batch's order, however they come", async () => {
    const outcomes = await sendEach(batchOf(5), 3, async ({ event }) => {
      if (event.position % 2 === 1) await later();
      return event.position === 2 ? retry : delivered;
    });
    expect(outcomes).toEqual([delivered, retry, delivered, delivered, delivered]);
    expect(await sendEach([], 3, () => Promise.resolve(delivered))).toEqual([]);
  });

  it("has as many under way as it may, and each worker one", async () => {
    let most = 0;
    const busy = new Set<number>();
    const outcomes = await new Promise<readonly Outcome[]>((resolve) => {
      callEach(
        batchOf(10),
        3,
        (_message, worker, done) => {
          expect(busy.has(worker)).toBe(false);
          busy.add(worker);
          most = Math.max(most, busy.size);
          setImmediate(() => {
            busy.delete(worker);
            done(delivered);
          });
        },
        resolve,
      );
    });
    expect([most, outcomes.length]).toEqual([3, 10]);
  });

  it("does not send what is left once the place cannot be reached", async () => {
    const sent: number[] = [];
    const outcomes = await sendEach(batchOf(6), 2, async ({ event }) => {
      sent.push(event.position);
      await later();
      return event.position === 1 ? down : delivered;
    });
    expect(sent).toEqual([1, 2]);
    expect(outcomes).toEqual([down, delivered, down, down, down, down]);
  });

  it("takes any number that are done at once", () => {
    let outcomes: readonly Outcome[] = [];
    const end = (all: readonly Outcome[]): void => void (outcomes = all);
    callEach(batchOf(50_000), 2, (_message, _worker, done) => done(delivered), end);
    expect(outcomes).toHaveLength(50_000);
  });

  it("rejects where sending does", async () => {
    await expect(sendEach(batchOf(3), 2, () => Promise.reject(new Error("broken")))).rejects.toThrow(
      "broken",
    );
  });
});
