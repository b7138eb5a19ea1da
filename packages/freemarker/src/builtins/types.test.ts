import { describe, expect, it } from "vitest";
import { DateValue } from "../dates/date-value.ts";
import { FunctionMethod } from "../values/callable.ts";
import { concatSequences } from "../operations/concat.ts";
import { MapHash } from "../values/hash.ts";
import { rangeOf } from "../values/range.ts";
import { ListSequence } from "../values/sequence.ts";
import { hashBuiltins } from "./hashes.ts";
import { run, testEnvironment } from "./testing/environment.ts";
import { typeBuiltins } from "./types.ts";
import { Composite, type Maybe } from "../values/value.ts";

// What Apache FreeMarker 2.3.34 answers.

const list = new ListSequence([1, 2]);
const hash = new MapHash(
  new Map([
    ["b", 1],
    ["a", 2],
  ]),
);
const method = new FunctionMethod(() => undefined);

describe("the is_… built-ins", () => {
  it.each<[string, Maybe, string]>([
    ["a string", "a", "string"],
    ["a number", 1, "number"],
    ["a boolean", true, "boolean"],
    ["a date", new DateValue(0, "date"), "date date_like date_only"],
    ["a time", new DateValue(0, "time"), "date date_like time"],
    ["a datetime", new DateValue(0, "datetime"), "date date_like datetime"],
    ["a date of unknown type", new DateValue(0, "unknown"), "date date_like unknown_date_like"],
    ["a sequence", list, "sequence indexable enumerable"],
    ["a range", rangeOf("inclusive", 1, 2), "sequence indexable enumerable"],
    [
      "a range without an end",
      rangeOf("unbounded", 1, undefined),
      "sequence indexable enumerable collection",
    ],
    [
      "a joined sequence",
      concatSequences(list, list, testEnvironment().budget),
      "sequence indexable enumerable collection collection_ex",
    ],
    ["?keys", run(hashBuiltins, "keys", hash), "sequence indexable enumerable collection"],
    ["a hash", hash, "hash hash_ex"],
    ["a method", method, "method"],
    ["n?string", new Composite({ string: () => "1", hash, method }), "string hash method"],
    [
      "s?matches(r)",
      new Composite({ boolean: () => true, collection: list }),
      "boolean sequence indexable enumerable collection",
    ],
  ])("%s", (_, value, expected) => {
    const answers = Object.keys(typeBuiltins).filter((name) => run(typeBuiltins, name, value) === true);
    expect(answers.map((name) => name.slice(3)).toSorted()).toEqual(expected.split(" ").toSorted());
  });

  it("refuse a missing value", () => {
    expect(() => run(typeBuiltins, "is_string", undefined)).toThrow("no value");
  });
});

describe("?keys and ?values", () => {
  it("are in the order of the hash", () => {
    expect(run(hashBuiltins, "keys", hash)).toMatchObject({ items: ["b", "a"] });
    expect(run(hashBuiltins, "values", hash)).toMatchObject({ items: [1, 2] });
  });

  it("refuse what is no hash", () => {
    expect(() => run(hashBuiltins, "keys", list)).toThrow("expected");
  });
});
