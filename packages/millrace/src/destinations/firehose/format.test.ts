import { describe, expect, it } from "vitest";
import type { Message } from "../../core/message.ts";
import { isDiscard, isTooLarge } from "../../core/message.ts";
import { eventWith } from "../testing/destination-suite.ts";
import { firehose } from "./index.ts";

const formatted = (data: string, over: object = {}, metadata: Record<string, string> = {}) =>
  firehose.formatter(
    { deliveryStreamName: "s", region: "us-west-2", ...over },
    { destinationId: "destination-1" },
  )({
    ...eventWith(7, data),
    metadata,
  });
const recordOf = (data: string, over: object = {}, metadata: Record<string, string> = {}): Message => {
  const found = formatted(data, over, metadata);
  if (isDiscard(found) || isTooLarge(found)) throw new Error("not a record");
  return found;
};

describe("Firehose records", () => {
  it.each([
    ['{"n":7}', '{"data":{"n":7}}\n'],
    [
      '{"big":12345678901234567890,"one":1.0,"a":1,"a":2}',
      '{"data":{"big":12345678901234567890,"one":1.0,"a":1,"a":2}}\n',
    ],
    [String.raw`{"s":"a\nb\r\n é 😀 \ud800"}`, `{"data":${String.raw`{"s":"a\nb\r\n é 😀 \ud800"}`}}\n`],
    ['{\r\n  "a": [1,\n\t2]\n}', '{"data":{    "a": [1, \t2] }}\n'],
  ])("are one line each: %j is %j", (data, body) => {
    expect(recordOf(data)).toMatchObject({
      body,
      bodyBytes: Buffer.byteLength(body),
      key: "",
      keyBytes: 0,
      attributes: {},
    });
  });

  it("hold the characters that came in and nothing more where no newline is wanted", () => {
    const data = '{\r\n  "a": 1.0\n}';
    expect(recordOf(data, { appendNewline: false }).body).toBe(`{"data":${data}}`);
    expect(recordOf(data, { appendNewline: true })).toEqual(recordOf(data));
  });

  it("of a replay say so", () => {
    expect(recordOf('{"n":7}', {}, { replayId: "r-1" }).body).toBe(
      '{"data":{"n":7},"metadata":{"replayId":"r-1"}}\n',
    );
  });

  it.each([
    ["under", -1],
    ["at", 0],
    ["over", 1],
  ])("%s the limit of 1,000 KiB, with the newline", (_, over) => {
    const dataOf = (bytes: number) =>
      JSON.stringify("é".repeat(10) + "x".repeat(bytes - '{"data":""}'.length - 20));
    expect(formatted(dataOf(1_024_000 - 1 + over))).toMatchObject(
      over > 0
        ? { tooLarge: { bytes: 1_024_001, limit: 1_024_000, error: { code: "record_too_large" } } }
        : { bodyBytes: 1_024_000 + over },
    );
    expect(isTooLarge(formatted(dataOf(1_024_000 + over), { appendNewline: false }))).toBe(over > 0);
  });
});
