import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Event, NewEvent } from "../../core/event.ts";
import { newId } from "../../core/ids.ts";
import type { Clock, EpochMilliseconds } from "../../core/time.ts";
import { systemClock } from "../../core/time.ts";
import type { EventLog, ReadLimit } from "../event-log.ts";

/** A backend under test: `open` may be called again on what an earlier log left behind. */
export interface LogFixture {
  open(clock?: Clock): Promise<EventLog>;
  remove(): Promise<void>;
}

const ALL: ReadLimit = { events: 100_000, bytes: 1e9 };

/** An event with everything a test does not care about filled in. */
export function anEvent(over: Partial<NewEvent> = {}): NewEvent {
  return {
    id: newId(),
    projectId: "project-1",
    topic: "track",
    time: "2025-10-14T02:58:59.323405308Z",
    metadata: {},
    data: '{"n":1}',
    ...over,
  };
}

/** What every {@link EventLog} backend must hold. */
export function eventLogSuite(name: string, makeFixture: () => Promise<LogFixture>): void {
  describe(name, () => {
    let fixture: LogFixture;
    let log: EventLog;
    beforeEach(async () => {
      fixture = await makeFixture();
      log = await fixture.open();
    });
    afterEach(async () => {
      await log.close();
      await fixture.remove();
    });
    const reopen = async (): Promise<void> => {
      await log.close();
      log = await fixture.open();
    };

    it("is empty at first", () => {
      expect(log.head()).toBe(0);
      expect(log.headOf("project-1")).toBe(0);
      expect(log.read("project-1", 0, ALL)).toEqual([]);
      expect(log.find("project-1", "x")).toBeUndefined();
      expect(log.at(1)).toBeUndefined();
    });

    it("gives back what was stored, in order, before and after a restart", async () => {
      const events = [
        anEvent({ data: '{"big":12345678901234567890,"one":1.0,"s":"\\ud800\\u0000"}' }),
        anEvent({ topic: "read", metadata: { installationId: "i-1", objectName: "contácts 😀" } }),
        anEvent({ data: '"é😀"' }),
      ];
      const appended = await log.append(events);
      expect(appended.map((a) => a.duplicate)).toEqual([false, false, false]);
      const expected = events.map((event, i) => ({
        ...event,
        position: appended[i]?.position,
        acceptedAt: expect.any(Number),
      }));
      expect(log.read("project-1", 0, ALL)).toEqual(expected);
      await reopen();
      expect(log.read("project-1", 0, ALL)).toEqual(expected);
      expect(log.at(appended[1]?.position ?? 0)).toEqual(expected[1]);
      expect(log.find("project-1", events[2]?.id ?? "")).toEqual(expected[2]);
      expect(log.head()).toBe(appended[2]?.position);
      expect(log.headOf("project-1")).toBe(appended[2]?.position);
    });

    it("accepts a known id once in its project, within a call, over calls and over restarts", async () => {
      const event = anEvent({ data: '"first"' });
      const [first, again] = await log.append([event, { ...event, data: '"second"' }]);
      expect(again).toEqual({ id: event.id, position: first?.position, duplicate: true });
      await reopen();
      const [third, other] = await log.append([event, { ...event, projectId: "project-2" }]);
      expect(third).toEqual({ id: event.id, position: first?.position, duplicate: true });
      expect(other?.duplicate).toBe(false);
      expect(log.read("project-1", 0, ALL).map((e) => e.data)).toEqual(['"first"']);
    });

    it("keeps projects apart", async () => {
      await log.append([anEvent(), anEvent({ projectId: "project-2" }), anEvent()]);
      expect(log.read("project-1", 0, ALL)).toHaveLength(2);
      expect(log.read("project-2", 0, ALL)).toHaveLength(1);
      expect(log.countBehind("project-1", 0)).toBe(2);
      expect(log.countBehind("project-1", log.headOf("project-1"))).toBe(0);
    });

    it("reads by count and by bytes, and at least one event", async () => {
      await log.append(Array.from({ length: 10 }, () => anEvent({ data: `"${"x".repeat(98)}"` })));
      expect(log.read("project-1", 0, { events: 3, bytes: 1e9 })).toHaveLength(3);
      expect(log.read("project-1", 0, { events: 10, bytes: 250 })).toHaveLength(2);
      expect(log.read("project-1", 0, { events: 10, bytes: 1 })).toHaveLength(1);
      await reopen();
      expect(log.read("project-1", 0, { events: 10, bytes: 250 })).toHaveLength(2);
    });

    it("reads a project's newest events in order, by count and by bytes, and at least one", async () => {
      expect(log.readLast("project-1", { events: 3, bytes: 1e9 })).toEqual([]);
      const data = Array.from({ length: 10 }, (_, i) => `"${i}${"x".repeat(97)}"`);
      await log.append(data.map((each) => anEvent({ data: each })));
      const others = await log.append([anEvent({ projectId: "project-2" })]);
      const last = (limit: ReadLimit) => log.readLast("project-1", limit).map((event) => event.data);
      const check = (): void => {
        expect(last({ events: 3, bytes: 1e9 })).toEqual(data.slice(7));
        expect(last({ events: 100, bytes: 1e9 })).toEqual(data);
        expect(last({ events: 10, bytes: 250 })).toEqual(data.slice(8));
        expect(last({ events: 10, bytes: 1 })).toEqual(data.slice(9));
        expect(log.readLast("project-2", ALL).map((event) => event.id)).toEqual([others[0]?.id]);
      };
      check();
      await reopen();
      check();
      await log.remove("project-1", (others[0]?.position ?? 0) - 3);
      expect(last(ALL)).toEqual(data.slice(8));
    });

    it("tells listeners of new events once, in order, after they can be read", async () => {
      const heard: Event[] = [];
      const stop = log.onAppend((events) => {
        for (const event of events) {
          expect(log.at(event.position)).toEqual(event);
          heard.push(event);
        }
      });
      const twice = anEvent();
      await Promise.all(Array.from({ length: 50 }, () => log.append([anEvent(), anEvent(), twice])));
      stop();
      await log.append([anEvent()]);
      expect(heard).toHaveLength(101);
      expect(heard.map((e) => e.position)).toEqual(heard.map((e) => e.position).sort((a, b) => a - b));
      expect(new Set(heard.map((e) => e.position)).size).toBe(101);
    });

    it("notes when events came in, never earlier than the one before, and finds positions by that", async () => {
      const at = async (time: EpochMilliseconds): Promise<number> => {
        const clock: Clock = { ...systemClock, now: () => time };
        await log.close();
        log = await fixture.open(clock);
        const [appended] = await log.append([anEvent()]);
        return appended?.position ?? 0;
      };
      const positions = [await at(1_000), await at(2_000), await at(1_500), await at(3_000), await at(10)];
      const times = [1_000, 2_000, 2_000, 3_000, 3_000];
      expect(log.read("project-1", 0, ALL).map((event) => event.acceptedAt)).toEqual(times);
      expect(positions.map((position) => log.at(position)?.acceptedAt)).toEqual(times);
      expect([0, 1_000, 1_001, 2_000, 2_001, 3_000, 9_000].map((time) => log.positionBefore(time))).toEqual([
        0,
        0,
        positions[0],
        positions[0],
        positions[2],
        positions[2],
        positions[4],
      ]);
    });

    it("removes a project's oldest events and keeps the others, positions and newer ids", async () => {
      const events = Array.from({ length: 1_200 }, (_, i) => anEvent({ data: String(i) }));
      const others = [anEvent({ projectId: "project-2" }), anEvent({ projectId: "project-2" })];
      const appended = await log.append([...events, ...others]);
      const at = (i: number): number => appended[i]?.position ?? 0;
      expect(log.oldest("project-1")).toEqual({ position: at(0), acceptedAt: expect.any(Number) });
      expect(log.oldest("project-3")).toBeUndefined();
      expect(log.oldest()).toEqual(log.oldest("project-1"));
      expect([...log.projects()].sort()).toEqual(["project-1", "project-2"]);
      expect(await log.remove("project-1", at(1_099))).toBe(1_100);
      expect(await log.remove("project-1", at(1_099))).toBe(0);
      expect(await log.remove("project-3", at(1_099))).toBe(0);
      const check = async (): Promise<void> => {
        expect(log.removedThrough("project-1")).toBe(at(1_099));
        expect(log.removedThrough("project-2")).toBe(0);
        expect(log.oldest("project-1")?.position).toBe(at(1_100));
        expect(log.read("project-1", at(1_099), ALL).map((e) => e.data)).toEqual(
          Array.from({ length: 100 }, (_, i) => String(1_100 + i)),
        );
        expect(log.read("project-2", 0, ALL)).toHaveLength(2);
        expect(log.at(at(1_099))).toBeUndefined();
        expect(log.at(at(1_100))?.data).toBe("1100");
        expect(log.find("project-1", events[0]?.id ?? "")).toBeUndefined();
        expect(log.countBehind("project-1", 0)).toBe(100);
        const [known] = await log.append([events[1_150] ?? anEvent()]);
        expect(known).toMatchObject({ duplicate: true, position: at(1_150) });
      };
      await check();
      await reopen();
      await check();
      // The id of a removed event is forgotten, its position is not given again.
      const [again] = await log.append([events[0] ?? anEvent()]);
      expect(again?.duplicate).toBe(false);
      expect(again?.position).toBeGreaterThan(at(1_201));
    });

    it("tells a reader that stands before removed events, and none that stands at or behind them", async () => {
      const appended = await log.append(Array.from({ length: 10 }, () => anEvent()));
      const at = (i: number): number => appended[i]?.position ?? 0;
      await log.remove("project-1", at(4));
      const check = (): void => {
        for (const after of [0, at(3)])
          expect(() => log.read("project-1", after, ALL)).toThrow(
            expect.objectContaining({ code: "events_removed", status: 410, removedThrough: at(4) }),
          );
        expect(log.read("project-1", at(4), ALL)).toHaveLength(5);
        expect(log.read("project-1", at(5), ALL)).toHaveLength(4);
      };
      check();
      await reopen();
      check();
    });

    it("keeps its head, and each project's, when everything is removed", async () => {
      const appended = await log.append([anEvent(), anEvent()]);
      const last = appended[1]?.position ?? 0;
      await log.remove("project-1", last + 1_000);
      for (let i = 0; i < 2; i++) {
        expect(log.head()).toBe(last);
        expect(log.headOf("project-1")).toBe(last);
        expect(log.oldest("project-1")).toBeUndefined();
        expect(log.removedThrough("project-1")).toBe(last);
        expect(log.read("project-1", last, ALL)).toEqual([]);
        await reopen();
      }
      const [next] = await log.append([anEvent()]);
      expect(next?.position).toBeGreaterThan(last);
      expect(log.read("project-1", last, ALL)).toHaveLength(1);
    });

    it("gives no position at and below the one it was told to skip to", async () => {
      await log.append([anEvent()]);
      await log.skipTo(1_000);
      expect(log.head()).toBe(1_000);
      await log.skipTo(5);
      await reopen();
      expect(log.head()).toBe(1_000);
      const [next] = await log.append([anEvent()]);
      expect(next?.position).toBe(1_001);
      expect(log.read("project-1", 0, ALL)).toHaveLength(2);
    });

    it("takes events while others are removed", async () => {
      const old = await log.append(Array.from({ length: 5_000 }, () => anEvent()));
      const last = old.at(-1)?.position ?? 0;
      const removal = log.remove("project-1", last);
      const taken = await Promise.all(Array.from({ length: 200 }, () => log.append([anEvent()])));
      expect(await removal).toBe(5_000);
      expect(log.read("project-1", last, ALL).map((e) => e.id)).toEqual(taken.map(([one]) => one?.id));
    });

    it("uses the room of removed events again, and gives it back when asked", async () => {
      const fill = () =>
        log.append(Array.from({ length: 200 }, () => anEvent({ data: `"${"x".repeat(20_000)}"` })));
      const first = await fill();
      const full = log.size();
      expect(full.bytes - full.freeBytes).toBeGreaterThan(4_000_000);
      await log.remove("project-1", first.at(-1)?.position ?? 0);
      expect(log.size().freeBytes).toBeGreaterThan(3_500_000);
      await fill();
      const again = log.size();
      expect(again.bytes).toBeLessThan(full.bytes * 1.5);
      await log.remove("project-1", log.head());
      await log.giveBack(1_000_000);
      expect(log.size().freeBytes).toBeGreaterThan(900_000);
      expect(log.size().freeBytes).toBeLessThan(1_100_000);
      await log.giveBack(0);
      expect(log.size().freeBytes).toBeLessThan(50_000);
      await reopen();
      expect(log.size().bytes).toBeLessThan(full.bytes - 3_500_000);
    });

    it("reads the same whatever the pieces", async () => {
      const total = 300;
      await log.append(
        Array.from({ length: total }, (_, i) => anEvent({ data: String(i), projectId: `project-${i % 2}` })),
      );
      await reopen();
      await log.append(
        Array.from({ length: total }, (_, i) =>
          anEvent({ data: String(total + i), projectId: `project-${i % 2}` }),
        ),
      );
      const whole = log.read("project-1", 0, ALL).map((e) => e.data);
      expect(whole).toHaveLength(total);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 97 }), (piece) => {
          const found: string[] = [];
          for (let after = 0; ;) {
            const events = log.read("project-1", after, { events: piece, bytes: 1e9 });
            found.push(...events.map((e) => e.data));
            after = events.at(-1)?.position ?? after;
            if (events.length === 0) break;
          }
          expect(found).toEqual(whole);
        }),
        { numRuns: 20 },
      );
    });

    it("forgets a project that is refused, once its events are removed, and never takes another for it", async () => {
      const of = (projectId: string) => anEvent({ projectId, data: `"${projectId}"` });
      await log.append([of("kept"), of("doomed")]);
      const underWay = log.append([of("doomed"), of("doomed")]);
      log.refuse("doomed");
      await expect(log.append([of("kept"), of("doomed")])).rejects.toThrow('There is no project "doomed".');
      await underWay;
      expect(await log.forget("doomed")).toBe(false);
      expect(log.read("doomed", 0, ALL)).toHaveLength(3);
      expect(await log.remove("doomed", log.head())).toBe(3);
      expect(await log.forget("doomed")).toBe(true);
      expect(await log.forget("doomed")).toBe(true);
      const isGone = () => {
        expect(log.projects()).toEqual(["kept"]);
        expect([log.read("doomed", 0, ALL), log.headOf("doomed"), log.oldest("doomed")]).toEqual([
          [],
          0,
          undefined,
        ]);
        expect(log.at(2)).toBeUndefined();
        expect(log.read("kept", 0, ALL).map(({ data }) => data)).toEqual(['"kept"']);
      };
      isGone();
      await reopen();
      isGone();
      await log.append([of("next")]);
      expect(log.head()).toBe(5);
      expect(log.read("doomed", 0, ALL)).toEqual([]);
      expect(log.read("next", 0, ALL)).toHaveLength(1);
    });

    it("takes many appends at once", async () => {
      const results = await Promise.all(Array.from({ length: 500 }, () => log.append([anEvent()])));
      expect(new Set(results.map((r) => r[0]?.position)).size).toBe(500);
      expect(log.countBehind("project-1", 0)).toBe(500);
    });
  });
}
