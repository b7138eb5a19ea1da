import { describe, expect, it } from "vitest";
import { parseLossless } from "../core/json/lossless.ts";
import type { Endpoint } from "./endpoint.ts";
import { mergeEndpoint } from "./merge-endpoint.ts";
import { MAX_ATTRIBUTES, readFields } from "./read-fields.ts";

const CREATED = Date.UTC(2026, 10, 21, 4);
const HOUR = 3_600_000;

/** The endpoint after updates, given as JSON, that come an hour after one another. */
function after(...updates: readonly string[]): Endpoint {
  let endpoint: Endpoint | undefined;
  updates.forEach((update, i) => {
    const context = { projectId: "project", id: i === 0 ? "Phone-1" : "phone-1", at: CREATED + i * HOUR };
    endpoint = mergeEndpoint(endpoint, readFields(parseLossless(update)), context);
  });
  if (endpoint === undefined) throw new Error("no update");
  return endpoint;
}

describe("mergeEndpoint", () => {
  it("makes an endpoint of the first update", () => {
    expect(after("{}").document).toMatchObject({
      Id: "Phone-1",
      CreationDate: "2026-11-21T04:00:00.000Z",
      EffectiveDate: "2026-11-21T04:00:00.000Z",
      EndpointStatus: "ACTIVE",
      OptOut: "NONE",
    });
    expect(Number(after("{}").document.CohortId)).toBeLessThan(100);
  });

  it("replaces what is given and keeps the rest, member by member", () => {
    const { document } = after(
      '{"Address":"a","OptOut":"ALL","Demographic":{"Make":"m","Model":"x"},"Location":{"City":"Ulm","Latitude":48.40}}',
      '{"Address":"b","ChannelType":"GCM","Demographic":{"Model":"y"},"Location":{"Latitude":48.41},"EndpointStatus":null}',
    );
    expect(document).toMatchObject({
      Id: "Phone-1",
      Address: "b",
      ChannelType: "GCM",
      OptOut: "ALL",
      CreationDate: "2026-11-21T04:00:00.000Z",
      EffectiveDate: "2026-11-21T05:00:00.000Z",
      Demographic: { Make: "m", Model: "y" },
      Location: { City: "Ulm", Latitude: 48.41 },
    });
  });

  it("keeps the digits of metrics", () => {
    const { text } = after('{"Metrics":{"a":1.0,"b":2}}', '{"Metrics":{"b":12345678901234567890}}');
    expect(text).toContain('"Metrics":{"a":1.0,"b":12345678901234567890}');
  });

  it("replaces the values of an attribute, and takes it away for an empty list", () => {
    const { document } = after(
      '{"Attributes":{"likes":["a","b"],"drops":["c"],"__proto__":["p"]},"User":{"UserId":"u","UserAttributes":{"x":["1"]}}}',
      '{"Attributes":{"likes":["z"],"drops":[],"keeps":null},"User":{"UserAttributes":{"y":["2"]}}}',
    );
    expect(Object.entries(document.Attributes ?? {})).toEqual([
      ["likes", ["z"]],
      ["__proto__", ["p"]],
    ]);
    expect(document.User).toEqual({ UserId: "u", UserAttributes: { x: ["1"], y: ["2"] } });
  });

  it("forgets the attributes of the user before", () => {
    const first = '{"User":{"UserId":"u","UserAttributes":{"x":["1"]}}}';
    expect(after(first, '{"User":{"UserId":"v","UserAttributes":{"y":["2"]}}}').document.User).toEqual({
      UserId: "v",
      UserAttributes: { y: ["2"] },
    });
    expect(after(first, '{"User":{"UserId":""}}').userId).toBeUndefined();
  });

  it("makes an inactive endpoint active, unless the update says otherwise", () => {
    const inactive = '{"EndpointStatus":"INACTIVE"}';
    expect(after(inactive).document.EndpointStatus).toBe("INACTIVE");
    expect(after(inactive, '{"Address":"a"}').document.EndpointStatus).toBe("ACTIVE");
  });

  it("refuses more attributes than an endpoint may have, with those that are known", () => {
    const many = (prefix: string, count: number): string =>
      JSON.stringify({
        Attributes: Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, ["v"]])),
      });
    expect(() => after(many("a", MAX_ATTRIBUTES), many("a", 5))).not.toThrow();
    expect(() => after(many("a", MAX_ATTRIBUTES), many("b", 1))).toThrow(/251 names; 250 are the most/);
  });

  it("refuses an endpoint that has become too large", () => {
    const attribute = (name: string): string =>
      JSON.stringify({ Attributes: { [name]: Array.from({ length: 40 }, () => "v".repeat(1_000)) } });
    expect(() => after(attribute("a"), attribute("a"))).not.toThrow();
    expect(() => after(attribute("a"), attribute("b"))).toThrow(/65536 are the most/);
  });
});

describe("a device", () => {
  const deviceOf = (demographic: object): unknown =>
    JSON.parse(after(JSON.stringify({ Demographic: demographic })).device);

  it("has what is known", () => {
    const demographic = {
      Locale: "en_US",
      Make: "apple",
      Model: "iPhone",
      Platform: "ios",
      PlatformVersion: "17",
    };
    expect(deviceOf(demographic)).toEqual({
      locale: { code: "en_US", country: "US", language: "en" },
      make: "apple",
      model: "iPhone",
      platform: { name: "ios", version: "17" },
    });
  });

  it("leaves out what is not", () => expect(deviceOf({})).toEqual({ locale: {}, platform: {} }));

  it("finds the country behind a script", () =>
    expect(deviceOf({ Locale: "zh-Hant-TW" })).toEqual({
      locale: { code: "zh-Hant-TW", country: "TW", language: "zh" },
      platform: {},
    }));
});
