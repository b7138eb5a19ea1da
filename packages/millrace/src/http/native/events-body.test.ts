import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InvalidInputError } from "../../core/errors.ts";
import { JsonSyntaxError } from "../../core/json/scan.ts";
import { isRefused, readEvents } from "./events-body.ts";

const now = "2026-01-02T03:04:05.000000000Z";
const read = (text: string) => readEvents(text, "project", now);

/** What became of one event: itself, or the faults found in it. */
function one(event: string): unknown {
  const [first] = read(`{"events":[${event}]}`);
  if (first === undefined) return undefined;
  return isRefused(first) ? first.issues.map((issue) => `${issue.name}: ${issue.detail}`) : first;
}

describe("an event", () => {
  test("keeps its data as the characters that came in", () => {
    const data = '{ "n":12345678901234567890, "f":1.0,"b":1e400 ,"a":1,"a":2, "s":"\\ud800\\u0000\\/é" }';
    expect(
      one(`{"id":"e-1","topic":"order.paid","time":"2025-10-14T04:58:59.3+02:00","data":${data}}`),
    ).toEqual({
      id: "e-1",
      projectId: "project",
      topic: "order.paid",
      time: "2025-10-14T02:58:59.300000000Z",
      metadata: {},
      data,
    });
  });

  test("without id and time gets a new id and the moment it came in", () => {
    expect(one('{"topic":"t","data":null}')).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      time: now,
      data: "null",
    });
  });

  test("may have metadata, even under names that mean something to JavaScript", () => {
    const event = one(
      '{"topic":"t","data":1,"metadata":{"tenant":"a\\u00e9","__proto__":"x","constructor":"y"}}',
    );
    expect(JSON.stringify(event)).toContain('"metadata":{"tenant":"aé","__proto__":"x","constructor":"y"}');
  });

  test("may have its members in any order, with white space and escapes anywhere", () => {
    expect(one('\n{ "data" : [ ] , "\\u0074opic" : "a\\/b" }\t')).toMatchObject({
      topic: "a/b",
      data: "[ ]",
    });
  });
});

describe("a faulty event says everything that is wrong with it", () => {
  test.each([
    ["{}", ['events[0].topic: "topic" is required', 'events[0].data: "data" is required']],
    ["7", ["events[0]: must be an object, not a number"]],
    ['{"topic":7,"data":1}', ["events[0].topic: must be a string, not a number"]],
    ['{"topic":"t","data":1,"Data":2}', ['events[0].Data: "Data" is no known field; did you mean "data"?']],
    ['{"topic":"t","data":1,"id":"a b"}', ["events[0].id: must be 1 to 128 visible ASCII characters"]],
    ['{"topic":"t","data":1,"id":""}', ["events[0].id: must be 1 to 128 visible ASCII characters"]],
    [
      '{"topic":"t","data":1,"time":"2025-02-30T00:00:00Z"}',
      ["events[0].time: must be an RFC 3339 time such as 2025-10-14T02:58:59.323Z"],
    ],
    ['{"topic":"t","data":1,"metadata":[]}', ["events[0].metadata: must be an object, not an array"]],
    ['{"topic":"t","data":1,"metadata":{"a":1}}', ["events[0].metadata.a: must be a string, not a number"]],
    ['{"topic":"t","data":1,"metadata":{"":"x"}}', ["events[0].metadata: has an entry without a name"]],
    [
      '{"topic":"t","data":1,"metadata":{"objectName":"x"}}',
      ['events[0].metadata: "objectName" is set by Millrace; choose another name'],
    ],
    [
      '{"topic":"t","data":1,"metadata":{"a":"\\ud800"}}',
      ["events[0].metadata.a: holds half of a surrogate pair"],
    ],
  ])("%s", (event, faults) => {
    expect(one(event)).toEqual(faults);
  });

  test.each(["read", "subscribe", "notification.read.backfill.done"])("the topic %s is reserved", (topic) => {
    expect(one(`{"topic":"${topic}","data":1}`)).toEqual([expect.stringContaining("is reserved")]);
  });

  test.each(["", "-a", "a b", "é", "a".repeat(129)])("the topic %j is malformed", (topic) => {
    expect(one(JSON.stringify({ topic, data: 1 }))).toEqual([expect.stringContaining("must be 1 to 128")]);
  });

  test("metadata has at most 32 entries and 2,048 bytes of UTF-8", () => {
    const withMetadata = (metadata: Record<string, string>): unknown =>
      one(JSON.stringify({ topic: "t", data: 1, metadata }));
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, "v"]));
    expect(withMetadata(many(32))).toHaveProperty("id");
    expect(withMetadata(many(33))).toEqual(["events[0].metadata: has 33 entries; 32 are allowed"]);
    expect(withMetadata({ a: "x".repeat(2047) })).toHaveProperty("id");
    expect(withMetadata({ a: "é".repeat(1024) })).toEqual([
      "events[0].metadata: takes 2049 bytes; 2048 are allowed",
    ]);
  });

  test("its neighbours are none the worse for it", () => {
    const events = read(
      '{"events":[{"topic":"a","data":1},{"topic":"!","id":"mine","data":1},{"topic":"b","data":2}]}',
    );
    expect(events.map(isRefused)).toEqual([false, true, false]);
    expect(events[1]?.id).toBe("mine");
  });
});

describe("a body", () => {
  test.each([
    "",
    "{",
    '{"events":[{"topic":"t","data":tru}]}',
    '{"events":[]} x',
    '{"events":[{"data":01}]}',
    "[1,]",
  ])("that is not JSON is refused, saying where: %s", (text) => {
    expect(() => read(text)).toThrow(JsonSyntaxError);
  });

  test.each(["[]", "null", "{}", '{"events":{}}', '{"events":[]}', '{"event":[{"topic":"t","data":1}]}'])(
    "that is JSON but no list of events is refused: %s",
    (text) => {
      expect(() => read(text)).toThrow(InvalidInputError);
    },
  );

  test("holds at most 1,000 events", () => {
    const body = (count: number): string =>
      JSON.stringify({ events: Array.from({ length: count }, () => ({ topic: "t", data: 1 })) });
    expect(read(body(1000))).toHaveLength(1000);
    expect(() => read(body(1001))).toThrow(InvalidInputError);
  });

  test("nested too deep is refused and takes no stack with it", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(() => read(`{"events":[{"topic":"t","data":${deep}}]}`)).toThrow(/nested more than/);
  });
});

test("this file is read as any other", () => {
  const data = JSON.stringify(readFileSync(new URL(import.meta.url), "utf8"));
  expect(one(`{"topic":"t","data":${data}}`)).toMatchObject({ data });
});
