import { describe, expect, it } from "vitest";
import { members } from "../core/json/scan.ts";
import type { FieldSelection } from "./field-selection.ts";
import { pathsAmong } from "./field-selection.ts";
import { recordFields } from "./record-fields.ts";

const none = {
  rawObjectName: "o",
  objectName: "o",
  all: false,
  fields: [],
  mapped: new Map<string, string>(),
  paths: new Map<string, readonly string[]>(),
  values: new Map(),
};

function shown(record: string, provider: string, given: Partial<FieldSelection>): string {
  const selection = { ...none, ...given };
  const paths = pathsAmong([...selection.fields, ...selection.mapped.values()]);
  const { fields, mappedFields } = recordFields({ text: record, members: members(record) }, provider, {
    ...selection,
    paths,
  });
  return mappedFields === undefined ? fields : `${fields} ${mappedFields}`;
}

describe("recordFields", () => {
  it.each([
    ["other", "the record's own name", '{"Email":1}', ["email"], '{"Email":1}'],
    ["other", "the exact name before another case", '{"EMAIL":1,"email":2}', ["email"], '{"email":2}'],
    ["other", "the id first, as id", '{"a":1,"Id":"7"}', ["a"], '{"id":"7","a":1}'],
    ["other", "nothing for fields it lacks", '{"a":1}', ["b", "a"], '{"a":1}'],
    ["other", "fields asked for twice once", '{"a":1}', ["a", "A"], '{"a":1}'],
    ["other", "the order asked for, numbers too", '{"1":1,"b":2}', ["b", "1"], '{"b":2,"1":1}'],
    [
      "salesforce",
      "names in lower case",
      '{"AnnualRevenue":1.0}',
      ["annualRevenue"],
      '{"annualrevenue":1.0}',
    ],
    ["salesforce", "no attributes", '{"attributes":{"type":"A"}}', ["attributes"], "{}"],
    ["salesforce", "the last of two cases", '{"A":1,"a":2}', ["A"], '{"a":2}'],
    [
      "hubspot",
      "properties before the top",
      '{"id":"1","n":1,"properties":{"n":2}}',
      ["n"],
      '{"id":"1","n":2}',
    ],
    ["hubspot", "the top", '{"archived":false,"properties":{}}', ["archived"], '{"archived":false}'],
    ["hubspot", "names as they are", '{"properties":{"hs_Object":1}}', ["hs_Object"], '{"hs_Object":1}'],
    [
      "hubspot",
      "its own id before a property of that name",
      '{"id":"1","properties":{"id":"2"}}',
      ["id"],
      '{"id":"1"}',
    ],
    ["HubSpot", "the provider in any case", '{"properties":{"n":2}}', ["n"], '{"n":2}'],
    [
      "other",
      "the last of two cases where neither is exact",
      '{"EMAIL":1,"eMail":2}',
      ["email"],
      '{"eMail":2}',
    ],
    ["hubspot", "records without properties", '{"properties":null,"a":1}', ["a"], '{"a":1}'],
  ])("shows of a record of %s: %s", (provider, _, record, fields, expected) => {
    expect(shown(record, provider, { fields })).toBe(expected);
  });

  it.each([
    ["other", '{"b":1,"id":2,"a":3}', '{"id":2,"b":1,"a":3}'],
    ["salesforce", '{"attributes":{},"Name":"x","Id":2}', '{"id":2,"name":"x"}'],
    ["hubspot", '{"archived":false,"id":"1","properties":{"b":1,"a":2}}', '{"id":"1","b":1,"a":2}'],
    ["other", '{"a":1,"Id":2}', '{"a":1,"Id":2}'],
  ])("shows all fields of a record of %s: %s", (provider, record, expected) => {
    expect(shown(record, provider, { all: true })).toBe(expected);
  });

  it.each([
    ["other", "$['Owner']['Name']", '{"Owner":{"Name":"x"}}', `{"$['Owner']['Name']":"x"}`],
    ["other", "$['owner']['name']", '{"Owner":{"Name":"x"}}', `{"$['owner']['name']":"x"}`],
    ["salesforce", "$['owner']['name']", '{"Owner":{"Name":"x"}}', `{"$['owner']['name']":"x"}`],
    ["salesforce", "$['Owner']['Name']", '{"Owner":{"Name":1.0}}', `{"$['Owner']['Name']":1.0}`],
    ["hubspot", "$['a']['b']", '{"a":1,"properties":{"a":{"b":2}}}', `{"$['a']['b']":2}`],
    ["hubspot", "$['properties']['b']", '{"properties":{"b":2}}', `{"$['properties']['b']":2}`],
    ["other", "$['a']['b']['c']", '{"a":{"b":[1]}}', "{}"],
    ["other", "$['a']['b']", '{"a":null}', "{}"],
    ["other", `$["it's"]`, `{"it's":1}`, String.raw`{"$[\"it's\"]":1}`],
    ["other", "$['a'", '{"a":1}', "{}"],
  ])(
    "follows in a record of %s the path %s, and shows it as it is written",
    (provider, path, record, expected) => {
      expect(shown(record, provider, { fields: [path] })).toBe(expected);
    },
  );

  it("shows the id under one's own name alone, where it has one", () => {
    const mapped = new Map([["externalId", "id"]]);
    expect(shown('{"Id":"7","a":1}', "salesforce", { mapped, fields: ["a"] })).toBe(
      '{"a":1} {"externalId":"7"}',
    );
    expect(shown('{"id":"7","a":1}', "other", { mapped, all: true })).toBe('{"a":1} {"externalId":"7"}');
    expect(shown('{"id":"7"}', "other", { mapped, fields: ["id"] })).toBe('{"id":"7"} {"externalId":"7"}');
  });

  it("shows mapped fields under their own name only", () => {
    const mapped = new Map([
      ["company", "$['Account']['Name']"],
      ["mail", "email"],
      ["absent", "nothing"],
    ]);
    const record = '{"Email":"a@b","Account":{"Name":"Acme"},"x":1}';
    expect(shown(record, "other", { mapped })).toBe('{} {"company":"Acme","mail":"a@b"}');
    expect(shown(record, "other", { mapped, all: true })).toBe(
      '{"Account":{"Name":"Acme"},"x":1} {"company":"Acme","mail":"a@b"}',
    );
    expect(shown(record, "other", { mapped, fields: ["email"], all: true })).toContain('"Email":"a@b"');
  });

  it("replaces mapped values, texts alone", () => {
    const values = new Map([
      ["stage", new Map([["1", "open"]])],
      ["prio", new Map([["é", 'h"igh']])],
    ]);
    const mapped = new Map([["prio", "hs_priority"]]);
    const selection = { fields: ["Stage"], mapped, values };
    expect(shown(String.raw`{"Stage":"1","hs_priority":"\u00e9"}`, "salesforce", selection)).toBe(
      String.raw`{"stage":"open"} {"prio":"h\"igh"}`,
    );
    expect(shown('{"Stage":1,"hs_priority":"low"}', "salesforce", selection)).toBe(
      '{"stage":1} {"prio":"low"}',
    );
  });
});
