import type { PinpointClient } from "@aws-sdk/client-pinpoint";
import { PutEventsCommand } from "@aws-sdk/client-pinpoint";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Event } from "../../core/event.ts";
import { viewOf } from "../../core/event-view.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import { pinpointClient } from "./testing/pinpoint-client.ts";

const NOW = 1_487_973_803_515;

let api: RunningApi;
let project: string;
let key: string;
let client: PinpointClient;
beforeAll(async () => {
  api = await startApi({ now: () => NOW });
});
afterAll(() => api.close());
let projects = 0;
beforeEach(async () => {
  const name = `shop-${projects++}`;
  project = textAt(await api.call("POST", "/v1/projects", { body: { name } }), "id");
  const body = { label: "app", scopes: ["ingest"] };
  key = textAt(await api.call("POST", `/v1/projects/${project}/api-keys`, { body }), "key");
  client = await pinpointClient(api, { project, scopes: ["ingest"] });
  return () => client.destroy();
});

const stored = (): readonly Event[] => api.log.read(project, 0, { events: 1_000, bytes: 1e8 });
const put = (body: unknown) => api.call("POST", `/v1/apps/${project}/events`, { body, key });
const at = "2017-02-24T22:03:22.507Z";
const event = (EventType: string, more: object = {}): object => ({ EventType, Timestamp: at, ...more });

describe("PutEvents", () => {
  it("streams the app event that Pinpoint documents", async () => {
    const { $metadata, EventsResponse } = await client.send(
      new PutEventsCommand({
        ApplicationId: project,
        EventsRequest: {
          BatchItem: {
            "m3n4o5p6-a1b2-c3d4-e5f6-g7h8i9j0k1l2": {
              Endpoint: {
                Demographic: {
                  AppVersion: "1.0",
                  Locale: "en_US",
                  Make: "generic web browser",
                  Model: "Unknown",
                  Platform: "android",
                  PlatformVersion: "10.10",
                },
              },
              Events: {
                one: {
                  EventType: "_session.stop",
                  Timestamp: at,
                  AppPackageName: "main.page",
                  AppTitle: "title",
                  AppVersionCode: "1",
                  SdkName: "aws-sdk-mobile-analytics-js",
                  ClientSdkVersion: "0.9.1:2.4.8",
                  Session: {
                    Id: "f549dea9-1090-945d-c3d1-e4967example",
                    StartTimestamp: "2017-02-24T21:53:22.531Z",
                    StopTimestamp: at,
                  },
                  Attributes: {},
                  Metrics: {},
                },
              },
            },
          },
        },
      }),
    );
    expect($metadata.httpStatusCode).toBe(202);
    expect(EventsResponse?.Results).toEqual({
      "m3n4o5p6-a1b2-c3d4-e5f6-g7h8i9j0k1l2": {
        EndpointItemResponse: { Message: "Accepted", StatusCode: 202 },
        EventsItemResponse: { one: { Message: "Accepted", StatusCode: 202 } },
      },
    });
    const [first] = stored();
    // The documented example, without the Cognito ids that no client sends.
    expect(first?.data).toBe(
      JSON.stringify({
        event_type: "_session.stop",
        event_timestamp: 1487973802507,
        arrival_timestamp: 1487973803515,
        event_version: "3.0",
        application: {
          app_id: project,
          package_name: "main.page",
          sdk: { name: "aws-sdk-mobile-analytics-js", version: "0.9.1:2.4.8" },
          title: "title",
          version_name: "1.0",
          version_code: "1",
        },
        client: { client_id: "m3n4o5p6-a1b2-c3d4-e5f6-g7h8i9j0k1l2" },
        device: {
          locale: { code: "en_US", country: "US", language: "en" },
          make: "generic web browser",
          model: "Unknown",
          platform: { name: "android", version: "10.10" },
        },
        session: {
          session_id: "f549dea9-1090-945d-c3d1-e4967example",
          start_timestamp: 1487973202531,
          stop_timestamp: 1487973802507,
        },
        attributes: {},
        metrics: {},
      }),
    );
    expect(first).toMatchObject({
      topic: "track",
      time: "2017-02-24T22:03:22.507000000Z",
      metadata: { appEvent: "true" },
    });
  });

  it("leaves out what is not known, and keeps the objects it stands in", async () => {
    await put({ BatchItem: { phone: { Events: { one: event("t") } } } });
    expect(JSON.parse(stored()[0]?.data ?? "")).toEqual({
      event_type: "t",
      event_timestamp: 1487973802507,
      arrival_timestamp: NOW,
      event_version: "3.0",
      application: { app_id: project, sdk: {} },
      client: { client_id: "phone" },
      device: { locale: {}, platform: {} },
      session: {},
      attributes: {},
      metrics: {},
    });
  });

  it("passes numbers and escapes on as they were written, on one line", async () => {
    await put(
      String.raw`{"BatchItem":{"ph\u00f6ne":{"Events":{"one":{"EventType":"caf\u00e9","Timestamp":"${at}",` +
        `"Attributes":{\n"a":"\\ud800"},"Metrics":{"a":1.0,\n"b":12345678901234567890}}}}}}`,
    );
    const data = stored()[0]?.data ?? "";
    expect(data).not.toMatch(/\n/);
    expect(data).toContain(String.raw`"event_type":"caf\u00e9"`);
    expect(data).toContain(
      String.raw`"attributes":{"a":"\ud800"},"metrics":{"a":1.0,"b":12345678901234567890}`,
    );
    expect(data).toContain('"client_id":"phöne"');
  });

  it("knows the device of later events, and of those with a faulty endpoint", async () => {
    const Endpoint = { Demographic: { Platform: "ios", AppVersion: "2" } };
    await put({ BatchItem: { phone: { Endpoint, Events: {} } } });
    await put({ BatchItem: { PHONE: { Endpoint: {}, Events: { one: event("t") } } } });
    const { body } = await put({
      BatchItem: { phone: { Endpoint: { OptOut: 7 }, Events: { two: event("u") } } },
    });
    expect(body).toEqual({
      Results: {
        phone: {
          EndpointItemResponse: { Message: "OptOut is not a text.", StatusCode: 400 },
          EventsItemResponse: { two: { Message: "Accepted", StatusCode: 202 } },
        },
      },
    });
    expect(stored().map(({ data }) => JSON.parse(data))).toMatchObject(
      ["PHONE", "phone"].map((client_id) => ({
        client: { client_id },
        device: { platform: { name: "ios" } },
        application: { version_name: "2" },
      })),
    );
  });

  it("takes what is good of a batch and says what is wrong with the rest", async () => {
    const { status, body } = await put({
      BatchItem: {
        phone: { Endpoint: {}, Events: { one: event("t"), two: { EventType: "t" }, three: event("t") } },
        ["x".repeat(1_025)]: { Endpoint: {}, Events: { four: event("t") } },
      },
    });
    const fault = { Message: expect.stringContaining("1024 are the most"), StatusCode: 400 };
    expect(status).toBe(202);
    expect(body).toEqual({
      Results: {
        phone: {
          EndpointItemResponse: { Message: "Accepted", StatusCode: 202 },
          EventsItemResponse: {
            one: { Message: "Accepted", StatusCode: 202 },
            two: { Message: "Timestamp is missing.", StatusCode: 400 },
            three: { Message: "Accepted", StatusCode: 202 },
          },
        },
        ["x".repeat(1_025)]: { EndpointItemResponse: fault, EventsItemResponse: { four: fault } },
      },
    });
    expect(stored()).toHaveLength(2);
  });

  it("stores a request that is sent again once, and another event under a used id as well", async () => {
    const batch = (EventType: string) => ({ BatchItem: { phone: { Events: { one: event(EventType) } } } });
    for (const type of ["a", "a", "b", "a"]) expect((await put(batch(type))).status).toBe(202);
    expect(stored().map(({ data }) => JSON.parse(data).event_type)).toEqual(["a", "b"]);
  });

  for (const [body, message] of [
    ["{", "The body is not JSON"],
    [Buffer.from([0x7b, 0xff, 0x7d]), "The body is not UTF-8."],
    [{ BatchItem: [] }, "BatchItem is not an object."],
    [`{"BatchItem":${'{"a":'.repeat(60_000)}`, "nested more than 512 deep"],
  ] as const) {
    it(`refuses a batch as a whole: ${message}`, async () => {
      const answer = await put(body);
      expect(answer.status).toBe(400);
      expect(answer.headers.get("x-amzn-errortype")).toBe("BadRequestException");
      expect(textAt(answer, "Message")).toContain(message);
    });
  }

  it("refuses a body that is too large, and says why it takes nothing in", async () => {
    const large = await put({ BatchItem: { phone: { Events: { one: event("x".repeat(2 ** 20)) } } } });
    expect(large.status).toBe(413);
    expect(large.headers.get("x-amzn-errortype")).toBe("PayloadTooLargeException");
    expect(textAt(large, "Message")).toBe(
      "The body is too large: this call takes 1048576 bytes at most. Send less in one call. The limit is the setting maxBodyBytes.",
    );
    const reader = { label: "r", scopes: ["read"] };
    const readKey = textAt(
      await api.call("POST", `/v1/projects/${project}/api-keys`, { body: reader }),
      "key",
    );
    const body = { BatchItem: {} };
    const forbidden = await api.call("POST", `/v1/apps/${project}/events`, { key: readKey, body });
    expect(forbidden.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
    const nowhere = await api.call("POST", "/v1/apps/nowhere/events", { key, body });
    expect(nowhere.headers.get("x-amzn-errortype")).toBe("NotFoundException");
  });

  it("names its own limit where that is less than what other calls take", async () => {
    const roomy = await startApi({ maxBodyBytes: 5 * 2 ** 20 });
    await roomy.call("POST", "/v1/projects", { body: { name: "shop" } });
    const large = await roomy.call("POST", "/v1/apps/shop/events", { body: "x".repeat(4 * 2 ** 20 + 1) });
    expect(large.status).toBe(413);
    expect(textAt(large, "Message")).toBe(
      "The body is too large: this call takes 4194304 bytes at most. Send less in one call.",
    );
    await roomy.close();
  });

  it("looks like any other event to conditions and mappings", async () => {
    const Endpoint = { Demographic: { Platform: "ios", Make: "apple", Locale: "de_DE" } };
    const one = event("buy", {
      Attributes: { sku: "x" },
      Metrics: { price: 9.5 },
      Session: { Id: "s", StartTimestamp: at },
    });
    await put({ BatchItem: { phone: { Endpoint, Events: { one } } } });
    const [first] = stored();
    expect(first === undefined ? {} : viewOf(first).fields).toMatchObject({
      event_type: "buy",
      event_name: "buy",
      event_time: "2017-02-24 22:03:22.507000",
      device_id: "phone",
      session_id: 1487973802507,
      event_properties: { sku: "x", price: 9.5 },
      platform: "ios",
      device_brand: "apple",
      country: "DE",
      language: "de",
    });
  });
});
