import { describe, expect, it } from "vitest";
import { analyze, compile, Decimal, hostFunction, hostHash } from "./index.ts";

// Event templates: bodies, URLs and headers made of an analytics event. Outputs are those of Apache FreeMarker 2.3.34.
const CASES: [what: string, template: string, model: object, output: string][] = [
  [
    "an id, and a user if there is one",
    '{"id":"${input.insert_id!}"<#if input.user_id??>,"user":"${input.user_id}"</#if>,"email":"${input.user_properties.email!}"}',
    { input: { insert_id: "i-1", user_id: "u-1", user_properties: {} } },
    '{"id":"i-1","user":"u-1","email":""}',
  ],
  [
    "the same without them",
    '{"id":"${input.insert_id!}"<#if input.user_id??>,"user":"${input.user_id}"</#if>,"email":"${input.user_properties.email!}"}',
    { input: { user_id: null, user_properties: { email: "a@b.c" } } },
    '{"id":"","email":"a@b.c"}',
  ],
  [
    "a time, with its fraction read as milliseconds",
    '<#setting datetime_format="yyyy-MM-dd HH:mm:ss.S">${input.event_time?datetime}',
    { input: { event_time: "2026-03-01 09:30:15.123456" } },
    "2026-03-01 09:32:18.456",
  ],
  [
    "a time in another format",
    '<#setting datetime_format="yyyy-MM-dd HH:mm:ss.S">${input.event_time?datetime?string["dd.MM.yyyy, HH:mm"]}',
    { input: { event_time: "2026-03-01 09:30:15.123456" } },
    "01.03.2026, 09:32",
  ],
  [
    "a time in milliseconds",
    '<#setting datetime_format="yyyy-MM-dd HH:mm:ss.S">${input.event_time?datetime?long} ${input.event_time?datetime?long?c}',
    { input: { event_time: "2026-03-01 09:30:15.1" } },
    "1,772,357,415,001 1772357415001",
  ],
  [
    "all properties, with commas between",
    '{<#list input.derived_properties?keys as key>"${key}": "${input.derived_properties[key]}"<#sep>,</#sep></#list>}',
    { input: { derived_properties: { plan: "pro", seats: 12, "[A-B] Some.name": "x" } } },
    '{"plan": "pro","seats": "12","[A-B] Some.name": "x"}',
  ],
  [
    "properties that are JSON already, those that are set",
    '<#setting number_format="0.####">\n{\n  "external_id": "${mappedFields.external_id}",\n  "app_id": "${parameters.app_id}",\n  "properties": {\n    <#list mappedProperties?keys?filter(key -> mappedProperties[key]?has_content) as key>\n    "${key}": ${mappedProperties[key]}<#sep>,</#sep>\n    </#list>\n  }\n}',
    {
      mappedFields: { external_id: "e-1" },
      parameters: { app_id: "app" },
      mappedProperties: { plan: '"pro"', empty: "", price: 12.345678, none: null, on: "true" },
    },
    '{\n  "external_id": "e-1",\n  "app_id": "app",\n  "properties": {\n    "plan": "pro",\n    "price": 12.3457,\n    "on": true\n  }\n}',
  ],
  [
    "values by their type",
    "<#list input.user_properties as k, v>${k}=<#if v?is_number>${v?c}<#elseif v?is_boolean>${v?string('yes','no')}<#else>${v}</#if>;</#list>",
    { input: { user_properties: { age: 1042, paying: true, name: "Ünï" } } },
    "age=1042;paying=yes;name=Ünï;",
  ],
  [
    "a captured list, with _has_next",
    "<#assign body><#list input.event_properties.items as item>${item.sku} x ${item.quantity}<#if item_has_next>, </#if></#list></#assign>[${body}] ${body?length}",
    {
      input: {
        event_properties: {
          items: [
            { sku: "a", quantity: 1 },
            { sku: "b", quantity: 2000 },
          ],
        },
      },
    },
    "[a x 1, b x 2,000] 16",
  ],
  [
    "a name that is no identifier",
    '${input.event_properties["[A-B] Some.name"]} ${(input.event_properties["[A-B] Other"])!"none"}',
    { input: { event_properties: { "[A-B] Some.name": "x" } } },
    "x none",
  ],
  [
    "names by other names",
    "<#list input.groups.type as value>${input.group_properties.type[value].name}<#sep>,</#list>",
    {
      input: {
        groups: { type: ["g1", "g2"] },
        group_properties: { type: { g1: { name: "One" }, g2: { name: "Two" } } },
      },
    },
    "One,Two",
  ],
  [
    "texts as booleans",
    '<#if input.event_properties.trial?boolean>trial<#else>paid</#if> ${(input.paying!"false")?boolean?c}',
    { input: { event_properties: { trial: "true" } } },
    "trial false",
  ],
  [
    "almost JSON",
    '{"a": 1,\n<#list xs as x>"${x}": true,\n</#list>}',
    { xs: ["p", "q"] },
    '{"a": 1,\n"p": true,\n"q": true,\n}',
  ],
  [
    "a URL and a number as it is",
    "${parameters.endpoint}/users/track?at=${input.time?c}",
    { parameters: { endpoint: "https://example.test" }, input: { time: 1767225600000 } },
    "https://example.test/users/track?at=1767225600000",
  ],
  [
    "an escaped part of a URL",
    "${parameters.endpoint}/u/${input.user_id?url('UTF-8')}",
    { parameters: { endpoint: "https://example.test" }, input: { user_id: "a b/ü" } },
    "https://example.test/u/a%20b%2F%C3%BC",
  ],
  [
    "numbers as the locale has them, and as data",
    "${input.price} ${input.price?string('0.00')} ${input.big?c} ${input.location_lat}",
    { input: { price: 1234.5, big: 1234567890123, location_lat: -33.8675 } },
    "1,234.5 1234.50 1234567890123 -33.868",
  ],
  [
    "a macro for each property",
    '<#macro prop name value><#if value?has_content>"${name}":"${value?json_string}"</#if></#macro>{<@prop name="city" value=input.city!/>}',
    { input: { city: 'Saint-"X"\nü' } },
    '{"city":"Saint-\\"X\\"\\nü"}',
  ],
  [
    "names by a table",
    '<#assign names = {"Signed Up":"signup", "Paid":"purchase"}>${names[input.event_type]!input.event_type?lower_case?replace(" ","_")}',
    { input: { event_type: "Song Played" } },
    "song_played",
  ],
  [
    "a switch",
    '<#switch input.platform><#case "iOS"><#case "Android">mobile<#break><#default>web</#switch>',
    { input: { platform: "Android" } },
    "mobile",
  ],
  [
    "a time by its own pattern",
    '${input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?iso_utc}',
    { input: { event_time: "2026-03-01 09:30:15.123456" } },
    "2026-03-01T09:32:18Z",
  ],
  ["a default for all that fails", "<#attempt>${input.nope.nope}<#recover>-</#attempt>", { input: {} }, "-"],
  [
    "texts as JSON has them",
    '${input.event_type?json_string} ${input.event_type?c} ${input?keys?join(",")}',
    { input: { event_type: 'a"b</script>\\' } },
    'a\\"b<\\/script>\\\\ "a\\"b<\\/script>\\\\" event_type',
  ],
];

describe("an event template", () => {
  it.each(CASES)("with %s", (_, template, model, output) => {
    expect(compile(template).render(model)).toBe(output);
  });

  it("ends with <#stop> where an event lacks what it must have", () => {
    const template = compile('<#if !(input.user_id?has_content)><#stop "no user"></#if>x');
    expect(() => template.render({ input: { user_id: "" } })).toThrow("no user");
    expect(template.render({ input: { user_id: "u" } })).toBe("x");
  });

  it("tells what it reads", () => {
    const [, template = ""] = CASES.find(([what]) => what.startsWith("properties that are JSON")) ?? [];
    expect(analyze(compile(template)).variables.map(({ text }) => text)).toEqual([
      "mappedFields.external_id",
      "parameters.app_id",
      "mappedProperties",
      "mappedProperties[*]",
      "mappedProperties[*]",
    ]);
  });
});

describe("an event template with a helper class of Java's", () => {
  function toJson(value: unknown): string {
    if (value instanceof Decimal) return value.toString();
    if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
    if (typeof value !== "object" || value === null || value instanceof Date)
      return JSON.stringify(value) ?? "null";
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${toJson(item)}`);
    return `{${entries.join(",")}}`;
  }

  const NAME = "com.amplitude.integrations.connector.utils.FtlUtils";
  const statics = hostHash({
    [NAME]: hostHash({
      toJson: hostFunction(toJson),
      toJsonString: hostFunction((value) => JSON.stringify(toJson(value))),
    }),
  });

  it.each<[what: string, expression: string, x: unknown, output: string]>([
    ["a text", "U.toJson(x)", 'a"ü\n', '"a\\"ü\\n"'],
    ["null in an object", "U.toJson(x)", { a: null, b: [null] }, '{"a":null,"b":[null]}'],
    ["nothing at all", "U.toJson(x)", null, "null"],
    ["what is nested", "U.toJson(x)", { a: { b: [1, { c: true }] } }, '{"a":{"b":[1,{"c":true}]}}'],
    ["names that are no identifiers", "U.toJson(x)", { "[A-B] Ü.x": 1 }, '{"[A-B] Ü.x":1}'],
    ["an emoji", "U.toJson(x)", "😀", '"😀"'],
    ["numbers", "U.toJson(x)", [1, 0.1, -2.5e-7, 1e21], "[1,0.1,-2.5e-7,1e+21]"],
    ["a long number", "U.toJson(x)", 12345678901234567890n, "12345678901234567890"],
    ["a Decimal", "U.toJson(x)", Decimal.parse("0.12345678901234567890"), "0.12345678901234567890"],
    ["a number that was calculated", "U.toJson(0.1 + 0.2)", 0, "0.3"],
    ["a hash of the template's", "U.toJson({'a': [1, x]})", "y", '{"a":[1,"y"]}'],
    ["markup", "U.toJson('<'?esc)?no_esc", 0, '"&lt;"'],
    ["a text in a text", "U.toJsonString(x)?no_esc", { a: 1 }, String.raw`"{\"a\":1}"`],
  ])("makes JSON of %s", (_, expression, x, output) => {
    const text = `<#assign U=statics['${NAME}']><#outputformat "HTML">\${${expression}${expression.endsWith("no_esc") ? "" : "?no_esc"}}</#outputformat>`;
    expect(compile(text, { values: { statics } }).render({ x })).toBe(output);
  });

  it("fails where there is no such class, as with any name that is missing", () => {
    const template = compile("<#assign U=statics['java.lang.Runtime']>${U.x}", { values: { statics } });
    expect(() => template.render()).toThrow("There is no value for: statics['java.lang.Runtime']");
  });
});
