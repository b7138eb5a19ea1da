import { describe, expect, it } from "vitest";
import { Budget, DEFAULT_LIMITS } from "../core/limits.ts";
import { Site } from "../runtime/site.ts";
import { Source } from "../syntax/source.ts";
import { concatHashes, concatSequences, sizeOf } from "./concat.ts";
import { MapHash } from "../values/hash.ts";
import { rangeOf, type RangeMode } from "../values/range.ts";
import { ListSequence } from "../values/sequence.ts";
import { sliceSequence, sliceString } from "./slice.ts";
import type { Hash, Sequence } from "../values/value.ts";

// Expected values are what Apache FreeMarker 2.3.34 prints.

const span = { start: 0, end: 1 };
const site = new Site(new Source("t", "x"), span, span);
const budget = (steps = 1_000_000): Budget => new Budget({ ...DEFAULT_LIMITS, steps });
const five = new ListSequence([1, 2, 3, 4, 5]);

function text(sequence: Sequence): string {
  return [...sequence].map((item) => JSON.stringify(item).replaceAll('"', "")).join(",");
}

describe("rangeOf", () => {
  it.each<[RangeMode, number, number | undefined, number, string]>([
    ["inclusive", 5, 1, 5, "5,4,3,2,1"],
    ["inclusive", 1.9, 3.9, 3, "1,2,3"],
    ["inclusive", -1.9, 1.9, 3, "-1,0,1"],
    ["inclusive", 4_294_967_297, 4_294_967_299, 3, "1,2,3"],
    ["exclusive", 1, 1, 0, ""],
    ["exclusive", 3, 1, 2, "3,2"],
    ["counted", 1, -3, 3, "1,0,-1"],
    ["counted", 1, 0, 0, ""],
    ["counted", 2_147_483_646, 2, 2, ""],
  ])("%s from %s to %s has %s items: %s", (mode, from, to, length, items) => {
    const range = rangeOf(mode, from, to);
    expect(range.length).toBe(length);
    if (items !== "") expect(text(range)).toBe(items);
  });

  it("wraps the distance of its ends at 32 bits", () => {
    expect(rangeOf("inclusive", -2_000_000_000, 2_000_000_000).length).toBe(294_967_297);
  });

  it("refuses an index that it doesn't have", () => {
    expect(() => rangeOf("inclusive", 1, 3).at(-1)).toThrow("no item at index -1");
  });

  it("goes on past 32 bits where it has no end", () => {
    const range = rangeOf("unbounded", 2_147_483_646, undefined);
    expect([range.length, range.at(3)]).toEqual([Number.POSITIVE_INFINITY, 2_147_483_649]);
  });
});

describe("slicing", () => {
  it.each<[RangeMode, number, number | undefined, string]>([
    ["inclusive", 1, 2, "2,3"],
    ["unbounded", 1, undefined, "2,3,4,5"],
    ["unbounded", 5, undefined, ""],
    ["counted", 3, 9, "4,5"],
    ["counted", 3, -9, "4,3,2,1"],
    ["counted", 5, 1, ""],
    ["inclusive", 4, 2, "5,4,3"],
    ["exclusive", 9, 9, ""],
  ])("takes %s %s %s of five items: %s", (mode, from, to, items) => {
    expect(text(sliceSequence(five, rangeOf(mode, from, to), site, budget()))).toBe(items);
  });

  it.each<[RangeMode, number, number | undefined, string]>([
    ["unbounded", 6, undefined, "starts at index 6"],
    ["counted", 5, -1, "starts at index 5"],
    ["inclusive", 1, 9, "ends at index 9"],
    ["inclusive", 2, -1, "end at a negative index (-1)"],
    ["inclusive", -1, 2, "start at a negative index (-1)"],
  ])("refuses %s %s %s of five items", (mode, from, to, message) => {
    expect(() => sliceSequence(five, rangeOf(mode, from, to), site, budget())).toThrow(message);
  });

  it.each<[RangeMode, number, number | undefined, string]>([
    ["inclusive", 1, 2, "el"],
    ["unbounded", 1, undefined, "ello"],
    ["unbounded", 5, undefined, ""],
    ["counted", 3, 9, "lo"],
    ["inclusive", 1, 0, ""],
    ["exclusive", 9, 9, ""],
    ["counted", 2, -1, "l"],
    ["exclusive", 2, 1, "l"],
  ])("takes %s %s %s of a text: %s", (mode, from, to, expected) => {
    expect(sliceString("hello", rangeOf(mode, from, to), site)).toBe(expected);
  });

  it.each<[RangeMode, number, number | undefined, string]>([
    ["counted", 3, -9, "downwards"],
    ["inclusive", 2, 0, "downwards"],
    ["exclusive", 2, 0, "downwards"],
    ["inclusive", 5, 1, "starts at index 5"],
    ["inclusive", 0, 9, "ends at index 9"],
  ])("refuses %s %s %s of a text", (mode, from, to, message) => {
    expect(() => sliceString("hello", rangeOf(mode, from, to), site)).toThrow(message);
  });
});

describe("concatSequences", () => {
  it("leaves what it is made of as it is, whichever grows further", () => {
    const money = budget();
    const ab = concatSequences(new ListSequence(["a"]), new ListSequence(["b"]), money);
    const abc = concatSequences(ab, new ListSequence(["c"]), money);
    const abd = concatSequences(ab, new ListSequence(["d"]), money);
    const xab = concatSequences(new ListSequence(["x"]), ab, money);
    const yab = concatSequences(new ListSequence(["y"]), ab, money);
    const xabz = concatSequences(xab, new ListSequence(["z"]), money);
    expect([ab, abc, abd, xab, yab, xabz, concatSequences(abc, xab, money)].map(text)).toEqual([
      "a,b",
      "a,b,c",
      "a,b,d",
      "x,a,b",
      "y,a,b",
      "x,a,b,z",
      "a,b,c,x,a,b",
    ]);
  });

  it.each([
    ["after", (all: Sequence, one: Sequence, money: Budget) => concatSequences(all, one, money)],
    ["before", (all: Sequence, one: Sequence, money: Budget) => concatSequences(one, all, money)],
  ])("puts items %s a growing sequence for a few steps each", (_, add) => {
    const money = budget(100_000);
    let all: Sequence = new ListSequence([]);
    const started = performance.now();
    for (let i = 0; i < 20_000; i++) {
      all = add(all, new ListSequence([i]), money);
      expect(all.at(0)).toBeDefined();
    }
    expect(all.length).toBe(20_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("goes on without an end after a range that has none", () => {
    const endless = concatSequences(five, rangeOf("unbounded", 1, undefined), budget());
    expect([endless.at(4), endless.at(5), endless.at(8)]).toEqual([5, 1, 4]);
    const more = concatSequences(rangeOf("unbounded", 1, undefined), new ListSequence([1]), budget());
    expect([sizeOf(more), more.length]).toEqual([-2_147_483_648, Number.POSITIVE_INFINITY]);
  });
});

describe("concatHashes", () => {
  const hash = (entries: Record<string, number>): Hash => new MapHash(new Map(Object.entries(entries)));
  const shown = (value: Hash): string =>
    value
      .keys()
      .map((key) => `${key}${JSON.stringify(value.get(key))}`)
      .join(",");

  it("keeps the place of a key and takes its last value", () => {
    const both = concatHashes(hash({ a: 1, b: 2 }), hash({ c: 3, a: 9 }), budget());
    expect([shown(both), both.size]).toEqual(["a9,b2,c3", 3]);
  });

  it("gives the other where one is empty", () => {
    const one = hash({ a: 1 });
    expect(concatHashes(one, hash({}), budget())).toBe(one);
    expect(concatHashes(hash({}), one, budget())).toBe(one);
  });

  it("puts keys into a growing hash for a few steps each", () => {
    const money = budget(1_000_000);
    let all = hash({});
    for (let i = 0; i < 20_000; i++) all = concatHashes(all, hash({ [`k${i}`]: i }), money);
    expect([all.size, all.get("k0"), all.get("k19999"), all.keys()[7]]).toEqual([20_000, 0, 19_999, "k7"]);
  });
});
