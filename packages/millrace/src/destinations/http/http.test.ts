import { describe, expect, it } from "vitest";
import { isDiscard } from "../../core/message.ts";
import { eventWith, LOCAL_POLICY, PUBLIC_POLICY } from "../testing/destination-suite.ts";
import { http } from "./index.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import { namesUsed } from "./used-names.ts";

const url = "https://api.example.com/track";

const issues = (settings: HttpSettings, secrets: HttpSecrets = {}) =>
  http.validate(settings, PUBLIC_POLICY, secrets);
const named = (settings: HttpSettings, secrets: HttpSecrets = {}) =>
  issues(settings, secrets).map(({ name, detail }) => `${name}: ${detail}`);

describe("a request", () => {
  it("says so where it is of a replay", () => {
    const format = http.formatter({ events: { url } }, { destinationId: "destination-1" });
    const attributesOf = (metadata: Record<string, string>) => {
      const formatted = format({ ...eventWith(1, "{}"), metadata });
      return "attributes" in formatted ? formatted.attributes : undefined;
    };
    expect(attributesOf({ replayId: "r-1" })).toMatchObject({ "millrace-replay-id": "r-1" });
    expect(attributesOf({})).not.toHaveProperty("millrace-replay-id");
  });
});

describe("settings of an HTTP destination", () => {
  it("may be a partner's", () => {
    const settings: HttpSettings = {
      events: {
        url: "${parameters.endpoint}/users/track",
        headers: {
          Authorization: "${parameters.apiKey}",
          "Content-Type": "application/json",
          "User-Agent": "x",
        },
        body: '{"id":"${mappedFields.external_id}"<#if parameters.region??>,"r":"${parameters.region}"</#if>}',
      },
      responses: { final: ["400", "4xx"], retry: ["404"] },
      parameters: { endpoint: "https://api.example.com" },
    };
    expect(named(settings, { parameters: { apiKey: "k-12345" } })).toEqual([]);
  });

  it("must say what is sent", () => {
    expect(named({})).toEqual([
      "metadata: At least one of events, identifies and groups is required: what is to be sent?",
    ]);
  });

  it("are told every fault of every template at once, with its line and column", () => {
    const found = issues({
      events: { url, body: "<#if x>\n${a?uper}\n</#list>", headers: { "X-A": "${" } },
      identifies: { url: "${", body: "<#nope>" },
      oauth: { tokenUrl: "${", clientId: "a", clientSecret: "b" },
    });
    expect(found.map(({ name, line, column }) => [name, line, column])).toEqual(
      expect.arrayContaining([
        ["metadata.events.headers.X-A", 1, expect.any(Number)],
        ["metadata.events.body", 2, expect.any(Number)],
        ["metadata.events.body", 3, 1],
        ["metadata.identifies.url", 1, expect.any(Number)],
        ["metadata.identifies.body", 1, 1],
        ["metadata.oauth.tokenUrl", 1, expect.any(Number)],
      ]),
    );
  });

  it("must not include other templates", () => {
    expect(named({ events: { url, body: '<#include "/etc/passwd">' } })).toEqual([
      'metadata.events.body: There is no template "/etc/passwd": a request has no others to include.',
    ]);
  });

  it.each([
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "webhook-id",
    "millrace-type",
    "a b",
    "a\r\nb",
    "",
    "é",
  ])("must not set the header %j", (name) => {
    expect(issues({ events: { url, headers: { [name]: "1" } } })).toHaveLength(1);
  });

  it("must not set a header twice, nor too many, nor authorization beside oauth", () => {
    expect(named({ events: { url, headers: { "X-A": "1", "x-a": "2" } } })).toEqual([
      'metadata.events.headers.x-a: "x-a" is set twice.',
    ]);
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`x-${n}`, "1"]));
    expect(named({ events: { url, headers: many } })).toEqual([expect.stringMatching(/33 headers; 32 are/)]);
    const oauth = { tokenUrl: "https://id.example.com/token", clientId: "a", clientSecret: "b" };
    expect(named({ events: { url, headers: { Authorization: "x" } }, oauth })).toEqual([
      expect.stringMatching(/"Authorization" is set by Millrace where oauth is configured/),
    ]);
    expect(named({ events: { url }, oauth })).toEqual([]);
  });

  it("must not have a header that would be refused for every event, such as a key with the end of its line", () => {
    const secrets = { parameters: { api_key: "not-to-be-told\n" } };
    const found = named({ events: { url, headers: { "X-Key": "${parameters.api_key}" } } }, secrets);
    expect(found).toEqual([
      'metadata.events.headers.X-Key: "X-Key" comes to something that headers cannot hold: values are printable ASCII on one line.',
    ]);
  });

  it.each([
    ["${input.host}/x", /must begin with a scheme, host and port that depend on parameters alone/],
    ["https://${input.host}/x", /must begin with/],
    ["https://api.example.com${input.path}", /must begin with/],
    ["${parameters.endpoint}${input.path}", /must begin with/],
    ["/track", /is not a URL/],
    ["http://api.example.com/x", /must start with https/],
    ["https://10.0.0.1/${input.id}", /not on the public internet/],
    ["https://u:p@api.example.com/${input.id}", /user name or password/],
    ["https://api.example.com/a/../b", /segment/],
    ["https://api.example.com/a b", /escape values by \?url/],
    ["https://api.example.com/#x", /fragment/],
  ])("must not send to %s", (template, words) => {
    expect(named({ events: { url: template }, parameters: { endpoint: "https://api.example.com" } })).toEqual(
      [expect.stringMatching(words)],
    );
  });

  it("may send to this machine where the operator allows it", () => {
    expect(http.validate({ events: { url: "http://127.0.0.1:8080/x" } }, LOCAL_POLICY)).toEqual([]);
  });

  it("must have the parameters that templates use", () => {
    const settings: HttpSettings = {
      events: { url, body: "\n ${parameters.api_kee} ${parameters.region!} ${parameters.region}" },
      parameters: { api_key: "x" },
    };
    expect(issues(settings)).toMatchObject([
      {
        name: "metadata.events.body",
        line: 2,
        column: 4,
        detail: 'At line 2, column 4: there is no parameter "api_kee"; did you mean "api_key"?',
      },
    ]);
    expect(named({ events: { url: "${parameters.endpoint}/x" } })).toHaveLength(1);
    expect(named({ events: { url }, parameters: { a: 1 } }, { parameters: { a: "2" } })).toEqual([
      'secrets.parameters: "a" is among the open parameters too.',
    ]);
  });

  it("must not mean two things by one status", () => {
    expect(named({ events: { url }, responses: { final: ["400"], retry: ["400", "4xx"] } })).toEqual([
      "metadata.responses: 400 stands in more than one list.",
    ]);
  });

  it("must have an ordering key template that works", () => {
    expect(named({ events: { url }, orderingKeyTemplate: "data.[" })).toEqual([
      expect.stringMatching(/^metadata\.orderingKeyTemplate: /),
    ]);
  });

  it("must ask for tokens by parameters alone, at a URL that may be used", () => {
    const oauth = { tokenUrl: "${parameters.auth}/token", clientId: "${input.x}", clientSecret: "b" };
    const parameters = { auth: "http://10.0.0.1" };
    expect(named({ events: { url }, oauth, parameters })).toEqual([
      expect.stringMatching(/^metadata\.oauth\.clientId: clientId may use parameters alone/),
    ]);
    expect(named({ events: { url }, oauth: { ...oauth, clientId: "a" }, parameters })).toEqual([
      expect.stringMatching(/^metadata\.oauth\.tokenUrl: tokenUrl must start with https/),
    ]);
  });

  it("never come back with a secret in what is wrong with them", () => {
    const secrets = { parameters: { key: "sk not-to-be-told" } };
    const settings: HttpSettings = {
      events: {
        url: "https://api.example.com/${parameters.key}",
        headers: { "X-K": "${parameters.key?number}" },
      },
      identifies: { url: "${parameters.key}" },
      groups: { url: "${parameters.key?number}/x" },
      oauth: {
        tokenUrl: "https://${parameters.key}/",
        clientId: "${parameters.key?number}",
        clientSecret: "x",
      },
    };
    const found = issues(settings, secrets);
    expect(found.length).toBeGreaterThan(3);
    expect(JSON.stringify(found)).not.toMatch(/not-to|be-told/);
  });
});

describe("warnings of an HTTP destination", () => {
  it("are about parameters that are not used, and those that look secret", () => {
    expect(
      http.warnings({
        events: { url: "${parameters.endpoint}/x" },
        parameters: { endpoint: "e", old: "", api_key: "k" },
      }),
    ).toEqual([
      'The parameter "old" is used by no template.',
      'The parameter "api_key" is used by no template.',
      expect.stringMatching(/^The parameter "api_key" looks like a credential/),
    ]);
    expect(http.warnings({ events: { url, body: "${json(parameters)}" }, parameters: { a: 1 } })).toEqual([]);
  });

  it.each([
    ["https://a.example.com/u/${input.user_id}", true],
    ["https://a.example.com/u/${input.user_id?url}", false],
    ["https://a.example.com/u?id=${mappedFields.id}", true],
    ["https://a.example.com/u?id=${mappedFields.id?url}&${parameters.x}", false],
    ["https://a.example.com/u/${input.groups.org[0]}", true],
    ["https://a.example.com/u/${input.n?c}", false],
    ["https://a.example.com/u", false],
  ])("say whether events may change the path of %s", (template, warned) => {
    expect(http.warnings({ events: { url: template } })).toHaveLength(warned ? 1 : 0);
  });
});

describe("messages of an HTTP destination", () => {
  it("have their request beside the body, and the event's id as their key", () => {
    const settings = { events: { url, headers: { __proto__x: "1", "X-A": "${input.a}" } } };
    const format = http.formatter(settings, { destinationId: "d" });
    expect(format(eventWith(1, '{"a":"ä"}'))).toMatchObject({ discard: { code: "invalid_header" } });
    const formatted = format(eventWith(1, '{"a":"b"}'));
    expect(formatted).toMatchObject({ key: eventWith(1).id, keyBytes: 36, body: '{"a":"b"}', bodyBytes: 9 });
    expect("attributes" in formatted && { ...formatted.attributes }).toEqual({
      ":method": "POST",
      ":url": url,
      "content-type": "application/json",
      "user-agent": "Millrace",
      __proto__x: "1",
      "x-a": "b",
    });
  });

  it("have their ordering key from the template", () => {
    const settings = { events: { url }, orderingKeyTemplate: "data.user_id" };
    const format = http.formatter(settings, { destinationId: "d" });
    expect(format(eventWith(1, '{"user_id":"u"}'))).toMatchObject({ key: "u" });
    const without = format(eventWith(1, "{}"));
    expect(isDiscard(without) && without.discard.code).toBe("template_failed");
    expect([http.hasKeys({ events: { url } }), http.hasKeys(settings)]).toEqual([false, true]);
  });
});

describe("compiled templates", () => {
  it("are shared by all who have the same source and limit", () => {
    const source = "{${input.a}}";
    expect(compiledTemplate(source, "body")).toBe(compiledTemplate(source, "body"));
    expect(compiledTemplate(source, "body", 10)).not.toBe(compiledTemplate(source, "body"));
    expect(compiledTemplate(source, "url")).toBe(compiledTemplate(source, "header"));
  });
});

describe("the names that templates use", () => {
  it("are told with their places, also those that are computed", () => {
    const uses = namesUsed({
      events: {
        url: "${parameters.endpoint}/x",
        headers: { "X-K": "${parameters['api key']!}" },
        body: '{\n"a": ${mappedProperties.a}, ${mappedFields["external id"]} ${parameters[input.x]}',
      },
      oauth: { tokenUrl: "${parameters.auth}", clientId: "a", clientSecret: "${'parameters.s'?eval}" },
    });
    const said = uses.map((use) => [use.root, use.name, use.optional, use.template, use.line, use.column]);
    expect(said).toEqual([
      ["parameters", "endpoint", false, "events.url", 1, 3],
      ["parameters", "api key", true, "events.headers.X-K", 1, 3],
      ["mappedProperties", "a", false, "events.body", 2, 8],
      ["mappedFields", "external id", false, "events.body", 2, 31],
      ["parameters", undefined, false, "events.body", 2, 62],
      ["input", "x", false, "events.body", 2, 73],
      ["parameters", "auth", false, "oauth.tokenUrl", 1, 3],
      ["input", undefined, true, "oauth.clientSecret", 1, 3],
      ["parameters", undefined, true, "oauth.clientSecret", 1, 3],
      ["mappedFields", undefined, true, "oauth.clientSecret", 1, 3],
      ["mappedProperties", undefined, true, "oauth.clientSecret", 1, 3],
    ]);
  });

  it("are none of a template that does not compile", () => {
    expect(namesUsed({ events: { url: "${", body: "${parameters.a}" } })).toHaveLength(1);
  });
});
