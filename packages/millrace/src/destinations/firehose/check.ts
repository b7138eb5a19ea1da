import type { CheckReport, CheckStep } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { checkStream, wordOf } from "../aws/check-stream.ts";
import type { Permissions } from "../aws/documents.ts";
import { accountOf } from "../aws/documents.ts";
import type { FirehoseClient } from "./client.ts";
import type { FirehoseSettings } from "./settings.ts";

/** What the destination needs. */
export function firehosePermissions({ deliveryStreamName, region }: FirehoseSettings): Permissions {
  return {
    actions: ["firehose:DescribeDeliveryStream", "firehose:PutRecordBatch"],
    region,
    resource: `firehose:${region}:<account>:deliverystream/${deliveryStreamName}`,
  };
}

/** Asks for the stream with `firehose:DescribeDeliveryStream`. Sends no record. */
export function checkFirehose(client: FirehoseClient, settings: FirehoseSettings): Promise<CheckReport> {
  const { deliveryStreamName, roleArn } = settings;
  return checkStream(client, {
    service: "firehose",
    action: "DescribeDeliveryStream",
    request: { DeliveryStreamName: deliveryStreamName },
    permissions: firehosePermissions(settings),
    account: roleArn === undefined ? undefined : accountOf(roleArn),
    what: `Firehose stream ${deliveryStreamName}`,
    setting: "deliveryStreamName",
    judge: ({ DeliveryStreamDescription: stream }) => judge(stream, deliveryStreamName),
  });
}

function judge(stream: unknown, name: string): Pick<CheckStep, "ok" | "detail"> {
  const { DeliveryStreamStatus: status, DeliveryStreamType: type } = isJsonObject(stream) ? stream : {};
  const source = wordOf(type) ?? DIRECT_PUT;
  if (source !== DIRECT_PUT) {
    const kinesis =
      source === KINESIS ? "send to that Kinesis stream with a destination of the type kinesis, or " : "";
    const advice = `${kinesis}name a Firehose stream whose source is Direct PUT`;
    const detail = `The Firehose stream ${name} takes nothing by Direct PUT, as its source is ${source}: ${advice}.`;
    return { ok: false, detail };
  }
  if (status === "ACTIVE")
    return { ok: true, detail: `The Firehose stream ${name} is ACTIVE; its source is Direct PUT.` };
  const advice = ENDED.has(status) ? "make it again" : "wait until it is ACTIVE";
  const state = wordOf(status) ?? "in an unknown state";
  return { ok: false, detail: `The Firehose stream ${name} is ${state}: ${advice}.` };
}

const DIRECT_PUT = "DirectPut";
const KINESIS = "KinesisStreamAsSource";

/** States that no stream leaves by itself. */
const ENDED: ReadonlySet<unknown> = new Set(["CREATING_FAILED", "DELETING", "DELETING_FAILED"]);
