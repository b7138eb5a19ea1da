import { createServer } from "node:http";
import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import type { LookupFunction } from "node:net";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../core/message.ts";
import type { DestinationFixture } from "../testing/destination-suite.ts";
import {
  destinationSuite,
  eventWith,
  LOCAL_POLICY,
  messagesOf,
  PUBLIC_POLICY,
} from "../testing/destination-suite.ts";
import type { Reply } from "../testing/scripted-server.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { webhook } from "./index.ts";
import { REQUESTS } from "../requests/request-client.ts";
import { signingKeys } from "./signing-keys.ts";

const own = signingKeys.make();

const status = (code: number): Reply => ({ status: code, body: "no" });

const fixture: DestinationFixture = {
  settings: { url: "https://hooks.example.com/in" },
  secrets: { ...own, headers: { authorization: "Bearer not-to-be-told" } },
  endpoint: "url",
  bodyOf: (data) => data,
  reset: "retry",
  unconfirmed: "reset",
  async startService() {
    const server = await ScriptedServer.start();
    return {
      settings: { url: `${server.endpointUrl}/in?tenant=1` },
      secrets: { ...own, headers: { authorization: "Bearer not-to-be-told" } },
      arrived: async () => server.seen.map(({ body }) => body),
      close: () => server.close(),
    };
  },
  accept: { status: 204 },
  faults: [
    ...[301, 302, 304, 307, 308].map((code) => fault(code, "unavailable", "redirected")),
    ...[401, 403, 407].map((code) => fault(code, "unavailable", "credentials_refused")),
    ...[404, 410].map((code) => fault(code, "unavailable", "not_found")),
    ...[405, 406, 415, 426].map((code) => fault(code, "unavailable", "wrong_endpoint")),
    ...[400, 422].map((code) => fault(code, "discard", "refused")),
    ...[413, 431].map((code) => fault(code, "discard", "too_large")),
    fault(408, "retry", "timed_out"),
    ...[402, 409, 418, 425, 451].map((code) => fault(code, "retry", "refused")),
    ...[429, 503].map((code) => fault(code, "retry", "throttled")),
    ...[500, 502, 504, 599].map((code) => fault(code, "retry", "service_error")),
    { name: "a reset connection", reply: "reset", outcome: "retry", code: "connection_lost" },
  ],
};

function fault(code: number, outcome: Outcome["kind"], name: string) {
  return { name: `an answer of ${code}`, reply: status(code), outcome, code: name };
}

destinationSuite(webhook, fixture);

describe("a webhook", () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.seen.length = 0;
    server.script = () => ({ status: 200 });
  });

  const post = async (
    given: { settings?: object; secrets?: object; count?: number; policy?: object } = {},
  ): Promise<readonly Outcome[]> => {
    const settings = { url: `${server.endpointUrl}/in`, ...given.settings };
    const sender = webhook.open(settings, { ...own, ...given.secrets }, { ...LOCAL_POLICY, ...given.policy });
    const events = Array.from({ length: given.count ?? 1 }, (_, n) => eventWith(n));
    const outcomes = await sender.send(messagesOf(webhook, settings, events), new AbortController().signal);
    await sender.close();
    return outcomes;
  };
  const headersOf = (n: number): Record<string, string> =>
    Object.fromEntries(Object.entries(server.seen[n]?.headers ?? {}).map(([k, v]) => [k, String(v)]));

  it("is the bare message, posted as JSON to the path and the query", async () => {
    await post({ settings: { url: `${server.endpointUrl}/a%20b?x=1&y=%2F` } });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/a%20b?x=1&y=%2F",
      body: '{"n":0}',
      headers: { "content-type": "application/json", "content-length": "7", "user-agent": "Millrace" },
    });
  });

  it("is verified by the libraries of Standard Webhooks and of Svix", async () => {
    await post();
    const [key = ""] = own.signingKeys.map((each) => each.key);
    const body = server.seen[0]?.body ?? "";
    const headers = headersOf(0);
    expect(new StandardWebhook(key).verify(body, headers)).toEqual({ n: 0 });
    expect(new SvixWebhook(key).verify(body, headers)).toEqual({ n: 0 });
    const svixOnly = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("svix-")));
    expect(new SvixWebhook(key).verify(body, svixOnly)).toEqual({ n: 0 });
    expect(() => new StandardWebhook(key).verify(`${body} `, headers)).toThrow(/No matching signature/);
    expect(() =>
      new StandardWebhook(signingKeys.make().signingKeys[0]?.key ?? "").verify(body, headers),
    ).toThrow(/No matching signature/);
  });

  it("has the event's id and a time of its own at each attempt", async () => {
    await post();
    await post();
    expect([headersOf(0)["webhook-id"], headersOf(1)["webhook-id"]]).toEqual([
      eventWith(0).id,
      eventWith(0).id,
    ]);
    expect(headersOf(0)["svix-id"]).toBe(eventWith(0).id);
    expect(Math.abs(Number(headersOf(0)["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(5);
  });

  it("is signed with the key before too, for 24 hours after a rotation", async () => {
    const rotated = signingKeys.rotate(own, Date.now());
    await post({ secrets: rotated });
    const [oldKey = "", newKey = ""] = [own, rotated].map(({ signingKeys: [first] }) => first?.key);
    const body = server.seen[0]?.body ?? "";
    expect(headersOf(0)["webhook-signature"]).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
    for (const key of [oldKey, newKey]) {
      expect(new StandardWebhook(key).verify(body, headersOf(0))).toEqual({ n: 0 });
      expect(new SvixWebhook(key).verify(body, headersOf(0))).toEqual({ n: 0 });
    }
    await post({ secrets: signingKeys.rotate(own, Date.now() - 86_400_001) });
    expect(headersOf(1)["webhook-signature"]).toMatch(/^v1,[\w+/]{43}=$/);
  });

  it("carries the customer's headers, open and secret ones", async () => {
    await post({
      settings: { headers: { "X-Tenant": "acme" } },
      secrets: { headers: { Authorization: "Bearer abcdef" } },
    });
    expect(headersOf(0)).toMatchObject({ "x-tenant": "acme", authorization: "Bearer abcdef" });
    expect(await post({ settings: { headers: null } })).toEqual([{ kind: "delivered" }]);
  });

  it(`is one of at most ${REQUESTS} at once over the sender`, async () => {
    let now = 0;
    let most = 0;
    const slow = createServer((request, response) => {
      most = Math.max(most, ++now);
      request.resume();
      setTimeout(() => {
        now--;
        response.end();
      }, 5);
    });
    slow.listen(0, "127.0.0.1");
    await once(slow, "listening");
    const address = slow.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`;
    const sender = webhook.open({ url }, own, LOCAL_POLICY);
    const messages = messagesOf(
      webhook,
      { url },
      Array.from({ length: 64 }, (_, n) => eventWith(n)),
    );
    const batches = await Promise.all(
      [1, 2, 3, 4].map(() => sender.send(messages, AbortSignal.timeout(9_000))),
    );
    expect(batches.flat().every(({ kind }) => kind === "delivered")).toBe(true);
    expect(most).toBe(REQUESTS);
    await sender.close();
    slow.close();
  });

  it.each(["cut", "hang"] as const)("counts by its headers, also where the body is %s", async (reply) => {
    server.script = () => reply;
    if (reply === "hang") {
      const [outcome] = await post({ settings: { timeoutSeconds: 1 } });
      expect(outcome).toMatchObject({ kind: "retry", error: { code: "timed_out" } });
    } else expect(await post()).toEqual([{ kind: "delivered" }]);
  });

  it("ends in time where the answer's body never ends, and says what the headers said", async () => {
    const endless = createServer((request, response) => {
      request.resume();
      response.writeHead(request.url === "/ok" ? 200 : 500).write("more");
      const timer = setInterval(() => response.write("more"), 50);
      response.on("close", () => clearInterval(timer));
    });
    endless.listen(0, "127.0.0.1");
    await once(endless, "listening");
    const address = endless.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    const started = performance.now();
    const [ok, bad] = await Promise.all([
      post({ settings: { url: `${url}/ok`, timeoutSeconds: 1 } }),
      post({ settings: { url: `${url}/bad`, timeoutSeconds: 1 } }),
    ]);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(ok).toEqual([{ kind: "delivered" }]);
    expect(bad).toMatchObject([{ kind: "retry", error: { providerCode: "500" } }]);
    endless.closeAllConnections();
    endless.close();
  });

  it("does not read an answer of many megabytes", async () => {
    server.script = () => ({ status: 400, body: "x".repeat(5_000_000) });
    const [outcome] = await post();
    expect(outcome).toMatchObject({ kind: "discard", error: { code: "refused" } });
    expect(outcome?.kind === "discard" && outcome.error.message.length).toBeLessThan(700);
  });

  it("says what the endpoint said, on one line and without the secrets in it", async () => {
    const [key = ""] = own.signingKeys.map((each) => each.key);
    server.script = (seen) => ({
      status: 422,
      body: `no such order\r\n\u001b[31m${String(seen.headers.authorization)} ${key} ${key.slice(6)} abcdef`,
    });
    const [outcome] = await post({ secrets: { headers: { authorization: "Bearer abcdef" } } });
    expect(outcome).toMatchObject({
      error: {
        message:
          "HTTP 422: no such order [31m******** ******** ******** ********. The endpoint refuses this message for good.",
        providerCode: "422",
        blame: "event",
      },
    });
  });

  it("tells no beginning of a secret where the answer is cut off", async () => {
    const secret = "s3cr3t-".repeat(300);
    server.script = () => ({ status: 422, body: secret.repeat(3) });
    const [outcome] = await post({ secrets: { headers: { "x-key": secret } } });
    expect(JSON.stringify(outcome)).not.toContain("s3cr3t");
  });

  it("waits until the date it is asked to", async () => {
    const at = new Date(Date.now() + 90_000).toUTCString();
    server.script = () => ({ status: 429, headers: { "retry-after": at } });
    const [outcome] = await post();
    const after = outcome?.kind === "retry" ? outcome.after : undefined;
    expect(after).toBeGreaterThan(85_000);
    expect(after).toBeLessThanOrEqual(90_000);
  });

  it("is unavailable where nobody listens, and where the certificate is not trusted", async () => {
    const [refused] = await post({ settings: { url: "http://127.0.0.1:1/" }, count: 3 });
    expect(refused).toMatchObject({ kind: "unavailable", error: { code: "unreachable", blame: "network" } });
    const [nameless] = await post({
      settings: { url: "http://nowhere.invalid/" },
      policy: {
        lookup: ((_h, _o, callback) =>
          callback(
            Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }),
            "",
            0,
          )) satisfies LookupFunction,
      },
    });
    expect(nameless).toMatchObject({ kind: "unavailable", error: { code: "unreachable" } });
    const tls = createTlsServer((_, response) => response.end());
    tls.listen(0, "127.0.0.1");
    await once(tls, "listening");
    const address = tls.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    // Without a certificate of its own the server can only break off the handshake.
    const [untrusted] = await post({ settings: { url: `https://127.0.0.1:${port}/` } });
    expect(untrusted).toMatchObject({ kind: "unavailable", error: { code: "tls_failed" } });
    tls.close();
  });

  describe("where a name changes its address", () => {
    const answers: string[] = [];
    const lookup: LookupFunction = (_hostname, _options, callback) =>
      callback(null, [{ address: answers.shift() ?? "127.0.0.1", family: 4 }]);
    const policy = { ...PUBLIC_POLICY, allowHttp: true, lookup };
    afterEach(() => answers.splice(0));

    it("is refused when it connects, though it was public when it was looked at", async () => {
      answers.push("93.184.215.14", "127.0.0.1");
      const port = new URL(server.endpointUrl).port;
      const report = await webhook.check({ url: `http://rebind.example:${port}/` }, own, policy);
      expect(report).toMatchObject({
        ok: false,
        steps: [
          { name: "url", ok: true },
          { name: "resolve", ok: true, detail: "rebind.example is 93.184.215.14." },
          { name: "connect", ok: false, detail: expect.stringMatching(/127\.0\.0\.1.*not on the public/) },
        ],
      });
      expect(server.seen).toHaveLength(0);
    });

    it("is refused when a message goes out", async () => {
      const port = new URL(server.endpointUrl).port;
      const [outcome] = await post({ settings: { url: `http://rebind.example:${port}/` }, policy });
      expect(outcome).toMatchObject({ kind: "unavailable", error: { code: "address_forbidden" } });
      expect(server.seen).toHaveLength(0);
    });
  });

  describe("when it is checked", () => {
    const check = (settings: object = {}) =>
      webhook.check({ url: `${server.endpointUrl}/in`, ...settings }, own, LOCAL_POLICY);

    it("posts one signed message of type webhook.test", async () => {
      expect(await check()).toMatchObject({
        ok: true,
        steps: [{ name: "url" }, { name: "resolve" }, { name: "connect" }, { name: "POST webhook.test" }],
      });
      expect(server.seen).toHaveLength(1);
      expect(headersOf(0)["millrace-type"]).toBe("webhook.test");
      const key = own.signingKeys[0]?.key ?? "";
      expect(new StandardWebhook(key).verify(server.seen[0]?.body ?? "", headersOf(0))).toMatchObject({
        type: "webhook.test",
      });
    });

    it("says which step fails", async () => {
      server.script = () => ({ status: 401, body: "bad signature" });
      expect((await check()).steps.at(-1)).toEqual({
        name: "POST webhook.test",
        ok: false,
        detail:
          "HTTP 401: bad signature. Check the headers of the destination, and that the endpoint knows the signing key.",
      });
      expect((await check({ url: "http://127.0.0.1:1/" })).steps.at(-1)).toMatchObject({
        name: "connect",
        ok: false,
      });
    });
  });
});
