import type { Static } from "typebox";
import type { NetworkPolicy } from "../../core/destination.ts";
import { JsonClient } from "../aws/json-client.ts";
import type { awsSecrets } from "../aws/settings.ts";
import type { KinesisSettings } from "./settings.ts";

/** The calls of the Kinesis API that are made here. */
export type KinesisAction = "PutRecords" | "DescribeStream";

/** Calls the Kinesis API. */
export class KinesisClient extends JsonClient<KinesisAction> {
  constructor(settings: KinesisSettings, secrets: Static<typeof awsSecrets>, policy: NetworkPolicy) {
    super({ name: "kinesis", target: "Kinesis_20131202" }, settings, secrets, policy);
  }
}
