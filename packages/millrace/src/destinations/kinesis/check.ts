import type { CheckReport, CheckStep } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { ruleOf } from "../aws/errors.ts";
import { partitionOf } from "../aws/settings.ts";
import type { KinesisClient } from "./client.ts";
import type { KinesisSettings } from "./settings.ts";

const CHECK_TIMEOUT_MS = 30_000;

/** Asks for the stream with `kinesis:DescribeStream`, one of the three permissions of seed 000. Sends no record. */
export async function checkKinesis(client: KinesisClient, settings: KinesisSettings): Promise<CheckReport> {
  const request = JSON.stringify({ StreamName: settings.streamName, Limit: 1 });
  const answer = await client.call("DescribeStream", request, AbortSignal.timeout(CHECK_TIMEOUT_MS));
  await client.close();
  const { ok, detail } =
    "failure" in answer
      ? { ok: false, detail: adviceFor(answer.failure, settings) }
      : judge(answer.body.StreamDescription, settings);
  return { ok, steps: [{ name: "kinesis:DescribeStream", ok, detail }] };
}

function judge(stream: unknown, { streamName }: KinesisSettings): Pick<CheckStep, "ok" | "detail"> {
  const status = isJsonObject(stream) ? stream.StreamStatus : undefined;
  if (status === "ACTIVE" || status === "UPDATING")
    return { ok: true, detail: `The stream ${streamName} is ${status}.` };
  const state = typeof status === "string" ? status : "in an unknown state";
  return { ok: false, detail: `The stream ${streamName} is ${state}: wait until it is ACTIVE.` };
}

function adviceFor(failure: AwsFailure, { streamName, region }: KinesisSettings): string {
  const rule = ruleOf(failure);
  const said = `${failure.name} ${failure.message}`.trim().slice(0, 500);
  if (rule.code === "permission_missing") {
    const arn = `arn:${partitionOf(region)}:kinesis:${region}:<account>:stream/${streamName}`;
    return `${said} Allow kinesis:DescribeStream, kinesis:PutRecord and kinesis:PutRecords on ${arn}.`;
  }
  if (rule.code === "not_found") {
    return `${said} There is no stream ${streamName} in ${region}: make it, or correct streamName and region.`;
  }
  return `${said} ${rule.advice}`;
}
