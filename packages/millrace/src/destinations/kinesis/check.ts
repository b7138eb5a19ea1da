import { DescribeStreamCommand } from "@aws-sdk/client-kinesis";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { CheckReport, CheckStep } from "../../core/destination.ts";
import { ruleOf } from "../aws/errors.ts";
import { sdkFailure } from "../aws/sdk-failure.ts";
import { partitionOf } from "../aws/settings.ts";
import type { KinesisSettings } from "./settings.ts";

/** Asks for the stream with `kinesis:DescribeStream`, one of the three permissions of seed 000. Sends no record. */
export async function checkKinesis(
  client: KinesisClient,
  { streamName, region }: KinesisSettings,
): Promise<CheckReport> {
  const step = await describeStream(client, streamName, region);
  client.destroy();
  return { ok: step.ok, steps: [step] };
}

async function describeStream(client: KinesisClient, streamName: string, region: string): Promise<CheckStep> {
  const name = "kinesis:DescribeStream";
  try {
    const { StreamDescription: stream } = await client.send(
      new DescribeStreamCommand({ StreamName: streamName, Limit: 1 }),
    );
    const status = stream?.StreamStatus;
    const ok = status === "ACTIVE" || status === "UPDATING";
    return {
      name,
      ok,
      detail: ok
        ? `The stream ${streamName} is ${status}.`
        : `The stream ${streamName} is ${status ?? "in an unknown state"}: wait until it is ACTIVE.`,
    };
  } catch (error) {
    const failure = sdkFailure(error);
    const rule = ruleOf(failure);
    const arn = `arn:${partitionOf(region)}:kinesis:${region}:<account>:stream/${streamName}`;
    const advice =
      rule.code === "permission_missing"
        ? `Allow kinesis:DescribeStream, kinesis:PutRecord and kinesis:PutRecords on ${arn}.`
        : rule.code === "not_found"
          ? `There is no stream ${streamName} in ${region}: make it, or correct streamName and region.`
          : rule.advice;
    return {
      name,
      ok: false,
      detail: `${failure.name} ${failure.message}`.trim().slice(0, 500) + ` ${advice}`,
    };
  }
}
