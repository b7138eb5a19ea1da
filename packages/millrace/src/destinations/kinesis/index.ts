import type { DestinationType } from "../../core/destination.ts";
import { checkAs } from "../aws/check.ts";
import { credentialsOf } from "../aws/credentials-of.ts";
import { identityIssues } from "../aws/identity.ts";
import { BATCH_RECORDS, CONCURRENCY, DOWNLOAD_URL_TTL } from "../aws/record-batch.ts";
import { awsSecrets } from "../aws/settings.ts";
import { endpointIssues, templateIssues } from "../setting-issues.ts";
import { checkKinesis, kinesisPermissions } from "./check.ts";
import { KinesisClient } from "./client.ts";
import { kinesisFormatter, partitionKeyTarget, recordLimit } from "./format.ts";
import { KinesisSender } from "./sender.ts";
import { kinesisSettings } from "./settings.ts";

/** AWS: PutRecords takes 10 MiB, keys and data together. */
const BATCH_BYTES = 10 * 1_048_576;

/** Amazon Kinesis Data Streams (seed 000). */
export const kinesis: DestinationType<typeof kinesisSettings, typeof awsSecrets> = {
  type: "kinesis",
  label: "Amazon Kinesis Data Streams",
  settings: kinesisSettings,
  secrets: awsSecrets,
  limits: (settings) => ({
    recordBytes: recordLimit(settings),
    batchRecords: BATCH_RECORDS,
    batchBytes: BATCH_BYTES,
    concurrency: CONCURRENCY,
    oneRequest: true,
    projectBudget: false,
    downloadUrlTtl: DOWNLOAD_URL_TTL,
  }),
  hasKeys: ({ partitionKeyTemplate }) => partitionKeyTemplate !== undefined,
  validate(settings, policy, secrets) {
    const { partitionKeyTemplate, endpointUrl } = settings;
    return [
      ...templateIssues("partitionKeyTemplate", partitionKeyTemplate, partitionKeyTarget),
      ...endpointIssues(endpointUrl, policy),
      ...identityIssues(settings, secrets, policy),
    ];
  },
  warnings: () => [],
  formatter: kinesisFormatter,
  open: (settings, secrets, policy) =>
    new KinesisSender(
      new KinesisClient(settings, credentialsOf(settings, secrets, policy), policy),
      settings.streamName,
    ),
  check: (settings, secrets, policy) =>
    checkAs({ settings, secrets, policy, permissions: kinesisPermissions(settings) }, (credentials) =>
      checkKinesis(new KinesisClient(settings, credentials, policy), settings),
    ),
};
