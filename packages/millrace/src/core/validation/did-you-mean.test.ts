import { expect, test } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

const known = ["streamName", "region", "partitionKeyTemplate"];

test.each([
  ["streamname", "streamName"],
  ["stream_name", "streamName"],
  ["regoin", "region"],
  ["partitionKey", undefined],
  ["partitionKeyTemplat", "partitionKeyTemplate"],
  ["bucket", undefined],
  ["x".repeat(100_000), undefined],
])("%s is near %s", (given, meant) => {
  expect(didYouMean(given, known)).toBe(meant === undefined ? "" : `; did you mean "${meant}"?`);
});
