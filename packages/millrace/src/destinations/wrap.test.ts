import { expect, test } from "vitest";
import { firehoseFormatter } from "./firehose/format.ts";
import { kinesisFormatter } from "./kinesis/format.ts";
import { s3Formatter } from "./s3/format.ts";
import { eventWith } from "./testing/destination-suite.ts";
import { wrapperOf } from "./wrap.ts";

const DATA = '{"n": 1.0,\n"b":2}';
const context = { destinationId: "d" };
const replayed = { ...eventWith(1, DATA), metadata: { replayId: "r" } };

test("a message stands under data, with the mark of its replay beside it", () => {
  expect(wrapperOf()(eventWith(1, DATA))).toBe(`{"data":${DATA}}`);
  expect(wrapperOf("data")(replayed)).toBe(`{"data":${DATA},"metadata":{"replayId":"r"}}`);
});

test("a message without an envelope is itself, whoever sends it", () => {
  expect(wrapperOf("none")(replayed)).toBe(DATA);
});

test("streams and buckets put what their setting says around it", () => {
  const region = "us-west-2";
  const bodies = (envelope: "data" | "none") => [
    kinesisFormatter({ streamName: "s", region, envelope }, context)(replayed),
    firehoseFormatter({ deliveryStreamName: "s", region, envelope })(replayed),
    s3Formatter({ bucket: "bkt", region, envelope }, context)(replayed),
  ];
  const line = DATA.replace("\n", " ");
  expect(bodies("none")).toMatchObject([{ body: DATA }, { body: `${line}\n` }, { body: DATA }]);
  expect(bodies("data")).toMatchObject([
    { body: `{"data":${DATA},"metadata":{"replayId":"r"}}` },
    { body: `{"data":${line},"metadata":{"replayId":"r"}}\n` },
    { body: `{"data":${DATA},"metadata":{"replayId":"r"}}` },
  ]);
});
