import type { Static } from "typebox";
import type { DestinationType } from "../../core/destination.ts";
import type { Issue } from "../../core/errors.ts";
import { TemplateSyntaxError } from "../../templates/syntax.ts";
import { Template } from "../../templates/template.ts";
import { checkAs } from "../aws/check.ts";
import { credentialsOf } from "../aws/credentials-of.ts";
import { identityIssues } from "../aws/identity.ts";
import { awsSecrets } from "../aws/settings.ts";
import { endpointIssues, templateIssues } from "../setting-issues.ts";
import { checkS3, s3Permissions } from "./check.ts";
import { S3Client } from "./client.ts";
import { MAX_OBJECT_BYTES, objectKeyTarget, s3Formatter } from "./format.ts";
import { S3Sender } from "./sender.ts";
import { s3Settings, STORAGE_CLASSES, storageClassOf } from "./settings.ts";

/** Objects of one batch; they are written {@link UPLOADS} at a time, so a batch is many rounds and one commit. */
const BATCH_RECORDS = 256;
const BATCH_BYTES = 32 * 1_048_576;

/** Amazon S3 and whatever speaks like it (seed 001). */
export const s3: DestinationType<typeof s3Settings, typeof awsSecrets> = {
  type: "s3",
  label: "Amazon S3",
  settings: s3Settings,
  secrets: awsSecrets,
  limits: () => ({
    recordBytes: MAX_OBJECT_BYTES,
    batchRecords: BATCH_RECORDS,
    batchBytes: BATCH_BYTES,
    concurrency: 2,
    oneRequest: false,
    projectBudget: false,
    downloadUrlTtl: Infinity,
  }),
  hasKeys: ({ keyTemplate }) => keyTemplate !== undefined,
  validate(settings, policy, secrets) {
    const { keyTemplate, endpointUrl } = settings;
    return [
      ...templateIssues("keyTemplate", keyTemplate, objectKeyTarget),
      ...storageClassIssues(settings),
      ...endpointIssues(endpointUrl, policy),
      ...identityIssues(settings, secrets, policy),
    ];
  },
  warnings: ({ keyTemplate }) => (keyTemplate === undefined || isUnique(keyTemplate) ? [] : [NOT_UNIQUE]),
  formatter: s3Formatter,
  open: (settings, secrets, policy) =>
    new S3Sender(new S3Client(settings, credentialsOf(settings, secrets, policy), policy)),
  check: (settings, secrets, policy) =>
    checkAs({ settings, secrets, policy, permissions: s3Permissions(settings) }, (credentials) =>
      checkS3(new S3Client(settings, credentials, policy), settings),
    ),
};

const NOT_UNIQUE =
  'keyTemplate uses neither metadata."event-id" nor time.rfc3339_nano: messages with the same key overwrite each other. One operation makes many messages, so metadata.operationId alone does not tell them apart.';

function storageClassIssues(settings: Static<typeof s3Settings>): readonly Issue[] {
  if (storageClassOf(settings) !== undefined) return [];
  const detail = `storageClass must be one of ${STORAGE_CLASSES.join(", ")}.`;
  return [{ in: "body", name: "metadata.storageClass", detail, value: settings.storageClass }];
}

function isUnique(keyTemplate: string): boolean {
  try {
    const { uses } = new Template(keyTemplate, objectKeyTarget);
    const metadata = uses.get("metadata");
    return (
      metadata?.has("event-id") === true ||
      metadata?.has("timestamp") === true ||
      uses.get("time")?.has("rfc3339_nano") === true
    );
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return false;
    throw error;
  }
}
