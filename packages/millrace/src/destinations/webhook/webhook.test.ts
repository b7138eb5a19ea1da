import { describe, expect, it } from "vitest";
import { isDiscard, isTooLarge } from "../../core/message.ts";
import { SAMPLE_EVENTS } from "../../templates/samples.ts";
import { masker, maskerOfCut } from "../mask.ts";
import { eventWith, messagesOf, PUBLIC_POLICY } from "../testing/destination-suite.ts";
import { webhook } from "./index.ts";
import { bytesOf, signingKeys } from "./signing-keys.ts";

const url = "https://hooks.example.com/in";
const format = webhook.formatter({ url }, { destinationId: "destination-1" });

describe("a webhook's message", () => {
  it("is the event's data, character for character", () => {
    const data = '{ "big":12345678901234567890, "one":1.0, "a":1, "a":2, "s":"\\ud800" }';
    expect(format(eventWith(1, data))).toMatchObject({
      body: data,
      bodyBytes: data.length,
      key: eventWith(1).id,
    });
  });

  it("is the message of the seeds without the wrapping", () => {
    const [message] = messagesOf(webhook, { url }, SAMPLE_EVENTS);
    expect(JSON.parse(message?.body ?? "")).toMatchObject({ action: "read", resultInfo: { type: "inline" } });
  });

  it("has at most 300 KB, counted in UTF-8", () => {
    const fits = `"${"é".repeat((300 * 1_024 - 2) / 2)}"`;
    expect(format(eventWith(1, fits))).toMatchObject({ bodyBytes: 307_200 });
    const over = format(eventWith(1, `${fits} `));
    expect(isTooLarge(over) && over.tooLarge).toMatchObject({
      bytes: 307_201,
      limit: 307_200,
      key: eventWith(1).id,
      error: { code: "message_too_large", blame: "event" },
    });
  });

  it("has its ordering key from the template, and is discarded where that gives none", () => {
    const settings = { url, orderingKeyTemplate: "data.who" };
    const keyed = webhook.formatter(settings, { destinationId: "d" });
    expect(keyed(eventWith(1, '{"who":"acme"}'))).toMatchObject({ key: "acme" });
    const without = keyed(eventWith(1, "{}"));
    expect(isDiscard(without) && without.discard).toMatchObject({ code: "template_failed" });
    expect([webhook.hasKeys({ url }), webhook.hasKeys(settings)]).toEqual([false, true]);
  });
});

describe("settings of a webhook", () => {
  const faults = (settings: object, secrets: object = {}) =>
    webhook
      .validate({ url, ...settings }, PUBLIC_POLICY, secrets)
      .map(({ name, detail }) => `${name}: ${detail}`);

  it("may hold headers, a query in the url, and a template", () => {
    expect(
      faults({
        url: `${url}?token=1`,
        headers: { "X-Tenant": "acme" },
        orderingKeyTemplate: "data.installationId",
      }),
    ).toEqual([]);
    expect(faults({ headers: null })).toEqual([]);
  });

  it.each([
    "Host",
    "Content-Length",
    "Content-Type",
    "Transfer-Encoding",
    "Connection",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Upgrade",
    "Proxy-Authorization",
    "Expect",
    "webhook-id",
    "Svix-Signature",
    "millrace-type",
    "a b",
    "a:b",
    "a\r\nb",
    "é",
    "",
    "x".repeat(101),
  ])("must not set the header %j", (name) => {
    expect(faults({ headers: { [name]: "1" } })).toHaveLength(1);
    expect(faults({}, { headers: { [name]: "1" } })[0]).toMatch(/^secrets\.headers: /);
  });

  it.each(["a\r\nx-injected: 1", "a\nb", "a\0b", "é", "\u007f", "", " a", "a ", "x".repeat(4_097)])(
    "must not give a header the value %j, and the fault does not repeat it",
    (value) => {
      const found = faults({}, { headers: { "x-key": value } });
      expect(found).toHaveLength(1);
      if (value.length > 2) expect(found[0]).not.toContain(value);
    },
  );

  it("must not have too many headers, too large ones, or one twice", () => {
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`x-${n}`, "1"]));
    expect(faults({ headers: many })).toEqual([expect.stringMatching(/33 headers; 32 are allowed/)]);
    const large = Object.fromEntries(["x-a", "x-b", "x-c"].map((name) => [name, "v".repeat(4_000)]));
    expect(faults({ headers: large })).toEqual([expect.stringMatching(/8192 are allowed/)]);
    expect(faults({ headers: { "X-A": "1" } }, { headers: { "x-a": "2" } })).toEqual([
      'secrets.headers: "x-a" is set twice.',
    ]);
  });

  it("are warned about where an open header looks like a credential", () => {
    expect(webhook.warnings({ url, headers: { Authorization: "x", "x-tenant": "y" } })).toEqual([
      expect.stringContaining('"Authorization"'),
    ]);
  });
});

describe("signing keys", () => {
  it("are 32 random bytes under whsec_", () => {
    const { signingKeys: keys } = signingKeys.make();
    expect(keys).toEqual([{ key: expect.stringMatching(/^whsec_[\w+/]{43}=$/) }]);
    expect(bytesOf(keys[0]?.key ?? "")).toHaveLength(32);
    expect(signingKeys.make()).not.toEqual(signingKeys.make());
  });

  it("overlap for 24 hours, each from its own rotation, and are never more than five", () => {
    const hour = 3_600_000;
    const first = signingKeys.make();
    const second = signingKeys.rotate(first, 0);
    expect(second.signingKeys).toEqual([
      { key: expect.any(String) },
      { ...first.signingKeys[0], until: 24 * hour },
    ]);
    const third = signingKeys.rotate(second, hour);
    expect(third.signingKeys.map(({ until }) => until)).toEqual([undefined, 25 * hour, 24 * hour]);
    expect(signingKeys.rotate(third, 24.5 * hour).signingKeys.map(({ until }) => until)).toEqual([
      undefined,
      48.5 * hour,
      25 * hour,
    ]);
    let keys = first;
    for (let n = 0; n < 20; n++) keys = signingKeys.rotate(keys, n);
    expect(keys.signingKeys).toHaveLength(5);
  });

  it("are shown as Ampersand shows them: the current one alone", () => {
    const keys = signingKeys.rotate(signingKeys.make(), 0);
    expect(signingKeys.show(keys)).toEqual({ webhookSigningKey: keys.signingKeys[0]?.key });
  });
});

describe("a mask", () => {
  it("takes secrets out, the longer one first", () => {
    expect(masker(["abcd", "abcdefgh", undefined, "x"])("abcdefgh abcd x")).toBe("******** ******** x");
  });

  it("takes the beginning of a secret off the end of a text that was cut", () => {
    const mask = maskerOfCut(["abcdefgh"]);
    expect(mask("so abcde", true)).toBe("so ********");
    expect(mask("so abcde", false)).toBe("so abcde");
    expect(mask("so abc", true)).toBe("so abc");
  });
});
