import { describe, expect, it } from "vitest";
import { UnreadableInputError } from "../../core/errors.ts";
import { JsonSyntaxError } from "../../core/json/scan.ts";
import { readBatch } from "./read-batch.ts";

const GOOD = '"EventType":"t","Timestamp":"2026-11-21T04:00:00Z"';

/** What is read of the one event of a batch. */
function readOne(event: string): object | undefined {
  const batch = readBatch(`{"BatchItem":{"phone":{"Endpoint":{},"Events":{"one":${event}}}}}`);
  return batch.get("phone")?.events.get("one")?.read;
}

describe("readBatch", () => {
  for (const [text, message] of [
    ["[]", "The body is not an object."],
    ["{}", "BatchItem is missing."],
    ['{"BatchItem":[]}', "BatchItem is not an object."],
    ['{"BatchItem":null}', "BatchItem is not an object."],
    ['{"BatchItem":{"phone":7}}', "BatchItem.phone is not an object."],
    ['{"BatchItem":{"phone":{"Events":[]}}}', "BatchItem.phone.Events is not an object."],
  ] as const) {
    it(`refuses a batch of the wrong form: ${message}`, () => {
      expect(() => readBatch(text)).toThrow(UnreadableInputError);
      expect(() => readBatch(text)).toThrow(message);
    });
  }

  for (const text of [
    "",
    "nonsense",
    '{"BatchItem":{}} x',
    '{"BatchItem":{"phone":{"Endpoint":{"a":}}}}',
    '{"BatchItem":{"phone":{"Events":{"one":{"Attributes":{"a":b}}}}}}',
    `{"BatchItem":{"phone":{"Endpoint":${"[".repeat(100_000)}${"]".repeat(100_000)}}}}`,
    `{"BatchItem":${'{"a":'.repeat(100_000)}`,
  ]) {
    it(`refuses what is not JSON: ${text.slice(0, 40)}`, () =>
      expect(() => readBatch(text)).toThrow(JsonSyntaxError));
  }

  it("refuses too many events, and too many endpoints", () => {
    const events = (count: number): string =>
      `{"Events":{${Array.from({ length: count }, (_, i) => `"e${i}":{${GOOD}}`).join(",")}}}`;
    expect(readBatch(`{"BatchItem":{"a":${events(500)},"b":${events(500)}}}`).size).toBe(2);
    expect(() => readBatch(`{"BatchItem":{"a":${events(500)},"b":${events(501)}}}`)).toThrow("1000 events");
    const endpoints = Array.from({ length: 101 }, (_, i) => `"e${i}":{}`);
    expect(() => readBatch(`{"BatchItem":{${endpoints.join(",")}}}`)).toThrow("100 endpoints");
    expect(readBatch(`{"BatchItem":{${endpoints.slice(1).join(",")}}}`).size).toBe(100);
  });

  it("takes the last of names that are repeated, and __proto__ for a name like any other", () => {
    const batch = readBatch(
      `{"BatchItem":{"__proto__":{"Events":{"__proto__":{},"__proto__":{${GOOD}}}}},"BatchItem":{"__proto__":{"Events":{"__proto__":{"EventType":7},"__proto__":{${GOOD}}}}}}`,
    );
    expect([...batch.keys()]).toEqual(["__proto__"]);
    expect(batch.get("__proto__")?.events.get("__proto__")?.read).toMatchObject({ eventType: '"t"' });
  });

  it("takes what is null for nothing", () => {
    const batch = readBatch('{"BatchItem":{"phone":{"Endpoint":null,"Events":null}}}');
    expect(batch.get("phone")).toEqual({ endpoint: undefined, events: new Map() });
  });
});

describe("an event", () => {
  it("keeps the digits of metrics and the escapes of attributes", () => {
    const event = String.raw`{${GOOD},"Attributes":{"a":"\ud800é","b":"x"},"Metrics":{"one":1.0,"big":12345678901234567890,"e":1e400}}`;
    expect(readOne(event)).toMatchObject({
      attributes: String.raw`{"a":"\ud800é","b":"x"}`,
      metrics: '{"one":1.0,"big":12345678901234567890,"e":1e400}',
    });
  });

  it("stands on one line, without what is null", () => {
    const event = `{${GOOD},"Attributes":{\n "a": "b\\n",\r\n "c": null },"Metrics":{"n": null},"Session":null,"AppTitle":null}`;
    expect(readOne(event)).toMatchObject({ attributes: '{"a":"b\\n"}', metrics: "{}", session: {} });
  });

  it("has its time in milliseconds, and those of its session", () => {
    const session =
      '{"Id":"s","StartTimestamp":"2026-11-21T03:59:00.5","StopTimestamp":"2026-11-21T05:00:00+01:00","Duration":7}';
    expect(readOne(`{${GOOD},"Session":${session}}`)).toMatchObject({
      timestamp: Date.UTC(2026, 10, 21, 4),
      time: "2026-11-21T04:00:00.000000000Z",
      session: {
        id: '"s"',
        start: Date.UTC(2026, 10, 21, 3, 59, 0, 500),
        stop: Date.UTC(2026, 10, 21, 4),
      },
    });
  });

  const many = (count: number): string =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, i])));
  for (const [event, fault] of [
    ["7", "The event is not an object."],
    ["null", "The event is not an object."],
    ["{}", "EventType is missing."],
    ['{"EventType":"","Timestamp":"2026-11-21"}', "EventType is missing."],
    ['{"EventType":{},"Timestamp":"2026-11-21"}', "EventType is not a text."],
    [
      `{"EventType":"${"t".repeat(2_048)}","Timestamp":"2026-11-21"}`,
      "EventType is longer than 2048 characters.",
    ],
    ['{"EventType":"t"}', "Timestamp is missing."],
    ['{"EventType":"t","Timestamp":1700000000000}', "Timestamp is not a text."],
    ['{"EventType":"t","Timestamp":"now"}', "Timestamp is no date and time in ISO 8601 format."],
    [`{${GOOD},"Attributes":[]}`, "Attributes is not an object."],
    [`{${GOOD},"Attributes":{"a":1}}`, "Attributes.a is not a text."],
    [`{${GOOD},"Attributes":{"a":{"b":"c"}}}`, "Attributes.a is not a text."],
    [`{${GOOD},"Metrics":{"__proto__":"1"}}`, "Metrics.__proto__ is not a number."],
    [`{${GOOD},"Metrics":${many(501)}}`, "Metrics has 501 members; 500 are the most."],
    [`{${GOOD},"Metrics":{"${"n".repeat(257)}":1}}`, "is longer than 256 characters."],
    [`{${GOOD},"Session":"s"}`, "Session is not an object."],
    [`{${GOOD},"Session":{"Id":7}}`, "Session.Id is not a text."],
    [`{${GOOD},"Session":{"StartTimestamp":"x"}}`, "Session.StartTimestamp is no date and time"],
    [`{${GOOD},"Attributes":{"a":"${"x".repeat(1_024_000)}"}}`, "1024000 are the most."],
  ] as const) {
    it(`is refused: ${fault}`, () =>
      expect(readOne(event)).toEqual({ fault: expect.stringContaining(fault) }));
  }
});
