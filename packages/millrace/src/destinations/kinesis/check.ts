import type { CheckReport } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { StreamVerdict } from "../aws/check-stream.ts";
import { checkStream, wordOf } from "../aws/check-stream.ts";
import type { Permissions } from "../aws/documents.ts";
import { accountOf, keyDocument } from "../aws/documents.ts";
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
    judge: ({ StreamDescription: stream }, masked) => judge(stream, settings, masked),
  });
}

function judge(
  stream: unknown,
  { streamName, region, roleArn }: KinesisSettings,
  masked: (text: string) => string,
): StreamVerdict {
  const {
    StreamStatus: status,
    EncryptionType: encryption,
    KeyId: keyId,
  } = isJsonObject(stream) ? stream : {};
  if (status === "ACTIVE" || status === "UPDATING") {
    const encrypted = encryption === "KMS" && typeof keyId === "string";
    const key = encrypted ? keyDocument(masked(keyId), { region }, roleArn) : undefined;
    const detail = `The stream ${streamName} is ${status}.`;
    if (key === undefined) return { ok: true, detail };
    return { ok: true, detail: `${detail} ${KEY_NEEDED}`, documents: [key] };
  }
  const state = wordOf(status) ?? "in an unknown state";
  return { ok: false, detail: `The stream ${streamName} is ${state}: wait until it is ACTIVE.` };
}

const KEY_NEEDED =
  "It is encrypted with a KMS key, which records need kms:GenerateDataKey on too: see the document key. A check does not try it.";
