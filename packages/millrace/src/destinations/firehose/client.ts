import type { NetworkPolicy } from "../../core/destination.ts";
import type { CredentialSource } from "../aws/credentials.ts";
import { JsonClient } from "../aws/json-client.ts";
import type { FirehoseSettings } from "./settings.ts";

/** The calls of the Firehose API that are made here. */
export type FirehoseAction = "PutRecordBatch" | "DescribeDeliveryStream";

/** Calls the Firehose API. */
export class FirehoseClient extends JsonClient<FirehoseAction> {
  constructor(settings: FirehoseSettings, credentials: CredentialSource, policy: NetworkPolicy) {
    super({ name: "firehose", target: "Firehose_20150804" }, settings, credentials, policy);
  }
}
