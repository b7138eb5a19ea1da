import { describe, expect, it } from "vitest";
import type { FieldSelection } from "./field-selection.ts";
import { recordFields } from "./record-fields.ts";

const none = {
  rawObjectName: "o",
  objectName: "o",
  all: false,
  fields: [],
  mapped: new Map(),
  values: new Map(),
};

function shown(record: string, provider: string, selection: Partial<FieldSelection>): string {
  const { fields, mappedFields } = recordFields(record, { start: 0, end: record.length }, provider, {
    ...none,
    ...selection,
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
    ["hubspot", "records without properties", '{"properties":null,"a":1}', ["a"], '{"a":1}'],
  ])("shows of a record of %s: %s", (provider, _, record, fields, expected) => {
    expect(shown(record, provider, { fields })).toBe(expected);
  });

  it.each([
    ["other", '{"b":1,"id":2,"a":3}', '{"id":2,"b":1,"a":3}'],
    ["salesforce", '{"attributes":{},"Name":"x","Id":2}', '{"id":2,"name":"x"}'],
    ["hubspot", '{"archived":false,"id":"1","properties":{"b":1,"a":2}}', '{"id":"1","b":1,"a":2}'],
  ])("shows all fields of a record of %s", (provider, record, expected) => {
    expect(shown(record, provider, { all: true })).toBe(expected);
  });

  it.each([
    ["$['Owner']['Name']", '{"Owner":{"Name":"x"}}', `{"$['Owner']['Name']":"x"}`],
    ["$['owner']['name']", '{"Owner":{"Name":"x"}}', `{"$['owner']['name']":"x"}`],
    ["$['a']['b']['c']", '{"a":{"b":[1]}}', "{}"],
    ["$['a']['b']", '{"a":null}', "{}"],
    [`$["it's"]`, `{"it's":1}`, String.raw`{"$[\"it's\"]":1}`],
    ["$['a'", '{"a":1}', "{}"],
  ])("follows the path %s", (path, record, expected) => {
    expect(shown(record, "other", { fields: [path] })).toBe(expected);
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
