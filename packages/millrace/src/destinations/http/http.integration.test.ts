import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Event } from "../../core/event.ts";
import type { Outcome } from "../../core/message.ts";
import type { DestinationFixture } from "../testing/destination-suite.ts";
import { destinationSuite, eventWith, LOCAL_POLICY, messagesOf } from "../testing/destination-suite.ts";
import type { Reply } from "../testing/scripted-server.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { http } from "./index.ts";
import { isFault } from "./rendered.ts";
import { requestRenderer } from "./renderer.ts";
import { sendOnce } from "./send-once.ts";
import type { HttpSettings } from "./settings.ts";

const KEY = "sk-not-to-be-told";
const secrets = { parameters: { api_key: KEY } };
const headers = { Authorization: "Bearer ${parameters.api_key}" };

const status = (code: number): Reply => ({ status: code, body: `no: ${KEY}` });

function fault(code: number, outcome: Outcome["kind"], name: string) {
  return { name: `an answer of ${code}`, reply: status(code), outcome, code: name };
}

const fixture: DestinationFixture = {
  settings: { events: { url: "https://api.example.com/track", headers } },
  secrets,
  endpoint: "events.url",
  placedAt: (settings, url) => ({ ...settings, events: { url, headers } }),
  checkSendsNothing: true,
  bodyOf: (data) => data,
  reset: "retry",
  unconfirmed: "reset",
  async startService() {
    const server = await ScriptedServer.start();
    return {
      settings: { events: { url: `${server.endpointUrl}/in?tenant=1`, headers } },
      secrets,
      arrived: async () => server.seen.map(({ body }) => body),
      close: () => server.close(),
    };
  },
  accept: { status: 204 },
  faults: [
    ...[301, 302, 304, 307, 308].map((code) => fault(code, "unavailable", "redirected")),
    ...[401, 403, 407].map((code) => fault(code, "unavailable", "credentials_refused")),
    ...[404, 410].map((code) => fault(code, "unavailable", "not_found")),
    ...[405, 415].map((code) => fault(code, "unavailable", "wrong_endpoint")),
    ...[400, 422].map((code) => fault(code, "discard", "refused")),
    ...[413, 431].map((code) => fault(code, "discard", "too_large")),
    fault(408, "retry", "timed_out"),
    ...[402, 409, 418].map((code) => fault(code, "retry", "refused")),
    ...[429, 503].map((code) => fault(code, "retry", "throttled")),
    ...[500, 502, 599].map((code) => fault(code, "retry", "service_error")),
    { name: "a reset connection", reply: "reset", outcome: "retry", code: "connection_lost" },
  ],
};

destinationSuite(http, fixture);

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
  server.script = () => ({ status: 200 });
});

const settingsWith = (settings: Partial<HttpSettings>): HttpSettings => ({
  events: { url: "${parameters.endpoint}/users/track", headers },
  ...settings,
  parameters: { endpoint: server.endpointUrl, ...settings.parameters },
});

async function send(settings: HttpSettings, events: readonly Event[] = [eventWith(1)], own = secrets) {
  const format = http.formatter(settings, { destinationId: "d" }, own);
  const messages = events.map((event) => {
    const formatted = format(event);
    if (!("body" in formatted)) throw new Error(JSON.stringify(formatted));
    return formatted;
  });
  const sender = http.open(settings, own, LOCAL_POLICY);
  try {
    return await sender.send(messages, new AbortController().signal);
  } finally {
    await sender.close();
  }
}

describe("an HTTP request", () => {
  it("is sent as it was rendered: method, path, query, headers and body", async () => {
    const settings = settingsWith({
      events: {
        url: "${parameters.endpoint}/users/${input.user_id?url}/track?n=${input.n}",
        method: "PUT",
        headers: { ...headers, "X-User": "${input.user_id}", "Content-Type": "text/plain" },
        body: "n is ${input.n} – ü",
      },
    });
    const [outcome] = await send(settings, [eventWith(1, '{"user_id":"a/b","n":7}')]);
    expect(outcome).toEqual({ kind: "delivered" });
    expect(server.seen).toMatchObject([
      {
        method: "PUT",
        url: "/users/a%2Fb/track?n=7",
        body: "n is 7 – ü",
        headers: {
          authorization: `Bearer ${KEY}`,
          "x-user": "a/b",
          "content-type": "text/plain",
          "user-agent": "Millrace",
        },
      },
    ]);
  });

  it("has its content type and user agent by default, and goes to where its part says", async () => {
    const part = (path: string) => ({ url: `\${parameters.endpoint}/${path}` });
    const settings = settingsWith({ events: part("e"), identifies: part("i"), groups: part("g") });
    const shaped = (name: "events" | "identifies" | "groups", n: number): Event => ({
      ...eventWith(n),
      shaped: { part: name, input: {}, mappedProperties: {}, mappedFields: {} },
    });
    await send(settings, [shaped("events", 1), shaped("identifies", 2), shaped("groups", 3)]);
    expect(server.seen.map(({ url }) => url).toSorted()).toEqual(["/e", "/g", "/i"]);
    expect(server.seen[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": "Millrace",
    });
  });

  it("never tells a secret that the endpoint gives back", async () => {
    server.script = () => ({ status: 400, body: `bad key ${KEY}, in short ${KEY.slice(0, 3)}` });
    const [outcome] = await send(settingsWith({}));
    expect(outcome).toMatchObject({ kind: "discard", error: { providerCode: "400" } });
    expect(JSON.stringify(outcome)).not.toContain(KEY);
  });

  it.each<[string, NonNullable<HttpSettings["responses"]>, number, Outcome["kind"], string | undefined]>([
    ["success by number", { success: ["409"] }, 409, "delivered", undefined],
    ["final by hundred", { final: ["5xx"] }, 500, "discard", "refused"],
    ["retry by number", { retry: ["400"] }, 400, "retry", "refused"],
    ["a number before its hundred", { final: ["4xx"], retry: ["404"] }, 404, "retry", "refused"],
    ["the hundred for all others", { final: ["4xx"], retry: ["404"] }, 403, "discard", "refused"],
    [
      "a number before its hundred, the other way",
      { retry: ["4xx"], final: ["404"] },
      404,
      "discard",
      "refused",
    ],
    ["throttling that stays throttling", { retry: ["4xx"] }, 429, "retry", "throttled"],
    ["a success that is none", { retry: ["202"] }, 202, "retry", "refused"],
    ["what is in no list", { final: ["404"] }, 503, "retry", "throttled"],
    ["other successes", { success: ["200"] }, 204, "delivered", undefined],
    ["a redirect as a success", { success: ["3xx"] }, 304, "delivered", undefined],
  ])("goes by what the settings say of answers: %s", async (_, responses, code, kind, name) => {
    server.script = () => ({ status: code });
    const [outcome] = await send(settingsWith({ responses }));
    expect(outcome).toMatchObject(name === undefined ? { kind } : { kind, error: { code: name } });
  });
});

describe("a request with OAuth", () => {
  const oauth: NonNullable<HttpSettings["oauth"]> = {
    tokenUrl: "${parameters.endpoint}/token?x=1",
    clientId: "id:1",
    clientSecret: "${parameters.client_secret}",
    scope: "events write",
  };
  const SECRET = "s3cret/ä+ &=not-to-be-told";
  const own = { parameters: { client_secret: SECRET, api_key: KEY } };
  const settings = (more: Partial<HttpSettings> = {}) =>
    settingsWith({ events: { url: "${parameters.endpoint}/track" }, oauth, ...more });
  const tokens = () => server.seen.filter(({ url }) => url.startsWith("/token"));
  const requests = () => server.seen.filter(({ url }) => url === "/track");
  const events = (count: number) => Array.from({ length: count }, (_, n) => eventWith(n));
  let n = 0;
  const grant = (more: object = {}): Reply => ({
    status: 200,
    body: JSON.stringify({ access_token: `token-${++n}`, token_type: "Bearer", expires_in: 3600, ...more }),
  });
  const serve = (token: () => Reply, answer: (authorization: string) => Reply = () => ({ status: 200 })) => {
    n = 0;
    server.script = ({ url, headers: got }) =>
      url.startsWith("/token") ? token() : answer(got.authorization ?? "");
  };

  it("shares one token among all requests, asked for by Basic authentication", async () => {
    serve(() => grant());
    const outcomes = await send(settings(), events(40), own);
    expect(outcomes.every(({ kind }) => kind === "delivered")).toBe(true);
    expect(tokens()).toHaveLength(1);
    const [asked] = tokens();
    expect(asked?.url).toBe("/token?x=1");
    expect(asked?.body).toBe("grant_type=client_credentials&scope=events+write");
    const basic = Buffer.from(
      (asked?.headers.authorization ?? "").replace("Basic ", ""),
      "base64",
    ).toString();
    expect(basic).toBe(`id%3A1:${new URLSearchParams({ s: SECRET }).toString().slice(2)}`);
    expect(requests().map(({ headers: got }) => got.authorization)).toEqual(
      Array.from({ length: 40 }, () => "Bearer token-1"),
    );
  });

  it("gives id and secret in the body where the settings say so", async () => {
    serve(() => grant());
    await send(settings({ oauth: { ...oauth, credentialsIn: "body", audience: "api" } }), events(1), own);
    const [asked] = tokens();
    expect(asked?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: "client_credentials",
      scope: "events write",
      audience: "api",
      client_id: "id:1",
      client_secret: SECRET,
    });
  });

  it("fetches a new token once where the endpoint answers 401, and sends again", async () => {
    serve(
      () => grant(),
      (authorization) => ({ status: authorization === "Bearer token-1" ? 401 : 200 }),
    );
    const outcomes = await send(settings(), events(40), own);
    expect(outcomes.every(({ kind }) => kind === "delivered")).toBe(true);
    expect(tokens()).toHaveLength(2);
  });

  it("is unavailable where the new token is refused too, and quotes no token", async () => {
    serve(
      () => grant(),
      (authorization) => ({ status: 401, body: `no ${authorization}` }),
    );
    const [outcome] = await send(settings(), events(1), own);
    expect(outcome).toMatchObject({ kind: "unavailable", error: { code: "credentials_refused" } });
    expect(JSON.stringify(outcome)).not.toMatch(/token-\d/);
    expect(requests()).toHaveLength(2);
  });

  it("does not ask for a token for each message of an endpoint that refuses them all", async () => {
    serve(
      () => grant(),
      () => ({ status: 401 }),
    );
    const outcomes = await send(settings(), events(100), own);
    expect(outcomes.every(({ kind }) => kind === "unavailable")).toBe(true);
    expect(tokens()).toHaveLength(2);
  });

  it("does not ask a token server that is down for each message, and soon asks again", async () => {
    serve(() => ({ status: 503 }));
    const sender = http.open(settings(), own, LOCAL_POLICY);
    const messages = messagesOf(http, { ...settings(), oauth: undefined }, events(100));
    const never = new AbortController().signal;
    const outcomes = await sender.send(messages, never);
    expect(outcomes).toMatchObject(messages.map(() => ({ error: { code: "token_unavailable" } })));
    expect(tokens()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    serve(() => grant());
    expect(await sender.send(messages, never)).toMatchObject(messages.map(() => ({ kind: "delivered" })));
    await sender.close();
  });

  it("fetches another token when the life of the first one ends", async () => {
    serve(() => grant({ expires_in: 1 }));
    const sender = http.open(settings(), own, LOCAL_POLICY);
    const messages = messagesOf(http, { ...settings(), oauth: undefined }, events(1));
    const never = new AbortController().signal;
    await sender.send(messages, never);
    await sender.send(messages, never);
    expect(tokens()).toHaveLength(1);
    // A life of less than five seconds counts as five; the last fifth of it is for renewal.
    await new Promise((resolve) => setTimeout(resolve, 4_300));
    await sender.send(messages, never);
    await expect.poll(() => tokens().length).toBe(2);
    await sender.send(messages, never);
    expect(requests().map(({ headers: got }) => got.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-2",
    ]);
    await sender.close();
  });

  it.each<[string, Reply, string, RegExp]>([
    [
      "refuses",
      { status: 401, body: '{"error":"invalid_client"}' },
      "token_refused",
      /HTTP 401.*invalid_client/,
    ],
    [
      "echoes the secret",
      { status: 400, body: `bad secret ${SECRET}` },
      "token_refused",
      /HTTP 400: bad secret \*+\. /,
    ],
    ["is broken", { status: 500 }, "token_unavailable", /HTTP 500/],
    [
      "redirects",
      { status: 302, headers: { location: "http://169.254.169.254/" } },
      "token_unavailable",
      /HTTP 302/,
    ],
    ["resets", "reset", "token_unavailable", /No OAuth token/],
    ["never answers", "hang", "token_unavailable", /No answer in the time/],
    ["says HTML", { status: 200, body: "<html>" }, "token_unusable", /no JSON object/],
    ["gives no token", { status: 200, body: '{"token":"x"}' }, "token_unusable", /no access_token/],
    [
      "gives a header",
      { status: 200, body: '{"access_token":"x\\r\\ny: 1"}' },
      "token_unusable",
      /no header can hold/,
    ],
    [
      "gives a huge token",
      { status: 200, body: JSON.stringify({ access_token: "x".repeat(9_000) }) },
      "token_unusable",
      /no header can hold/,
    ],
    [
      "gives a huge answer",
      { status: 200, body: " ".repeat(300_000) },
      "token_unusable",
      /larger than 64 KB/,
    ],
    [
      "gives another type",
      { status: 200, body: '{"access_token":"x","token_type":"mac"}' },
      "token_unusable",
      /other than Bearer/,
    ],
  ])(
    "is unavailable where the token server %s, and says so without the secret",
    async (_, reply, code, words) => {
      serve(() => reply);
      const [outcome] = await send(settings({ timeoutSeconds: 1 }), events(1), own);
      expect(outcome).toMatchObject({
        kind: "unavailable",
        error: { code, message: expect.stringMatching(words) },
      });
      expect(JSON.stringify(outcome)).not.toContain("not-to-be-told");
      expect(requests()).toHaveLength(0);
    },
  );

  it("waits as long as the token server asks to", async () => {
    serve(() => ({ status: 429, headers: { "retry-after": "7" } }));
    expect(await send(settings(), events(1), own)).toMatchObject([{ kind: "unavailable", after: 7_000 }]);
  });

  it.each([0, -5, "soon", 1e300, null])("takes a life of %j for what it is: no life", async (expires) => {
    serve(() => grant({ expires_in: expires }));
    expect(await send(settings(), events(3), own)).toMatchObject(
      [{}, {}, {}].map(() => ({ kind: "delivered" })),
    );
    expect(tokens()).toHaveLength(1);
  });

  it("stops soon after it is aborted while it waits for a token", async () => {
    serve(() => "hang");
    const sender = http.open(settings(), own, LOCAL_POLICY);
    const messages = messagesOf(http, { ...settings(), oauth: undefined }, events(2));
    const started = performance.now();
    const outcomes = await sender.send(messages, AbortSignal.timeout(100));
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(outcomes).toMatchObject([{ error: { code: "aborted" } }, { error: { code: "aborted" } }]);
    await sender.close();
  });

  it("is checked up to the token; no event is sent", async () => {
    serve(() => grant());
    expect(await http.check(settings(), own, LOCAL_POLICY)).toMatchObject({
      ok: true,
      steps: [
        { name: "url" },
        { name: "resolve" },
        { name: "connect" },
        { name: "OAuth token", ok: true },
        { name: "request", detail: expect.stringMatching(/No event was sent/) },
      ],
    });
    expect(requests()).toHaveLength(0);
    serve(() => ({ status: 403, body: SECRET }));
    const report = await http.check(settings(), own, LOCAL_POLICY);
    expect(report.steps.at(-1)).toMatchObject({ name: "OAuth token", ok: false });
    expect(JSON.stringify(report)).not.toContain("not-to-be-told");
  });
});

describe("a request that is sent once, to try it", () => {
  const rendered = (settings: HttpSettings) => {
    const request = requestRenderer(settings, secrets).render(eventWith(1));
    if (isFault(request)) throw new Error(request.error.message);
    return request;
  };

  it("shows the answer as it is, but for the secrets in it", async () => {
    const settings = settingsWith({});
    server.script = ({ headers: got }) => ({
      status: 201,
      headers: { "x-echo": got.authorization ?? "" },
      body: `you are ${KEY}`,
    });
    expect(await sendOnce(settings, secrets, LOCAL_POLICY, rendered(settings))).toMatchObject({
      status: 201,
      headers: { "x-echo": "Bearer ********" },
      body: "you are ********",
      cut: false,
      durationMs: expect.any(Number),
      outcome: "delivered",
      meaning: "Delivered.",
    });
  });

  it("says what such an answer means for an event", async () => {
    const settings = settingsWith({ responses: { final: ["418"] } });
    server.script = () => ({ status: 418, body: "x".repeat(100_000) });
    const sent = await sendOnce(settings, secrets, LOCAL_POLICY, rendered(settings));
    expect(sent).toMatchObject({ status: 418, cut: true, outcome: "discard", meaning: expect.any(String) });
    expect("body" in sent && sent.body.length).toBe(65_536);
  });

  it("says why there is no answer", async () => {
    const settings = settingsWith({ timeoutSeconds: 1 });
    server.script = () => "hang";
    expect(await sendOnce(settings, secrets, LOCAL_POLICY, rendered(settings))).toMatchObject({
      failure: { code: "timed_out", message: expect.any(String) },
    });
    const signal = AbortSignal.timeout(50);
    expect(await sendOnce(settings, secrets, LOCAL_POLICY, rendered(settings), signal)).toMatchObject({
      failure: { code: "aborted" },
    });
    const elsewhere = { ...rendered(settings), url: "https://other.example.com/" };
    expect(await sendOnce(settings, secrets, LOCAL_POLICY, elsewhere)).toMatchObject({
      failure: { code: "address_forbidden" },
    });
  });
});
