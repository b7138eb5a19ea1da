import { describe, expect, it } from "vitest";
import { RenderError } from "../../core/errors.ts";
import { asSequence } from "../../runtime/convert.ts";
import { FunctionMethod } from "../../values/callable.ts";
import { MapHash } from "../../values/hash.ts";
import { rangeOf } from "../../values/range.ts";
import { LazyCollection, ListSequence } from "../../values/sequence.ts";
import type { Maybe } from "../../values/value.ts";
import { run, testEnvironment, testSite } from "../testing/environment.ts";
import { sequenceBuiltins } from "./index.ts";
import { countUpTo } from "./parts.ts";
import { type StreamOperation, streamed } from "./stream.ts";

// Expected values are what Apache FreeMarker 2.3.34 prints.

const list = (...items: Maybe[]): ListSequence => new ListSequence(items);
const item = (name: string, value: Maybe): MapHash =>
  new MapHash(value === undefined ? new Map() : new Map([[name, value]]));
const five = list(1, 2, 3, 4, 5);
const gap = list(1, undefined, 3);
const endless = rangeOf("unbounded", 1, undefined);
const downwards = rangeOf("inclusive", 3, 1);

/** A value as JSON-like text: sequences as arrays. */
function shown(value: Maybe): unknown {
  const sequence = asSequence(value);
  if (sequence !== undefined) return [...sequence].map(shown);
  if (value instanceof LazyCollection) return [...value].map(shown);
  return value instanceof MapHash ? Object.fromEntries(value.map) : value;
}

function columnOf(work: () => unknown): number | undefined {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof RenderError ? thrown.column : Number.NaN;
  }
  return undefined;
}

describe("built-ins for sequences", () => {
  it.each<[string, Maybe, readonly Maybe[] | undefined, unknown]>([
    ["first", five, undefined, 1],
    ["first", list(), undefined, undefined],
    ["first", endless, undefined, 1],
    ["last", five, undefined, 5],
    ["last", list(), undefined, undefined],
    ["last", endless, undefined, 2_147_483_647],
    ["size", five, undefined, 5],
    ["size", endless, undefined, 2_147_483_647],
    ["size", item("a", 1), undefined, 1],
    ["sequence", new LazyCollection(() => [1, 2].values()), undefined, [1, 2]],
    ["reverse", five, undefined, [5, 4, 3, 2, 1]],
    ["reverse", downwards, undefined, [1, 2, 3]],
    ["chunk", five, [2], [[1, 2], [3, 4], [5]]],
    [
      "chunk",
      five,
      [2, "-"],
      [
        [1, 2],
        [3, 4],
        [5, "-"],
      ],
    ],
    ["chunk", five, [1.9], [[1], [2], [3], [4], [5]]],
    ["chunk", five, [2_147_483_647], []],
    ["chunk", endless, [2], []],
    ["seq_contains", five, [3], true],
    ["seq_contains", five, ["3"], false],
    ["seq_contains", gap, [undefined], false],
    ["seq_contains", endless, [5], true],
    ["seq_index_of", five, [3], 2],
    ["seq_index_of", five, [3, 3], -1],
    ["seq_index_of", five, [3, -5], 2],
    ["seq_index_of", endless, [5], 4],
    ["seq_last_index_of", list(1, 2, 1), [1], 2],
    ["seq_last_index_of", list(1, 2, 1), [1, 1], 0],
    ["seq_last_index_of", five, [3, 99], 2],
    ["seq_last_index_of", five, [3, -1], -1],
    ["min", downwards, undefined, 1],
    ["max", gap, undefined, 3],
    ["max", list("a"), undefined, "a"],
    ["max", list(), undefined, undefined],
    ["join", five, [","], "1,2,3,4,5"],
    ["join", five, [",", "e", "!"], "1,2,3,4,5!"],
    ["join", list(), [",", "e", "!"], "e"],
    ["join", gap, [","], "1,3"],
    ["sort", list(3, 1, 2), undefined, [1, 2, 3]],
    ["sort", list(true, false), undefined, [false, true]],
    ["sort", list("b", "a", "C", "A", "_"), undefined, ["_", "a", "A", "b", "C"]],
    ["sort_by", list(item("k", "b"), item("k", "a")), ["k"], [{ k: "a" }, { k: "b" }]],
    ["sort_by", list(item("k", 2), item("k", 1)), [list("k")], [{ k: 1 }, { k: 2 }]],
  ])("?%s of %s with %s", (name, left, args, expected) => {
    expect(shown(run(sequenceBuiltins, name, left, args))).toEqual(expected);
  });

  it.each<[string, Maybe, readonly Maybe[] | undefined, number]>([
    ["first", undefined, undefined, 3],
    ["first", item("a", 1), undefined, 3],
    ["size", "abc", undefined, 3],
    ["join", "abc", [","], 3],
    ["join", endless, [","], 1],
    ["join", five, [1], 1],
    ["join", five, [undefined], 1],
    ["join", list(1, item("a", 1)), [","], 1],
    ["min", endless, undefined, 1],
    ["max", list("a", "b"), undefined, 3],
    ["max", list(1, "a"), undefined, 3],
    ["chunk", five, [0], 1],
    ["chunk", five, ["a"], 1],
    ["sort", gap, undefined, 3],
    ["sort", list(1, "a"), undefined, 1],
    ["sort", list(item("a", 1)), undefined, 1],
    ["sort_by", five, ["a"], 1],
    ["sort_by", list(item("k", 1)), ["z"], 1],
    ["sort_by", list(item("k", 1)), [list("k", 1)], 1],
    ["sort_by", list(item("k", 1)), [undefined], 1],
  ])("?%s of %s with %s is an error at column %s", (name, left, args, column) => {
    expect(columnOf(() => run(sequenceBuiltins, name, left, args))).toBe(column);
  });

  it.each([
    ["en_US", "_|~|1|ab|aB|a b|a-b|ad|æ|af|cote|coté|côte|sr|ß|st|z|Z|я|中"],
    ["fr_FR", "_|~|1|ab|aB|a b|a-b|ad|æ|af|cote|côte|coté|sr|ß|st|z|Z|я|中"],
    ["es_ES", "a b|n|nz|ñ|Ñ|o"],
    ["sv_SE", "v|w|wa|vb|y|ü|z|å|Å|ä|ö"],
    ["ru_RU", "z|е|ё|ед|ёж|ж|и|й|я|Я"],
  ])("sorts strings as Java's collation of %s does", (locale, sorted) => {
    const texts = sorted.split("|");
    const env = testEnvironment({ locale });
    expect(shown(run(sequenceBuiltins, "sort", list(...texts.toReversed()), undefined, env))).toEqual(texts);
  });
});

describe("streamed", () => {
  const small = new FunctionMethod(([value]) => typeof value === "number" && value < 3);
  const twice = new FunctionMethod(([value]) => (typeof value === "number" ? value * 2 : undefined));
  const stream = (operation: StreamOperation, left: Maybe, callee: Maybe, lazily = false): Maybe =>
    streamed(operation, left, callee, lazily, testEnvironment(), testSite(), testSite());

  it.each<[StreamOperation, FunctionMethod, unknown]>([
    ["filter", small, [1, 2, 1]],
    ["take_while", small, [1, 2]],
    ["drop_while", small, [3, 1]],
    ["map", twice, [2, 4, 6, 2]],
  ])("?%s", (operation, callee, expected) => {
    expect(shown(stream(operation, list(1, 2, 3, 1), callee))).toEqual(expected);
    expect(shown(stream(operation, list(1, 2, 3, 1), callee, true))).toEqual(expected);
  });

  it("reads no further than asked, where it is lazy", () => {
    const mapped = stream("map", endless, twice, true);
    expect(run(sequenceBuiltins, "first", mapped)).toBe(2);
    expect(run(sequenceBuiltins, "seq_index_of", mapped, [10])).toBe(4);
    const filtered = stream("filter", endless, small, true);
    expect(countUpTo(filtered, 1, testEnvironment(), testSite())).toBe(1);
  });

  it("knows the size of what is mapped without mapping it", () => {
    const fails = new FunctionMethod(() => undefined);
    expect(run(sequenceBuiltins, "size", stream("map", five, fails, true))).toBe(5);
  });

  it.each<[StreamOperation, Maybe, Maybe, number]>([
    ["map", five, new FunctionMethod(() => undefined), 1],
    ["filter", five, new FunctionMethod(() => undefined), 1],
    ["filter", five, new FunctionMethod(() => 1), 1],
    ["filter", five, 1, 3],
    ["filter", five, undefined, 3],
    ["filter", "a", small, 3],
  ])("?%s of %s with %s is an error at column %s", (operation, left, callee, column) => {
    expect(columnOf(() => stream(operation, left, callee))).toBe(column);
  });
});
