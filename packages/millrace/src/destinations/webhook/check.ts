import type { CheckReport, CheckStep, NetworkPolicy } from "../../core/destination.ts";
import { newId } from "../../core/ids.ts";
import { checkConnection, checkInTurn, checkName, checkUrl } from "../requests/check-steps.ts";
import type { RequestFailure } from "../requests/outcomes.ts";
import { describeFailure, ruleOf } from "../requests/outcomes.ts";
import { WebhookClient } from "./client.ts";
import type { WebhookSecrets, WebhookSettings } from "./settings.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What tells the message of a check from all others: in a header, and in the body. */
const TEST_TYPE = "webhook.test";

/**
 * Follows the way of a message step by step and stops at the first that fails: the URL, its name, the connection with
 * TLS, and a signed message of type `webhook.test`, because only a real one shows whether headers and signature are
 * accepted.
 */
export function checkWebhook(
  settings: WebhookSettings,
  secrets: WebhookSecrets & SigningKeys,
  policy: NetworkPolicy,
): Promise<CheckReport> {
  const { url } = settings;
  return checkInTurn([
    () => checkUrl(url, policy),
    () => checkName(url, policy),
    () => checkConnection(url, policy),
    () => checkMessage(settings, secrets, policy),
  ]);
}

async function checkMessage(
  settings: WebhookSettings,
  secrets: WebhookSecrets & SigningKeys,
  policy: NetworkPolicy,
): Promise<CheckStep> {
  const name = `POST ${TEST_TYPE}`;
  const client = new WebhookClient(settings, secrets, policy);
  const body = JSON.stringify({ type: TEST_TYPE, timestamp: new Date().toISOString(), data: {} });
  const message = {
    id: `check-${newId()}`,
    body,
    bodyBytes: Buffer.byteLength(body),
    headers: ["millrace-type", TEST_TYPE],
  };
  const failure = await new Promise<RequestFailure | undefined>((resolve) => client.post(message, resolve));
  await client.close();
  if (failure === undefined)
    return { name, ok: true, detail: "The endpoint took a signed message of type webhook.test." };
  const { outcome, advice } = ruleOf(failure);
  const hint = outcome === "discard" ? `It may be that it knows no ${TEST_TYPE}.` : advice;
  return { name, ok: false, detail: `${describeFailure(failure)}. ${hint}` };
}
