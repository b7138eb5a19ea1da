import type { DestinationType } from "../../core/destination.ts";
import { checkAs } from "../aws/check.ts";
import { credentialsOf } from "../aws/credentials-of.ts";
import { identityIssues } from "../aws/identity.ts";
import { BATCH_RECORDS, CONCURRENCY, DOWNLOAD_URL_TTL } from "../aws/record-batch.ts";
import { awsSecrets } from "../aws/settings.ts";
import { endpointIssues } from "../setting-issues.ts";
import { checkFirehose, firehosePermissions } from "./check.ts";
import { FirehoseClient } from "./client.ts";
import { firehoseFormatter, RECORD_BYTES } from "./format.ts";
import { FirehoseSender } from "./sender.ts";
import { firehoseSettings } from "./settings.ts";

/** AWS: PutRecordBatch takes 4 MiB of data. */
const BATCH_BYTES = 4 * 1_048_576;

/** Amazon Data Firehose. */
export const firehose: DestinationType<typeof firehoseSettings, typeof awsSecrets> = {
  type: "firehose",
  label: "Amazon Data Firehose",
  settings: firehoseSettings,
  secrets: awsSecrets,
  limits: () => ({
    recordBytes: RECORD_BYTES,
    batchRecords: BATCH_RECORDS,
    batchBytes: BATCH_BYTES,
    concurrency: CONCURRENCY,
    oneRequest: true,
    projectBudget: false,
    downloadUrlTtl: DOWNLOAD_URL_TTL,
  }),
  hasKeys: () => false,
  validate: (settings, policy, secrets) => [
    ...endpointIssues(settings.endpointUrl, policy),
    ...identityIssues(settings, secrets, policy),
  ],
  warnings: () => [],
  formatter: firehoseFormatter,
  open: (settings, secrets, policy) =>
    new FirehoseSender(
      new FirehoseClient(settings, credentialsOf(settings, secrets, policy), policy),
      settings.deliveryStreamName,
    ),
  check: (settings, secrets, policy) =>
    checkAs({ settings, secrets, policy, permissions: firehosePermissions(settings) }, (credentials) =>
      checkFirehose(new FirehoseClient(settings, credentials, policy), settings),
    ),
};
