import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import type { CheckReport, CheckStep, NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { addressIn, guardedConnector } from "../net/connector.ts";
import { guardedLookup } from "../net/address-guard.ts";
import { urlFault } from "../net/endpoint.ts";
import { CONNECT_TIMEOUT_MS, WebhookClient } from "./client.ts";
import type { WebhookFailure } from "./outcomes.ts";
import { describeFailure, ruleOf } from "./outcomes.ts";
import type { WebhookSecrets, WebhookSettings } from "./settings.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What tells the message of a check from all others: in a header, and in the body. */
const TEST_TYPE = "webhook.test";

/**
 * Follows the way of a message step by step and stops at the first that fails: the URL, its name, the connection with
 * TLS, and a signed message of type `webhook.test`, because only a real one shows whether headers and signature are
 * accepted.
 */
export async function checkWebhook(
  settings: WebhookSettings,
  secrets: WebhookSecrets & SigningKeys,
  policy: NetworkPolicy,
): Promise<CheckReport> {
  const steps: CheckStep[] = [];
  const tries = [
    async () => checkUrl(settings, policy),
    () => checkName(settings, policy),
    () => checkConnection(settings, policy),
    () => checkMessage(settings, secrets, policy),
  ];
  for (const step of tries) {
    const found = await step();
    steps.push(found);
    if (!found.ok) break;
  }
  return { ok: steps.every(({ ok }) => ok), steps };
}

function checkUrl({ url }: WebhookSettings, policy: NetworkPolicy): CheckStep {
  const fault = urlFault(url, policy);
  return fault === undefined
    ? { name: "url", ok: true, detail: "The url may be used." }
    : { name: "url", ok: false, detail: `url ${fault}.` };
}

async function checkName({ url }: WebhookSettings, policy: NetworkPolicy): Promise<CheckStep> {
  const { hostname } = new URL(url);
  const name = "resolve";
  if (isIP(addressIn(hostname)) !== 0) return { name, ok: true, detail: "The url holds an address." };
  const resolve = policy.lookup ?? systemLookup;
  try {
    const found = await addressesOf(policy.allowPrivateNetworks ? resolve : guardedLookup(resolve), hostname);
    return { name, ok: true, detail: `${hostname} is ${found.slice(0, 4).join(", ")}.` };
  } catch (error) {
    return { name, ok: false, detail: `${messageOf(error)}. Check the name in the url.` };
  }
}

function addressesOf(lookup: LookupFunction, hostname: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, answer) => {
      if (error !== null) reject(error);
      else resolve(typeof answer === "string" ? [answer] : answer.map(({ address }) => address));
    });
  });
}

function checkConnection({ url }: WebhookSettings, policy: NetworkPolicy): Promise<CheckStep> {
  const { protocol, hostname, host, port } = new URL(url);
  const name = protocol === "https:" ? "connect (TLS)" : "connect";
  const connect = guardedConnector(policy, CONNECT_TIMEOUT_MS);
  return new Promise((resolve) => {
    connect({ protocol, hostname, host, port }, (...[error, socket]) => {
      socket?.destroy();
      if (error === null) resolve({ name, ok: true, detail: `${host} answers.` });
      else {
        const detail = `${messageOf(error)}. Check that the endpoint is running, and its certificate.`;
        resolve({ name, ok: false, detail });
      }
    });
  });
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
  const failure = await new Promise<WebhookFailure | undefined>((resolve) => client.post(message, resolve));
  await client.close();
  if (failure === undefined)
    return { name, ok: true, detail: "The endpoint took a signed message of type webhook.test." };
  const { outcome, advice } = ruleOf(failure);
  const hint = outcome === "discard" ? `It may be that it knows no ${TEST_TYPE}.` : advice;
  return { name, ok: false, detail: `${describeFailure(failure)}. ${hint}` };
}
