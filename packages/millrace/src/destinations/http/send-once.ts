import type { NetworkPolicy } from "../../core/destination.ts";
import type { Outcome } from "../../core/message.ts";
import type { Milliseconds } from "../../core/time.ts";
import type { Answer } from "../requests/exchange.ts";
import { describeFailure } from "../requests/outcomes.ts";
import type { AuthorizedEnd } from "./authorized-request.ts";
import { AuthorizedRequest } from "./authorized-request.ts";
import type { HttpClient } from "./client.ts";
import { Endpoints } from "./endpoints.ts";
import type { RenderedRequest } from "./rendered.ts";
import { Responses } from "./responses.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";

/** Of an answer's body, as much is shown. */
const SHOWN_BYTES = 65_536;

/** What came of one request that was sent to try the settings. Nothing in it holds a secret of the destination. */
export type SentOnce =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The beginning, where {@link cut} is set. */
      readonly body: string;
      readonly cut: boolean;
      readonly durationMs: Milliseconds;
      /** What the delivery of an event would come to. */
      readonly outcome: Outcome["kind"];
      /** The same in words. */
      readonly meaning: string;
    }
  | { readonly failure: { readonly code: string; readonly message: string } };

/**
 * Sends a rendered request for real, once, with a token where the settings say so, and answers what the endpoint said.
 * Never rejects: what goes wrong is in the answer.
 */
export async function sendOnce(
  settings: HttpSettings,
  secrets: HttpSecrets | undefined,
  policy: NetworkPolicy,
  rendered: RenderedRequest,
  signal?: AbortSignal,
): Promise<SentOnce> {
  const endpoints = new Endpoints(settings, secrets, policy);
  const responses = new Responses(settings);
  try {
    const { origin, pathname, search } = new URL(rendered.url);
    const client = endpoints.at(origin);
    if (client === undefined) return failed("address_forbidden", "The url is none of this destination's.");
    const started = performance.now();
    const end = await ended(client, endpoints, { ...rendered, path: pathname + search }, signal);
    const durationMs = Math.round((performance.now() - started) * 10) / 10;
    if ("noToken" in end) return failed(end.noToken.error.code, end.noToken.error.message);
    const failure = client.explain(end);
    if ("error" in end) {
      const { code, advice } = responses.ruleOf(failure);
      return failed(code, `${describeFailure(failure)}. ${advice}`);
    }
    const { status } = end.answer;
    const rule = responses.succeeds(status) ? undefined : responses.ruleOf(failure);
    return {
      ...shown(end.answer, endpoints),
      durationMs,
      outcome: rule?.outcome ?? "delivered",
      meaning: rule === undefined ? "Delivered." : `${IN_WORDS[rule.outcome]} ${rule.advice}`,
    };
  } finally {
    await endpoints.close();
  }
}

const IN_WORDS = {
  discard: "Such an event is not sent again.",
  retry: "Such an event is sent again later.",
  unavailable: "Nothing more is sent until this is put right.",
} as const;

function failed(code: string, message: string): SentOnce {
  return { failure: { code, message } };
}

function ended(
  client: HttpClient,
  { tokens }: Endpoints,
  { method, path, headers, body }: RenderedRequest & { readonly path: string },
  signal: AbortSignal | undefined,
): Promise<AuthorizedEnd> {
  const request = { method, path, headers: headers.flat(), body, keeps: SHOWN_BYTES };
  return new Promise((resolve) => {
    const sent =
      tokens === undefined
        ? client.post(request, resolve)
        : new AuthorizedRequest(request, { client, tokens }, resolve).start();
    if (signal?.aborted === true) sent?.cancel();
    signal?.addEventListener("abort", () => sent?.cancel(), { once: true });
  });
}

function shown({ status, headers, text, cut }: Answer, endpoints: Endpoints) {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    endpoints.mask(String(value), false),
  ]);
  return { status, headers: Object.fromEntries(named), body: endpoints.mask(text, cut), cut };
}
