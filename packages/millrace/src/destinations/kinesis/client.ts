import { KinesisClient } from "@aws-sdk/client-kinesis";
import type { Static } from "typebox";
import type { NetworkPolicy } from "../../core/destination.ts";
import { awsRequestHandler } from "../aws/connections.ts";
import type { awsSecrets } from "../aws/settings.ts";
import type { KinesisSettings } from "./settings.ts";

/** PutRecords calls a lane has in flight at once. */
export const CONCURRENCY = 4;

/** Sockets of one destination; its lanes share them. */
const SOCKETS = 16;

/** The SDK's client for one destination. It does not retry: when and what is tried again is the lane's to decide. */
export function kinesisClient(
  settings: KinesisSettings,
  secrets: Static<typeof awsSecrets>,
  policy: NetworkPolicy,
): KinesisClient {
  const { region, endpointUrl } = settings;
  return new KinesisClient({
    region,
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    credentials: {
      accessKeyId: secrets.awsKeyId,
      secretAccessKey: secrets.awsSecretKey,
      ...(secrets.awsSessionToken !== undefined && { sessionToken: secrets.awsSessionToken }),
    },
    maxAttempts: 1,
    requestHandler: awsRequestHandler(SOCKETS, endpointUrl, policy),
  });
}
