import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "../core/event.ts";
import { compileRoute } from "./compile-route.ts";
import { toAppEvent } from "./app-event.ts";
import { EMPTY_TRANSFORMATIONS } from "./transformations.ts";

function eventOf(data: string, more: Partial<Event> = {}): Event {
  return {
    position: 7,
    id: "e-1",
    projectId: "p-1",
    topic: "orders",
    time: "2022-01-06T17:29:04.123000000Z",
    acceptedAt: 1_641_490_145_000,
    metadata: {},
    data,
    ...more,
  };
}

const appEvent = (data: string, more: Partial<Event> = {}): string => toAppEvent(eventOf(data, more)).data;

describe("an event of the Pinpoint API", () => {
  test("passes as it is, and nothing is made of it", () => {
    const event = eventOf('{"event_type": "x",\n"metrics": {"a": 1.0}}', {
      metadata: { appEvent: "true" },
    });
    expect(toAppEvent(event)).toBe(event);
  });

  test("passes as it is even where it is no JSON that could be read", () => {
    const event = eventOf("{not json", { metadata: { appEvent: "true" } });
    expect(toAppEvent(event).data).toBe("{not json");
  });
});

describe("any other event becomes an app event", () => {
  test("with what the export format knows of it", () => {
    const data =
      '{"event_type":"Purchase","event_time":"2022-01-06 17:29:04.500000","user_id":"maria","device_id":"d-1",' +
      '"session_id":1641490144000,"version_name":"2.1","language":"en","country":"US","os_name":"android",' +
      '"os_version":"9","device_manufacturer":"Acme","device_model":"A1","user_properties":{"plan":"pro"},' +
      '"event_properties":{"name":"shoe","price":12.50,"big":12345678901234567890,"new":true,"none":null,' +
      '"tags":["a",1.0],"size":{"eu":42}}}';
    expect(appEvent(data)).toBe(
      '{"event_type":"Purchase","event_timestamp":1641490144500,"arrival_timestamp":1641490145000,' +
        '"event_version":"3.0","application":{"app_id":"p-1","sdk":{},"version_name":"2.1"},"client":{"client_id":"d-1"},' +
        '"device":{"locale":{"code":"en_US","country":"US","language":"en"},"make":"Acme","model":"A1",' +
        '"platform":{"name":"android","version":"9"}},"session":{"session_id":"1641490144000"},' +
        '"attributes":{"name":"shoe","new":"true","tags":"[\\"a\\",1.0]","size":"{\\"eu\\":42}","user_id":"maria"},' +
        '"metrics":{"price":12.50,"big":12345678901234567890}}',
    );
  });

  test("with its own members as values where it has no properties", () => {
    expect(JSON.parse(appEvent('{"orderId":"o-1","total":3,"user_id":"maria","paid":false}'))).toEqual({
      event_type: "orders",
      event_timestamp: 1_641_490_144_123,
      arrival_timestamp: 1_641_490_145_000,
      event_version: "3.0",
      application: { app_id: "p-1", sdk: {} },
      client: { client_id: "maria" },
      device: { locale: {}, platform: {} },
      session: {},
      attributes: { orderId: "o-1", user_id: "maria", paid: "false" },
      metrics: { total: 3 },
    });
  });

  test.each([
    ["[1,2]", { attributes: { data: "[1,2]" }, metrics: {} }],
    ["1.0", { attributes: {}, metrics: { data: 1 } }],
    ['"text"', { attributes: { data: "text" }, metrics: {} }],
    ["null", { attributes: {}, metrics: {} }],
  ])("where its data are %s too", (data, values) => {
    expect(JSON.parse(appEvent(data))).toMatchObject({ event_type: "orders", ...values });
  });

  test("that belongs to no session and names no codes", () => {
    const { session, device } = JSON.parse(
      appEvent('{"session_id":-1,"language":"English","country":"United States","event_properties":{}}'),
    );
    expect(session).toEqual({});
    expect(device.locale).toEqual({ country: "United States", language: "English" });
  });

  test("that came in when it happened, where nobody noted when", () => {
    expect(JSON.parse(appEvent("{}", { acceptedAt: 0 }))).toMatchObject({
      arrival_timestamp: 1_641_490_144_123,
    });
  });

  test("under its own id, with its metadata, on one line", () => {
    const event = eventOf('{"a":\n"b\\nc"}', { metadata: { replayId: "r" } });
    const { data, ...rest } = toAppEvent(event);
    const { data: _, ...given } = event;
    expect(rest).toEqual(given);
    expect(data).not.toContain("\n");
    expect(JSON.parse(data).attributes).toEqual({ a: "b\nc" });
  });

  test("whatever its data are: texts and numbers keep what they say, nothing reaches a prototype", () => {
    const names = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "event_type"));
    const values = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values)), (entries) => {
        const given = new Map(entries);
        const properties = [...given].map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(",");
        const made = JSON.parse(appEvent(`{"event_properties":{${properties}}}`));
        const expectedTexts = [...given].filter(([, value]) => value !== null && typeof value !== "number");
        expect(new Set(Object.keys(made.attributes))).toEqual(new Set(expectedTexts.map(([name]) => name)));
        for (const [name, value] of expectedTexts)
          expect(Object.getOwnPropertyDescriptor(made.attributes, name)?.value).toBe(
            typeof value === "string" ? value : JSON.stringify(value),
          );
        for (const [name, value] of given)
          if (typeof value === "number")
            expect(Object.getOwnPropertyDescriptor(made.metrics, name)?.value).toBe(
              JSON.parse(JSON.stringify(value)),
            );
      }),
    );
  });
});

test("a route with the view app_event shapes nothing else of an event", () => {
  const route = {
    id: "r",
    match: { topics: ["*"] },
    shape: { part: "events", view: "app_event" },
  } as const;
  const compiled = compileRoute(route, EMPTY_TRANSFORMATIONS);
  expect(Object.keys(compiled)).toEqual(["shape"]);
  const shaped = compiled.shape?.(eventOf('{"total":1.0}'));
  expect(shaped?.id).toBe("e-1");
  expect(shaped?.data).toContain('"metrics":{"total":1.0}');
});
