import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createInstance, Identify, Revenue, Types } from "@amplitude/analytics-node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Running } from "./support.ts";
import { Caller, member, start } from "./support.ts";

/** An answer on its way to the client. */
interface Reply {
  readonly status: number;
  readonly body: string;
}

/** What happens to a request: it is answered in Millrace's place, or Millrace's answer is lost. */
type Fault = Reply | "lost";

let millrace: Running;
let proxy: Server;
let proxyUrl: string;
/** What the next requests meet. */
let faults: Fault[] = [];
/** How many events each request through the proxy carried, and how it was answered. */
let requests: { readonly events: number; readonly code: unknown }[] = [];
let projects = 0;

beforeAll(async () => {
  millrace = await start();
  proxy = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  proxyUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(async () => {
  proxy.close();
  await millrace.close();
});
beforeEach(() => {
  faults = [];
  requests = [];
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const fault = faults.shift();
  const reply = typeof fault === "object" ? fault : await pass(request.url ?? "", body, fault);
  const sent: unknown = JSON.parse(body.toString());
  requests.push({ events: Number(member(sent, "events", "length")), code: codeOf(reply.body) });
  response.writeHead(reply.status, { "content-type": "application/json" }).end(reply.body);
}

async function pass(path: string, body: Buffer, fault: "lost" | undefined): Promise<Reply> {
  const { status, text } = await new Caller(millrace.server.url).call("POST", path, body);
  return fault === "lost" ? { status: 502, body: '{"code":502}' } : { status, body: text };
}

function codeOf(body: string): unknown {
  return body.startsWith("{") ? member(JSON.parse(body), "code") : undefined;
}

/** A client of a project of its own, and what arrived in it. */
async function client(
  options: { path?: string; flushQueueSize?: number; flushIntervalMillis?: number } = {},
) {
  const project = await millrace.create("/v1/projects", { name: `sdk-${projects++}` });
  const made = await millrace.ok("POST", `/v1/projects/${project}/api-keys`, {
    label: "sdk",
    scopes: ["ingest"],
  });
  const { path = "/2/httpapi", ...rest } = options;
  const sdk = createInstance();
  await sdk.init(String(member(made, "key")), {
    serverUrl: proxyUrl + path,
    flushIntervalMillis: 20,
    logLevel: Types.LogLevel.None,
    ...rest,
  }).promise;
  const stored = async (): Promise<readonly unknown[]> => {
    const list = member(await millrace.ok("GET", `/v1/projects/${project}/events?limit=1000`), "results");
    return Array.isArray(list) ? list : [];
  };
  return { sdk, stored };
}

const WHO = { user_id: "user-1", device_id: "device-1" };

describe("@amplitude/analytics-node with serverUrl", () => {
  it("tracks, identifies users and groups, and reports revenue", async () => {
    const { sdk, stored } = await client();
    const results = await Promise.all([
      sdk.track("Opened", { screen: "home" }, WHO).promise,
      sdk.identify(new Identify().set("plan", "pro").add("logins", 1).append("seen", "home"), WHO).promise,
      sdk.groupIdentify("org", "Acme", new Identify().set("seats", 12), WHO).promise,
      sdk.setGroup("org", "Acme", WHO).promise,
      sdk.revenue(new Revenue().setProductId("p-1").setPrice(9.99).setQuantity(2), WHO).promise,
      sdk.track("Closed", undefined, { ...WHO, groups: { org: "Acme" } }).promise,
    ]);
    expect(results.map(({ code }) => code)).toEqual([200, 200, 200, 200, 200, 200]);
    const events = await stored();
    expect(events.map((event) => member(event, "topic"))).toEqual([
      "track",
      "identify",
      "group_identify",
      "identify",
      "track",
      "track",
    ]);
    const user_properties = { plan: "pro", logins: 1, seen: ["home"] };
    expect(events.map((event) => member(event, "data"))).toMatchObject([
      { event_type: "Opened", event_properties: { screen: "home" }, user_properties: {}, ...WHO },
      { event_type: "$identify", user_properties },
      { event_type: "$groupidentify", group_properties: { org: { Acme: { seats: 12 } } } },
      { event_type: "$identify", user_properties: { org: "Acme" }, groups: { org: "Acme" } },
      {
        event_type: "revenue_amount",
        event_properties: { $productId: "p-1", $price: 9.99, $quantity: 2 },
        user_properties,
      },
      {
        event_type: "Closed",
        user_properties: { ...user_properties, org: "Acme" },
        group_properties: { org: { Acme: { seats: 12 } } },
        library: expect.stringContaining("amplitude-node"),
      },
    ]);
  });

  it("sends again what was refused for a while, and it is stored once", async () => {
    const { sdk, stored } = await client({ path: "/batch" });
    faults = [
      { status: 429, body: JSON.stringify({ code: 429, error: "slow down", throttled_events: [] }) },
      { status: 503, body: JSON.stringify({ code: 503, error: "the disk is full" }) },
    ];
    const sent = sdk.track("Opened", undefined, WHO);
    expect((await sent.promise).code).toBe(200);
    expect(requests.map(({ code }) => code)).toEqual([429, 503, 200]);
    expect(await stored()).toHaveLength(1);
  });

  it("sends again what was stored though the answer was lost, and it is stored once", async () => {
    const { sdk, stored } = await client();
    faults = ["lost"];
    await sdk.identify(new Identify().add("n", 1), WHO).promise;
    await sdk.track("Opened", undefined, WHO).promise;
    const events = await stored();
    expect(events).toHaveLength(2);
    expect(member(events[1], "data", "user_properties")).toEqual({ n: 1 });
  });

  it("sends an upload that is too large in halves", async () => {
    const { sdk, stored } = await client({ flushQueueSize: 8, flushIntervalMillis: 500 });
    const large = { text: "x".repeat(1_000), list: Array.from({ length: 200 }, () => "y".repeat(1_000)) };
    const sent = Array.from({ length: 8 }, (_, i) => sdk.track(`Large ${i}`, large, WHO).promise);
    expect((await Promise.all(sent)).map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(requests).toEqual([
      { events: 8, code: 413 },
      { events: 4, code: 200 },
      { events: 4, code: 200 },
    ]);
    expect(await stored()).toHaveLength(8);
  });

  it("drops exactly the events that are wrong, and sends the others again", async () => {
    const { sdk, stored } = await client({ flushQueueSize: 5, flushIntervalMillis: 500 });
    const sent = [
      sdk.track("good 1", undefined, WHO).promise,
      sdk.track("no ids", undefined, {}).promise,
      sdk.track("short", undefined, { user_id: "abc" }).promise,
      sdk.track({ event_type: "mixed", ...WHO, user_properties: { $set: {}, a: 1 } }).promise,
      sdk.track("good 2", undefined, WHO).promise,
    ];
    expect((await Promise.all(sent)).map(({ code }) => code)).toEqual([200, 400, 400, 400, 200]);
    expect(requests).toEqual([
      { events: 5, code: 400 },
      { events: 2, code: 200 },
    ]);
    expect((await stored()).map((event) => member(event, "data", "event_type"))).toEqual([
      "good 1",
      "good 2",
    ]);
  });

  it("gives up at once with a key that is none", async () => {
    const sdk = createInstance();
    await sdk.init("not-a-key", {
      serverUrl: `${proxyUrl}/2/httpapi`,
      flushIntervalMillis: 20,
      logLevel: Types.LogLevel.None,
    }).promise;
    const { code, message } = await sdk.track("Opened", undefined, WHO).promise;
    expect({ code, message }).toEqual({ code: 400, message: "Invalid API key" });
    expect(requests).toHaveLength(1);
  });
});
