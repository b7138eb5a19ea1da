import { beforeEach, describe, expect, test } from "vitest";
import type { Event, Position } from "../core/event.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { EventsRemovedError } from "../log/event-log.ts";
import { SharedReads } from "./shared-reads.ts";

const LIMIT = { events: 100, bytes: 1_000_000_000 };

function eventAt(position: Position, data = "{}"): Event {
  const time = "2026-01-01T00:00:00.000000000Z";
  return {
    position,
    id: `e-${position}`,
    projectId: "p",
    topic: "t",
    time,
    acceptedAt: 1,
    metadata: {},
    data,
  };
}

/** A log with an event at every even position, that counts how often it is read. */
class CountedLog {
  reads = 0;
  removed = 0;
  data = "{}";

  read(_projectId: string, after: Position, { events }: typeof LIMIT): readonly Event[] {
    this.reads++;
    if (after < this.removed) throw new EventsRemovedError(after, this.removed);
    const first = Math.floor(after / 2) + 1;
    return Array.from({ length: events }, (_, n) => eventAt((first + n) * 2, this.data)).filter(
      ({ position }) => position <= 1_000,
    );
  }

  removedThrough(): Position {
    return this.removed;
  }
}

const [one, two, three] = [{}, {}, {}];
let log: CountedLog;
let clock: ManualClock;
let reads: SharedReads;
beforeEach(() => {
  log = new CountedLog();
  clock = new ManualClock();
  reads = new SharedReads(log, clock);
});
const positions = (reader: object, after: Position, project = "p") =>
  reads.read(reader, project, after, LIMIT).map(({ position }) => position);
const plain = (after: Position) => log.read("p", after, LIMIT).map(({ position }) => position);

describe("lanes that have fallen behind", () => {
  test("are given what another one has read, the very same events", () => {
    reads.read(one, "p", 0, LIMIT);
    const read = reads.read(two, "p", 0, LIMIT);
    expect(reads.read(three, "p", 0, LIMIT)).toBe(read);
    expect(reads.read(one, "p", 7, LIMIT)[0]).toBe(read[3]);
    expect(log.reads).toBe(2);
  });

  test("get every event once, wherever they begin", () => {
    const begins: readonly (readonly [object, Position])[] = [
      [one, 0],
      [two, 3],
      [three, 200],
      [one, 199],
      [two, 998],
      [three, 55],
    ];
    for (const [reader, begin] of begins) {
      const found: Position[] = [];
      for (let after = begin; ;) {
        const more = positions(reader, after);
        found.push(...more);
        if (more.length === 0) break;
        after = more.at(-1) ?? after;
      }
      const all = Array.from({ length: 500 }, (_, n) => (n + 1) * 2);
      expect(found).toEqual(all.filter((position) => position > begin));
    }
  });

  test("of other projects read for themselves", () => {
    positions(one, 0);
    positions(two, 0);
    const before = log.reads;
    positions(three, 0, "q");
    expect(log.reads).toBe(before + 1);
  });

  test("are told what retention has taken meanwhile", () => {
    positions(one, 0);
    positions(two, 0);
    log.removed = 10;
    expect(() => reads.read(three, "p", 4, LIMIT)).toThrow(EventsRemovedError);
    expect(positions(three, 10)).toEqual(plain(10).slice(0, 95));
  });
});

describe("nothing is held", () => {
  test("for a lane that is alone", () => {
    positions(one, 0);
    positions(one, 0);
    expect(log.reads).toBe(2);
  });

  test("after two seconds", () => {
    positions(one, 0);
    positions(two, 0);
    clock.advance(2_000);
    positions(three, 0);
    expect(log.reads).toBe(3);
  });

  test("beyond sixteen mebibytes", () => {
    log.data = "x".repeat(100_000);
    positions(one, 0);
    for (const after of [0, 200, 400]) positions(two, after);
    const before = log.reads;
    positions(three, 400);
    expect(log.reads).toBe(before);
    positions(three, 0);
    expect(log.reads).toBe(before + 1);
  });
});
