import type { DestinationType } from "../../core/destination.ts";
import type { Issue } from "../../core/errors.ts";
import type { Milliseconds } from "../../core/time.ts";
import { urlFault } from "../net/endpoint.ts";
import { orderingKeyTarget } from "../requests/ordering-key.ts";
import { templateIssues } from "../setting-issues.ts";
import { checkWebhook } from "./check.ts";
import { WebhookClient } from "./client.ts";
import { MAX_BODY_BYTES, webhookFormatter } from "./format.ts";
import { headerFaults, sensitiveNames } from "./headers.ts";
import { WebhookSender } from "./sender.ts";
import { webhookSecrets, webhookSettings } from "./settings.ts";
import { signingKeys } from "./signing-keys.ts";

/** Messages of one batch: some rounds of requests, and one commit, which costs as much as some requests do. */
const BATCH_RECORDS = 128;
const BATCH_BYTES = 8 * 1_048_576;

/** Ampersand: a signed URL lives 15 minutes. */
const DOWNLOAD_URL_TTL: Milliseconds = 15 * 60_000;

/** Any HTTP endpoint that takes JSON, with signatures by Standard Webhooks. */
export const webhook: DestinationType<
  typeof webhookSettings,
  typeof webhookSecrets,
  typeof signingKeys.stored
> = {
  type: "webhook",
  label: "Webhook",
  settings: webhookSettings,
  secrets: webhookSecrets,
  ownSecrets: signingKeys,
  limits: () => ({
    recordBytes: MAX_BODY_BYTES,
    batchRecords: BATCH_RECORDS,
    batchBytes: BATCH_BYTES,
    concurrency: 4,
    oneRequest: false,
    projectBudget: true,
    downloadUrlTtl: DOWNLOAD_URL_TTL,
  }),
  hasKeys: ({ orderingKeyTemplate }) => orderingKeyTemplate !== undefined,
  validate(settings, policy, secrets = {}) {
    const { url, orderingKeyTemplate } = settings;
    const issues: Issue[] = [];
    const fault = urlFault(url, policy);
    if (fault !== undefined) issues.push({ in: "body", name: "metadata.url", detail: `url ${fault}.` });
    issues.push(...templateIssues("orderingKeyTemplate", orderingKeyTemplate, orderingKeyTarget));
    return [...issues, ...headerFaults(settings, secrets)];
  },
  warnings: (settings) =>
    sensitiveNames(settings).map(
      (name) =>
        `The header "${name}" looks like a credential, and anybody who may read the destination sees it: give it under secrets.headers instead.`,
    ),
  formatter: webhookFormatter,
  open: (settings, secrets, policy) => new WebhookSender(new WebhookClient(settings, secrets, policy)),
  check: checkWebhook,
};
