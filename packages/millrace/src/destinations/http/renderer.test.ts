import { describe, expect, it } from "vitest";
import type { Event } from "../../core/event.ts";
import { parseLossless } from "../../core/json/lossless.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Shaped } from "../../core/shape.ts";
import { eventWith } from "../testing/destination-suite.ts";
import { isFault } from "./rendered.ts";
import { requestRenderer } from "./renderer.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";

const url = "https://api.example.com/track";

function shaped(given: Partial<Shaped>, data = "{}"): Event {
  return {
    ...eventWith(1, data),
    shaped: { part: "events", input: {}, mappedProperties: {}, mappedFields: {}, ...given },
  };
}

function object(json: string) {
  const parsed = parseLossless(json);
  return isJsonObject(parsed) ? parsed : {};
}

function render(settings: HttpSettings, event: Event, secrets?: HttpSecrets) {
  return requestRenderer(settings, secrets).render(event);
}

/** The body that a template makes. */
function bodyOf(body: string, event: Event, more: Partial<HttpSettings> = {}): string {
  const rendered = render({ events: { url, body, lenientBody: true }, ...more }, event);
  if (isFault(rendered)) throw new Error(rendered.error.message);
  return rendered.body;
}

const SEED_TEMPLATE = `<#setting datetime_format="yyyy-MM-dd HH:mm:ss.SSSSSS">
{
  "external_id": "\${mappedFields.external_id}",
  "app_id": "\${parameters.app_id}",
  "name": "\${input.event_type}",
  "time": "\${input.event_time?datetime?string["yyyy-MM-dd'T'HH:mm:ss'Z'"]}",
  "properties": {
    <#list mappedProperties?keys?filter(key -> mappedProperties[key]?has_content) as key>
    "\${key}": \${mappedProperties[key]}<#sep>,</#sep>
    </#list>
  }
}`;

describe("a rendered body", () => {
  it("is what the partner's documents show", () => {
    const event = shaped({
      input: { event_type: "test_event_type", event_time: "2022-01-06 17:29:04.123000" },
      mappedFields: { external_id: "some user id" },
      mappedProperties: object(
        '{"test_nested_property":"some \\"nested\\" property","n":12345678901234567890,"price":1.50,"on":true,"list":["a",1.0],"none":null}',
      ),
    });
    const body = bodyOf(SEED_TEMPLATE, event, { parameters: { app_id: "some app id" } });
    expect(body).toBe(`{
  "external_id": "some user id",
  "app_id": "some app id",
  "name": "test_event_type",
  "time": "2022-01-06T17:29:04Z",
  "properties": {
    "test_nested_property": "some \\"nested\\" property",
    "n": 12345678901234567890,
    "price": 1.50,
    "on": true,
    "list": ["a",1.0],
    "none": null
  }
}`);
    expect(JSON.parse(body)).toMatchObject({ name: "test_event_type" });
  });

  it("has every mapped property as a string where the settings say so", () => {
    const mappedProperties = object('{"a":"x\\n","n":1.0,"b":false,"o":{"k":[1]},"none":null}');
    const template = "<#list mappedProperties as k, v>${k}=${v};</#list>";
    expect(bodyOf(template, shaped({ mappedProperties }), { propertiesAsStrings: true })).toBe(
      String.raw`a="x\n";n="1.0";b="false";o="{\"k\":[1]}";none="";`,
    );
  });

  it("sees the event itself where no route has shaped it", () => {
    const event = eventWith(1, '{"user_id":"u","event_properties":{"big":12345678901234567890}}');
    expect(bodyOf("${input.user_id} ${input.event_type} ${input.event_properties.big}", event)).toBe(
      `u ${event.topic} 12345678901234567890`,
    );
    expect(bodyOf("${mappedProperties?size} ${mappedFields?size}", event)).toBe("0 0");
  });

  it("writes numbers and booleans as JSON does, unless the template says how", () => {
    const event = shaped({ input: object('{"n":1234.5,"b":true}') });
    expect(bodyOf("${input.n} ${input.b}", event)).toBe("1234.5 true");
    expect(bodyOf('<#setting number_format="0.00">${input.n}', event)).toBe("1234.50");
  });

  it.each(["S", "SSS", "SSSSSS"])("reads the six digits of a second as a fraction by %s", (letters) => {
    const event = shaped({ input: { t: "2022-01-06 17:29:04.123000" } });
    const pattern = `yyyy-MM-dd HH:mm:ss.${letters}`;
    const time = String(Date.UTC(2022, 0, 6, 17, 29, 4) + 123);
    expect(bodyOf(`<#setting datetime_format="${pattern}">\${input.t?datetime?long}`, event)).toBe(time);
    expect(bodyOf(`\${input.t?datetime("${pattern}")?long}`, event)).toBe(time);
  });

  it("writes six digits of a second by six letters", () => {
    const event = shaped({ input: { t: "2022-01-06 17:29:04.123000" } });
    const setting = '<#setting datetime_format="yyyy-MM-dd HH:mm:ss.SSSSSS">';
    expect(bodyOf(`${setting}\${input.t?datetime}`, event)).toBe("2022-01-06 17:29:04.123000");
  });

  it("has numbers by json(x) with all their digits", () => {
    const numbers = '{"price":1.50,"zero":0.0,"big":12345678901234567890,"n":[1.0,1.5,7]}';
    const event = shaped({ input: object(numbers), mappedFields: object('{"price":19.90}') });
    expect(bodyOf("${json(input)} ${json(mappedFields.price)} ${json(input.price * 2)}", event)).toBe(
      `${numbers} 19.90 3`,
    );
    const utils = "statics['com.amplitude.integrations.connector.utils.FtlUtils']";
    expect(bodyOf(`\${${utils}.toJson(input.price)} \${${utils}.toJsonString(input.n)}`, event)).toBe(
      '1.50 "[1.0,1.5,7]"',
    );
  });

  it.each<[string, string, string]>([
    [
      "FtlUtils.toJson",
      "<#assign U=statics['com.amplitude.integrations.connector.utils.FtlUtils']>${U.toJson(input.p)}",
      '{"a":"ü\\"","n":12345678901234567890,"x":null}',
    ],
    [
      "FtlUtils.toJsonString",
      "<#assign U=statics['com.amplitude.integrations.connector.utils.FtlUtils']>${U.toJsonString(input.l)}",
      '"[1,2]"',
    ],
    ["json, which keeps digits", "${json(input.exact)}", "[1.50,1.0,12345678901234567890]"],
    ["json", "${json(input.l)} ${json(input.s)} ${json(input.nope)}", '[1,2] "a" null'],
    ["utils.base64", "${utils.base64('ü?>')} ${utils.base64Url('ü?>')}", "w7w/Pg== w7w_Pg"],
    ["utils.md5", "${utils.md5(input.s)}", "0cc175b9c0f1b6a831c399e269772661"],
    [
      "utils.sha256",
      "${utils.sha256(input.s)} ${utils.sha256(input.s, 'base64')}",
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=",
    ],
    [
      "utils.hmacSha256",
      "${utils.hmacSha256('key', 'The quick brown fox jumps over the lazy dog')}",
      "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
    ],
  ])("may be made with %s", (_, template, body) => {
    const input = object(
      '{"exact":[1.50,1.0,12345678901234567890],"p":{"a":"ü\\"","n":12345678901234567890,"x":null},"l":[1,2],"s":"a"}',
    );
    expect(bodyOf(template, shaped({ input }))).toBe(body);
  });

  it("keeps names such as __proto__, and sees nothing behind the model", () => {
    const event = shaped({
      input: object('{"__proto__":{"x":0.12345678901234567890},"constructor":"c"}'),
      mappedProperties: object('{"__proto__":"p"}'),
    });
    expect(bodyOf("${json(input)} ${mappedProperties['__proto__']}", event)).toBe(
      '{"__proto__":{"x":0.12345678901234567890},"constructor":"c"} "p"',
    );
    expect(bodyOf("${(input.toString)!'none'} ${(parameters.toString)!'none'}", event)).toBe("none none");
  });

  it("is the event's data, character for character, where there is no template", () => {
    const data = '{ "big":12345678901234567890, "a":1, "a":2, "s":"\\ud800" }';
    expect(render({ events: { url } }, eventWith(1, data))).toEqual({
      method: "POST",
      url,
      headers: [
        ["content-type", "application/json"],
        ["user-agent", "Millrace"],
      ],
      body: data,
    });
  });
});

describe("an event that comes to no request", () => {
  const faultOf = (settings: Partial<HttpSettings>, event = shaped({}), secrets?: HttpSecrets) => {
    const rendered = render({ events: { url }, ...settings }, event, secrets);
    return isFault(rendered) ? rendered : undefined;
  };
  const ofBody = (body: string, input = "{}", more: object = {}) =>
    faultOf({ events: { url, body, ...more } }, shaped({ input: object(input) }));

  it("says where a template fails", () => {
    expect(ofBody('{\n "a": "${input.user_id}"}')).toMatchObject({
      error: {
        code: "render_failed",
        message: expect.stringMatching(/^The template body at line 2, column 10: .*input\.user_id/),
        blame: "settings",
      },
      at: { template: "body", line: 2, column: 10 },
    });
    expect(ofBody('<#stop "no user">')?.error.message).toContain("no user");
    expect(faultOf({ events: { url, headers: { "X-A": "${input.a}" } } })).toMatchObject({
      at: { template: "headers.X-A", line: 1, column: 3 },
    });
  });

  it("says where a body that promises JSON is none", () => {
    const fault = ofBody('{\n  "a": 1,\n  "${input.key}": true,\n}', '{"key":"x"}');
    expect(fault).toMatchObject({
      error: {
        code: "invalid_json",
        message:
          'The rendered body is no JSON at its line 4, column 1: expected a key in quotes, but found "}" after "a\\": 1,\\n  \\"x\\": true,\\n".',
      },
      inBody: { line: 4, column: 1 },
    });
    expect(ofBody("<#if false>x</#if>")?.error.message).toContain("the body is empty");
    expect(ofBody('{"a":', "{}")?.error.message).toContain("found the end");
    expect(
      ofBody("{a}", "{}", { headers: { "Content-Type": "application/vnd.api+json; charset=utf-8" } }),
    ).toBeDefined();
  });

  it("is sent as it is where the body promises no JSON, or need not keep the promise", () => {
    expect(ofBody('{"a": 1,}', "{}", { lenientBody: true })).toBeUndefined();
    expect(
      ofBody("a=1", "{}", { headers: { "Content-Type": "application/x-www-form-urlencoded" } }),
    ).toBeUndefined();
  });

  it("is too large by its bytes, also where the template would go on and on", () => {
    const limit = { maxBodyBytes: 10 };
    const settings = { events: { url, body: '"${input.a}"' }, ...limit };
    expect(faultOf(settings, shaped({ input: { a: "éééé" } }))).toBeUndefined();
    expect(faultOf(settings, shaped({ input: { a: "éééée" } }))?.error).toEqual({
      code: "message_too_large",
      message: "The body has 11 bytes; the destination takes 10.",
      blame: "event",
    });
    const endless = {
      events: { url, body: "<#list 1.. as n>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</#list>" },
      ...limit,
    };
    expect(faultOf(endless)?.error.code).toBe("message_too_large");
    const silent = { events: { url, body: "<#list 1.. as n></#list>" } };
    expect(faultOf(silent)?.error.code).toBe("render_failed");
  });

  it("has no request of its part", () => {
    expect(faultOf({}, shaped({ part: "groups" }))?.error).toMatchObject({
      code: "no_request",
      message: expect.stringContaining('"groups"'),
    });
  });

  it.each(["a\r\nx-injected: 1", "a\nb", "a\0b", "é", "\u007f", " a", "a "])(
    "would have a header with %j: the error names the header, not the value",
    (value) => {
      const events = { url, headers: { "X-User": "${input.user_id}" } };
      const fault = faultOf({ events }, shaped({ input: { user_id: value } }));
      expect(fault?.error).toMatchObject({
        code: "invalid_header",
        message: expect.stringContaining('"x-user"'),
      });
      if (value.length > 2) expect(fault?.error.message).not.toContain(value);
    },
  );

  it("leaves out a header that is rendered to nothing", () => {
    const events = { url, headers: { "X-User": "${input.user_id!}", "User-Agent": "Tile/1" } };
    expect(render({ events }, shaped({}))).toMatchObject({
      headers: [
        ["content-type", "application/json"],
        ["user-agent", "Tile/1"],
      ],
    });
  });

  it.each([
    "a b",
    "a\nb",
    'a"b',
    "a\\b",
    "é",
    "a#b",
    "..",
    "../admin",
    "x/../../admin",
    "%2e%2E/admin",
    ".",
    "x".repeat(9_000),
  ])("would go to a url with %j in its path", (id) => {
    const events = { url: "https://api.example.com/u/${input.id}" };
    expect(faultOf({ events }, shaped({ input: { id } }))?.error.code).toMatch(/invalid_url|render_failed/);
    const escaped = { url: "https://api.example.com/u/-${input.id?url}" };
    const refused = id.length > 8_000 || id.includes("/..");
    expect(isFault(render({ events: escaped }, shaped({ input: { id } })))).toBe(refused);
  });

  it.each(["../admin", "..\\admin", "..", ".", "x/../../admin", "x/.."])(
    "would lead servers that decode before they split to another path by %j, escaped",
    (id) => {
      const events = { url: "https://api.example.com/u/${input.id?url}" };
      expect(faultOf({ events }, shaped({ input: { id } }))?.error.code).toBe("invalid_url");
      const inQuery = { url: "https://api.example.com/u?id=${input.id?url}" };
      expect(isFault(render({ events: inQuery }, shaped({ input: { id } })))).toBe(false);
    },
  );

  it.each([
    ["https://${input.host}/", "evil.example.com"],
    ["${input.host}", "https://evil.example.com/"],
    ["https://api.example.com${input.host}/", ".evil.example.com"],
    ["https://api.example.com${input.host}/", "@evil.example.com"],
    ["https://api.example.com${input.host}", ":8443/"],
    ["<#assign h=input.host>${h}", "https://evil.example.com/"],
    ["https://${.data_model.input.host}/", "evil.example.com"],
    ['${"input.host"?eval}', "https://evil.example.com/"],
  ])("would lead elsewhere by %s", (template, host) => {
    const fault = faultOf({ events: { url: template } }, shaped({ input: { host } }));
    expect(fault?.error).toMatchObject({ code: "invalid_url", message: expect.not.stringContaining("evil") });
  });

  it.each([
    "https://a.example.com\n/x",
    "https://a.example.com/ x",
    "https://u:p@a.example.com",
    "a.example.com",
    'https://a"b/',
  ])("has no endpoint in the parameter %j", (endpoint) => {
    const settings = {
      events: { url: "${parameters.endpoint}/users/${input.id?url}" },
      parameters: { endpoint },
    };
    expect(faultOf(settings, shaped({ input: { id: 1 } }))?.error.code).toBe("invalid_url");
  });

  it("never tells a secret", () => {
    const api_key = 'sk-"not-to-be-told"-0123456789';
    const secrets = { parameters: { api_key } };
    const tries: HttpSettings["events"][] = [
      { url: "https://api.example.com/${parameters.api_key}" },
      { url: "${parameters.api_key}" },
      { url, headers: { "X-Key": "${parameters.api_key}\n" } },
      { url, headers: { "X-Key": "${parameters.api_key?number}" } },
      { url, body: "${parameters.api_key?number}" },
      { url, body: "<#stop parameters.api_key>" },
      { url, body: "<#stop utils.base64(parameters.api_key)>" },
      { url, body: "<#stop parameters.api_key?url>" },
      { url, body: "<#stop parameters.api_key[0..15]>" },
      { url, body: '{"key":"${parameters.api_key}"}' },
      { url, body: "${parameters.api_key}" },
      { url, body: '{"key":"${parameters.api_key?json_string}" x}' },
      { url, body: '{"key": ${parameters.api_key?upper_case} x}' },
    ];
    for (const events of tries) {
      if (events === undefined) continue;
      const fault = faultOf({ events }, shaped({}), secrets);
      expect(fault).toBeDefined();
      expect(JSON.stringify(fault)).not.toMatch(/not-to|be-told|0123456789|NOT-TO|BE-TOLD|bm90LXRv/);
    }
  });
});

describe("what is the same for every event", () => {
  it("is rendered once: a fault of it is every event's", () => {
    const renderer = requestRenderer(
      { events: { url: "${parameters.endpoint}/x", body: "${nope}" } },
      undefined,
    );
    const first = renderer.render(shaped({}));
    expect(isFault(first) && first.error.code).toBe("render_failed");
    expect(renderer.render(shaped({}))).toEqual(first);
  });

  it("may choose the endpoint by parameters", () => {
    const settings = {
      events: {
        url: '<#if parameters.region == "eu">https://eu.example.com<#else>https://us.example.com</#if>/u/${input.id}',
      },
      parameters: { region: "eu" },
    };
    expect(render(settings, shaped({ input: { id: 7 } }))).toMatchObject({
      url: "https://eu.example.com/u/7",
    });
  });
});
