import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Results } from "./split-results.ts";

const of = (data: string, topic = "read"): Results => {
  const results = Results.of({ data, topic });
  if (results === undefined) throw new Error("no results");
  return results;
};
const info = '"resultInfo":{"type":"inline","numRecords":3}';

describe("a message taken apart", () => {
  const text = `{ "a" : 1.0 , ${info} , "n":12345678901234567890, "result" : [ {"b":1e400, "a":2} ,\n "x\\ud800😀", 3 ] , "z":null }`;

  it("has every character of its records, and the rest of the message, where they stood", () => {
    expect(of(text).count).toBe(3);
    expect(of(text).inline({ from: 0, to: 2 })).toBe(
      '{ "a" : 1.0 , "resultInfo":{"type":"inline","numRecords":2} , "n":12345678901234567890, "result" : [{"b":1e400, "a":2} ,\n "x\\ud800😀"] , "z":null }',
    );
    expect(of(text).list({ from: 1, to: 3 })).toBe('["x\\ud800😀", 3]');
    expect(of(text).list({ from: 1, to: 1 })).toBe("[]");
  });

  it("has no result where it is given by URL, as in the contract", () => {
    expect(of(text).byUrl({ from: 0, to: 3 }, "https://x/?a=1&b=2")).toBe(
      '{ "a" : 1.0 , "resultInfo":{"type":"url","downloadUrl":"https://x/?a=1&b=2","numRecords":3} , "n":12345678901234567890 , "z":null }',
    );
  });

  it.each([
    `{"result":[1,2,3],${info}}`,
    `{ "result" : [1,2,3] , "x":[] , ${info} }`,
    `{${info},"result":[1,2,3]}`,
    `{"x":{},"result":[1,2,3],${info},"y":"}"}`,
    `{"x":"{","result":[1,2,3]}`,
    `{"result":[1,2,3]}`,
    `{ "result":[1,2,3] , "x":1 }`,
    `{"re\\u0073ult":[1,2,3],"resultInfo":{"numRecords":3,"type":"inline"}}`,
  ])("comes out well-formed wherever its members stand: %s", (data) => {
    const { result: _result, resultInfo: _info, ...rest } = JSON.parse(data);
    expect(JSON.parse(of(data).inline({ from: 1, to: 3 }))).toEqual({
      ...rest,
      resultInfo: { type: "inline", numRecords: 2 },
      result: [2, 3],
    });
    expect(JSON.parse(of(data).byUrl({ from: 0, to: 3 }, "u"))).toEqual({
      ...rest,
      resultInfo: { type: "url", downloadUrl: "u", numRecords: 3 },
    });
  });

  it.each([
    ["[1]", "read"],
    ['"result"', "read"],
    ['{"a":1}', "read"],
    ['{"result":{"createdFields":[]}}', "read"],
    ['{"result":[1],"result":[2]}', "read"],
    ['{"result":[1],"resultInfo":null}', "read"],
    ['{"result":[1],"resultInfo":{"type":"url","downloadUrl":"u","numRecords":1}}', "read"],
    [`{"result":[1],${info},${info}}`, "read"],
    ['{"result":[1]}', "orders"],
    ['{"result":[1],"resultInfo":{"pages":2}}', "orders"],
  ])("is not what %s of the topic %s is", (data, topic) => {
    expect(Results.of({ data, topic })).toBeUndefined();
  });

  it("may have any topic where it says itself what it is", () => {
    expect(Results.of({ data: `{${info},"result":[1,2,3]}`, topic: "orders" })?.count).toBe(3);
  });
});

describe("ranges of records", () => {
  it("are as few as can be, in order, and lose none", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (records, budget) => {
          const results = of(`{"result":${JSON.stringify(records)}}`);
          const ranges = results.ranges(budget, 1_000);
          expect(ranges.flatMap((range) => JSON.parse(results.list(range)))).toEqual(records);
          const bytes = (from: number, to: number) => Buffer.byteLength(results.list({ from, to })) - 2;
          ranges.forEach(({ from, to }, i) => {
            if (to - from > 1) expect(bytes(from, to)).toBeLessThanOrEqual(budget);
            // One more record would not have had room.
            if (i + 1 < ranges.length) expect(bytes(from, to + 1)).toBeGreaterThan(budget);
          });
        },
      ),
    );
  });

  it("are not looked for further where there are too many, and a budget below nothing gives each record its own", () => {
    const results = of(`{"result":[${Array(1_000).fill("1").join(",")}]}`);
    expect(results.ranges(1, 10)).toHaveLength(11);
    expect(results.ranges(-5, 2_000)).toHaveLength(1_000);
    expect(of('{"result":[]}').ranges(10, 10)).toEqual([]);
  });
});
