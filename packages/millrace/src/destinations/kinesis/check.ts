import type { CheckReport, CheckStep } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { checkStream, wordOf } from "../aws/check-stream.ts";
import type { Permissions } from "../aws/documents.ts";
import { accountOf } from "../aws/documents.ts";
import type { KinesisClient } from "./client.ts";
import type { KinesisSettings } from "./settings.ts";

/** What the destination may need: the three permissions of seed 000. */
export function kinesisPermissions({ streamName, region }: KinesisSettings): Permissions {
  return {
    actions: ["kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords"],
    region,
    resource: `kinesis:${region}:<account>:stream/${streamName}`,
  };
}

/** Asks for the stream with `kinesis:DescribeStream`, one of the three permissions of seed 000. Sends no record. */
export function checkKinesis(client: KinesisClient, settings: KinesisSettings): Promise<CheckReport> {
  const { streamName, roleArn } = settings;
  return checkStream(client, {
    service: "kinesis",
    action: "DescribeStream",
    request: { StreamName: streamName, Limit: 1 },
    permissions: kinesisPermissions(settings),
    account: roleArn === undefined ? undefined : accountOf(roleArn),
    what: `stream ${streamName}`,
    setting: "streamName",
    judge: ({ StreamDescription: stream }) => judge(stream, settings),
  });
}

function judge(stream: unknown, { streamName }: KinesisSettings): Pick<CheckStep, "ok" | "detail"> {
  const status = isJsonObject(stream) ? stream.StreamStatus : undefined;
  if (status === "ACTIVE" || status === "UPDATING")
    return { ok: true, detail: `The stream ${streamName} is ${status}.` };
  const state = wordOf(status) ?? "in an unknown state";
  return { ok: false, detail: `The stream ${streamName} is ${state}: wait until it is ACTIVE.` };
}
