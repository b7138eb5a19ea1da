import type { DestinationType } from "../../core/destination.ts";
import { checkHttp } from "./check.ts";
import { Endpoints } from "./endpoints.ts";
import { httpFormatter } from "./format.ts";
import { Responses } from "./responses.ts";
import { HttpSender } from "./sender.ts";
import { httpSecrets, httpSettings } from "./settings.ts";
import { DEFAULT_MAX_BODY_BYTES } from "./template-cache.ts";
import { httpIssues } from "./validate.ts";
import { httpWarnings } from "./warnings.ts";

/** Messages of one batch: some rounds of requests, and one commit, which costs as much as some requests do. */
const BATCH_RECORDS = 128;
const BATCH_BYTES = 8 * 1_048_576;

/** Any HTTP API: requests are rendered by FreeMarker templates (seed 002). */
export const http: DestinationType<typeof httpSettings, typeof httpSecrets> = {
  type: "http",
  label: "HTTP API",
  settings: httpSettings,
  secrets: httpSecrets,
  limits({ maxBodyBytes = DEFAULT_MAX_BODY_BYTES }) {
    return {
      recordBytes: maxBodyBytes,
      batchRecords: BATCH_RECORDS,
      batchBytes: Math.max(BATCH_BYTES, maxBodyBytes),
      concurrency: 4,
      oneRequest: false,
      projectBudget: false,
      downloadUrlTtl: 15 * 60_000,
    };
  },
  hasKeys: ({ orderingKeyTemplate }) => orderingKeyTemplate !== undefined,
  validate: httpIssues,
  warnings: httpWarnings,
  formatter: httpFormatter,
  open: (settings, secrets, policy) =>
    new HttpSender(new Endpoints(settings, secrets, policy), new Responses(settings)),
  check: checkHttp,
};
