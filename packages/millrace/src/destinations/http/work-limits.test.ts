import { describe, expect, it } from "vitest";
import { eventWith } from "../testing/destination-suite.ts";
import { requestRenderer } from "./renderer.ts";

const url = "https://api.example.com/track";

/** A text of a million characters. */
const LONG = "<#assign s = 'x'?left_pad(1000000)>";

/** Goes on for as long as it may. */
const FOREVER = "<#list 1..10000000 as i>";

/** Templates of a partner who wants to hold up everybody else, by what they use. */
const GREEDY: Readonly<Record<string, string>> = {
  "an empty loop": `${FOREVER}</#list>`,
  functions: `<#function f x><#return x + 1></#function>${FOREVER}<#assign y = f(i)></#list>`,
  macros: `<#macro m n>\${n}</#macro>${FOREVER}<@m i/></#list>`,
  failures: `${FOREVER}<#attempt>\${nothing}<#recover></#attempt></#list>`,
  "patterns of dates": `${FOREVER}<#assign y = i?number_to_datetime?string('yyyy-MM-dd EEEE MMMM ' + i)></#list>`,
  "regular expressions": `<#assign s = 'a'?left_pad(3000, 'a')>${FOREVER}<#assign y = s?matches('(a+)+b')></#list>`,
  "equal texts": `${LONG}<#assign t = 'x'?left_pad(1000000)>${FOREVER}<#if s == t></#if></#list>`,
  "hashes of texts": `${LONG}${FOREVER}<#assign y = utils.sha256(s)></#list>`,
  encodings: `<#assign s = 'x'?left_pad(500000)>${FOREVER}<#assign y = utils.base64(s)></#list>`,
  "texts as JSON": `${LONG}${FOREVER}<#assign y = json(s)></#list>`,
  "deep values as JSON": `<#assign s = 'x'?left_pad(100000)><#assign n = [s]><#list 1..400 as i><#assign n = [n, i]></#list>${FOREVER}<#assign y = json(n)></#list>`,
  "long names as JSON": `<#assign s = 'x'?left_pad(500000)><#assign h = {s: 1}>${FOREVER}<#assign y = json(h)></#list>`,
  "everything as JSON": `${FOREVER}<#assign y = json(.data_model)></#list>`,
};

/** Far above what one takes, and far below what any of them would take: they are made to run for minutes. */
const MOST_MS = 400;

describe("the work of one request", () => {
  it.each(Object.entries(GREEDY))("is bounded, whatever a body does: %s", (_, body) => {
    const renderer = requestRenderer({ events: { url, body } }, undefined);
    const before = process.cpuUsage();
    const rendered = renderer.render(eventWith(1, '{"user_id":"a"}'));
    const { user, system } = process.cpuUsage(before);
    expect(rendered).toMatchObject({ error: { code: "render_failed", blame: "settings" } });
    expect((user + system) / 1_000).toBeLessThan(MOST_MS);
  });

  it("is bounded for all headers together", () => {
    const greedy = `<#attempt>\${input.user_id}<#recover></#attempt><#list 1..9000 as i><#assign y = i></#list>`;
    const headers = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, greedy]));
    const render = (count: number) =>
      requestRenderer({ events: { url, headers: headers(count) } }, undefined).render(
        eventWith(1, '{"user_id":"a"}'),
      );
    expect(render(1)).toHaveProperty("headers");
    expect(render(32)).toMatchObject({
      error: { message: expect.stringContaining("more than the limit of 1000 steps") },
    });
  });

  it("leaves enough for large events", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`property ${i}`, "x".repeat(180)]),
    );
    const event = eventWith(1, JSON.stringify({ event_properties: properties }));
    const render = (body: string) => requestRenderer({ events: { url, body } }, undefined).render(event);
    const each =
      '{<#list input.event_properties as key, value>"${key?json_string}": ${value?c}<#sep>, </#sep></#list>}';
    expect(render(each)).toHaveProperty("body");
    expect(render("${json(input)}")).toHaveProperty("body");
  });
});
