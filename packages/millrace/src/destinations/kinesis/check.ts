import type { CheckReport, CheckStep } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { checkStream } from "../aws/check-stream.ts";
import type { KinesisClient } from "./client.ts";
import type { KinesisSettings } from "./settings.ts";

/** Asks for the stream with `kinesis:DescribeStream`, one of the three permissions of seed 000. Sends no record. */
export function checkKinesis(client: KinesisClient, settings: KinesisSettings): Promise<CheckReport> {
  const { streamName, region } = settings;
  return checkStream(client, {
    service: "kinesis",
    action: "DescribeStream",
    request: { StreamName: streamName, Limit: 1 },
    region,
    what: `stream ${streamName}`,
    setting: "streamName",
    permissions: "kinesis:DescribeStream, kinesis:PutRecord and kinesis:PutRecords",
    resource: `stream/${streamName}`,
    judge: ({ StreamDescription: stream }) => judge(stream, settings),
  });
}

function judge(stream: unknown, { streamName }: KinesisSettings): Pick<CheckStep, "ok" | "detail"> {
  const status = isJsonObject(stream) ? stream.StreamStatus : undefined;
  if (status === "ACTIVE" || status === "UPDATING")
    return { ok: true, detail: `The stream ${streamName} is ${status}.` };
  const state = typeof status === "string" ? status : "in an unknown state";
  return { ok: false, detail: `The stream ${streamName} is ${state}: wait until it is ACTIVE.` };
}
