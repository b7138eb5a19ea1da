import type { CheckReport, CheckStep, NetworkPolicy } from "../../core/destination.ts";
import { checkConnection, checkInTurn, checkName, checkUrl } from "../requests/check-steps.ts";
import { Endpoints, originsOf } from "./endpoints.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";
import type { Tokens, TokenResult } from "./tokens.ts";

/**
 * Follows the way of a request as far as that goes without an event: for each place that requests go to its URL, its name
 * and the connection with TLS, then a token. What the endpoint makes of an event is found by sending it one.
 */
export async function checkHttp(
  settings: HttpSettings,
  secrets: HttpSecrets,
  policy: NetworkPolicy,
): Promise<CheckReport> {
  const origins = new Set<string>();
  for (const [part, found] of originsOf(settings, secrets)) {
    if ("fault" in found)
      return { ok: false, steps: [{ name: "url", ok: false, detail: `${part}.url ${found.fault}.` }] };
    origins.add(found.origin);
  }
  const ofPlaces = [...origins].flatMap((origin) => [
    () => checkUrl(origin, policy),
    () => checkName(origin, policy),
    () => checkConnection(origin, policy),
  ]);
  const endpoints = new Endpoints(settings, secrets, policy);
  const { tokens } = endpoints;
  const ofTokens = tokens === undefined ? [] : [() => checkToken(tokens)];
  try {
    return await checkInTurn([...ofPlaces, ...ofTokens, () => NOTHING_SENT]);
  } finally {
    await endpoints.close();
  }
}

const NOTHING_SENT: CheckStep = {
  name: "request",
  ok: true,
  detail: "No event was sent: whether the endpoint takes the requests shows with the first one.",
};

async function checkToken(tokens: Tokens): Promise<CheckStep> {
  const name = "OAuth token";
  const result = await new Promise<TokenResult>((resolve) => tokens.fetch(resolve));
  if ("token" in result) return { name, ok: true, detail: "The token server gave a token." };
  return { name, ok: false, detail: result.failure.error.message };
}
