import type { NetworkPolicy } from "../../core/destination.ts";
import type { CredentialSource } from "../aws/credentials.ts";
import { JsonClient } from "../aws/json-client.ts";
import type { KinesisSettings } from "./settings.ts";

/** The calls of the Kinesis API that are made here. */
export type KinesisAction = "PutRecords" | "DescribeStream";

/** Calls the Kinesis API. */
export class KinesisClient extends JsonClient<KinesisAction> {
  constructor(settings: KinesisSettings, credentials: CredentialSource, policy: NetworkPolicy) {
    super({ name: "kinesis", target: "Kinesis_20131202" }, settings, credentials, policy);
  }
}
