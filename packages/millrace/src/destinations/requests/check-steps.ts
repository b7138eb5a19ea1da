import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import type { CheckReport, CheckStep, NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import { guardedLookup } from "../net/address-guard.ts";
import { addressIn, guardedConnector } from "../net/connector.ts";
import { urlFault } from "../net/endpoint.ts";
import { CONNECT_TIMEOUT_MS } from "./request-client.ts";

/** Goes step by step and stops at the first that fails. */
export async function checkInTurn(
  tries: readonly (() => CheckStep | Promise<CheckStep>)[],
): Promise<CheckReport> {
  const steps: CheckStep[] = [];
  for (const step of tries) {
    const found = await step();
    steps.push(found);
    if (!found.ok) break;
  }
  return { ok: steps.every(({ ok }) => ok), steps };
}

/** The URL may be used at all. */
export function checkUrl(url: string, policy: NetworkPolicy): CheckStep {
  const fault = urlFault(url, policy);
  return fault === undefined
    ? { name: "url", ok: true, detail: "The url may be used." }
    : { name: "url", ok: false, detail: `url ${fault}.` };
}

/** The name in the URL has an address that may be reached. */
export async function checkName(url: string, policy: NetworkPolicy): Promise<CheckStep> {
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

/** Something answers there, and with TLS where the URL says so. */
export function checkConnection(url: string, policy: NetworkPolicy): Promise<CheckStep> {
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
