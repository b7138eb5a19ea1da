import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { FieldSelection } from "./field-selection.ts";
import { selectFields } from "./field-selection.ts";

const account = {
  objectName: "Account",
  mapToName: "company",
  requiredFields: [{ fieldName: "Name" }, { fieldName: "Phone", mapToName: "tel" }],
  optionalFields: [
    { fieldName: "Website" },
    { fieldName: "Industry", mapToName: "sector" },
    { mapToName: "region" },
  ],
};

function readOf(object: JsonObject, chosen?: JsonObject): FieldSelection {
  return selectFields({
    content: { read: { objects: [object] } },
    config: chosen === undefined ? {} : { read: { objects: { Account: chosen } } },
    action: "read",
    objectName: "Account",
  });
}

function summary({ all, fields, mapped }: FieldSelection): unknown {
  return { all, fields, mapped: Object.fromEntries(mapped) };
}

describe("selectFields of a read", () => {
  it.each<[string, JsonObject, JsonObject | undefined, unknown]>([
    [
      "all that is listed, without a choice",
      account,
      undefined,
      { all: false, fields: ["Name", "Website"], mapped: { tel: "Phone", sector: "Industry" } },
    ],
    [
      "only what is required, where nothing is chosen",
      account,
      {},
      { all: false, fields: ["Name"], mapped: { tel: "Phone" } },
    ],
    [
      "what is chosen",
      account,
      {
        selectedFields: { Website: true, Industry: false, Secret: true },
        selectedFieldMappings: { region: "Region__c", other: "X" },
      },
      { all: false, fields: ["Name", "Website"], mapped: { tel: "Phone", region: "Region__c" } },
    ],
    [
      "a chosen mapped field by the provider's name",
      account,
      { selectedFields: { Industry: true } },
      { all: false, fields: ["Name"], mapped: { tel: "Phone", sector: "Industry" } },
    ],
    [
      "all that is listed, where all is chosen but not allowed",
      account,
      { selectedFieldsAuto: "all" },
      { all: false, fields: ["Name", "Website"], mapped: { tel: "Phone", sector: "Industry" } },
    ],
    [
      "all, where it is chosen and allowed",
      { ...account, optionalFieldsAuto: "all" },
      { selectedFieldsAuto: "all" },
      { all: true, fields: ["Name", "Website"], mapped: { tel: "Phone", sector: "Industry" } },
    ],
    [
      "all, where it is allowed and nothing chosen",
      { objectName: "Account", optionalFieldsAuto: "all" },
      undefined,
      { all: true, fields: [], mapped: {} },
    ],
    [
      "unlisted fields, where all are allowed",
      { objectName: "Account", optionalFieldsAuto: "all" },
      { selectedFields: { X: true, Y: false } },
      { all: false, fields: ["X"], mapped: {} },
    ],
    [
      "all, where none is listed",
      { objectName: "Account" },
      { selectedFields: { X: true } },
      { all: true, fields: [], mapped: {} },
    ],
    [
      "a required name that the customer fills",
      { objectName: "Account", requiredFields: [{ mapToName: "region" }] },
      { selectedFieldMappings: { region: "R" } },
      { all: false, fields: [], mapped: { region: "R" } },
    ],
    [
      "a name filled from its default",
      { objectName: "Account", requiredFields: [{ mapToName: "region", default: "R0" }] },
      undefined,
      { all: false, fields: [], mapped: { region: "R0" } },
    ],
    [
      "the customer's choice before the default",
      { objectName: "Account", requiredFields: [{ mapToName: "region", default: "R0" }] },
      { selectedFieldMappings: { region: "R" } },
      { all: false, fields: [], mapped: { region: "R" } },
    ],
    [
      "nothing that is not of its kind",
      { objectName: "Account", requiredFields: [1, null, {}, { fieldName: "a" }] },
      { selectedFields: 1, selectedFieldMappings: [] },
      { all: false, fields: ["a"], mapped: {} },
    ],
  ])("shows %s", (_, object, chosen, expected) => {
    expect(summary(readOf(object, chosen))).toEqual(expected);
  });

  it.each<[string, JsonObject]>([
    ["under content", { content: { read: { objects: { Account: { selectedFields: {} } } } } }],
    ["by the mapped name", { read: { objects: { company: { selectedFields: {} } } } }],
    ["in a list", { read: { objects: [{ objectName: "x" }, { objectName: "Account" }] } }],
  ])("finds the installation's choice %s", (_, config) => {
    const content = { read: { objects: [account] } };
    expect(selectFields({ content, config, action: "read", objectName: "company" }).fields).toEqual(["Name"]);
  });

  it("reads value mappings as installations hold them: a word of the product's to the provider's value", () => {
    const { values } = readOf(account, {
      selectedValueMappings: {
        Name: { won: "closedwon", lost: "closedlost", gone: "closedlost", odd: 1 },
        none: {},
      },
    });
    expect([...values]).toEqual([
      [
        "Name",
        new Map([
          ["closedwon", "won"],
          ["closedlost", "lost"],
        ]),
      ],
    ]);
  });

  it("reads nested fields once", () => {
    const { paths } = readOf({
      objectName: "Account",
      requiredFields: [
        { fieldName: "$['a']['b']" },
        { fieldName: "$['c']", mapToName: "d" },
        { fieldName: "$e" },
      ],
    });
    expect([...paths]).toEqual([
      ["$['a']['b']", ["a", "b"]],
      ["$['c']", ["c"]],
    ]);
  });

  it("refuses an object the action has none of, and says which there are", () => {
    const content = { read: { objects: [account, { objectName: "Lead" }] } };
    const select = (action: "read" | "subscribe", objectName: string) => () =>
      selectFields({ content, config: {}, action, objectName });
    expect(select("read", "account")).toThrow(/"Account" \(mapped to "company"\), "Lead"/);
    expect(select("read", "__proto__")).toThrow(InvalidInputError);
    expect(select("subscribe", "Account")).toThrow(/no objects to subscribe/);
  });
});

describe("selectFields of a subscription", () => {
  const read = { objects: [account] };

  it.each(["inheritFieldsAndMapping", "inheritFieldsAndMappings"])("takes over the read's by %s", (key) => {
    const selection = selectFields({
      content: { read, subscribe: { objects: [{ objectName: "Account", [key]: true }] } },
      config: { read: { objects: { Account: { selectedFields: { Website: true } } } } },
      action: "subscribe",
      objectName: "company",
    });
    expect(selection).toMatchObject({ rawObjectName: "Account", objectName: "company" });
    expect(summary(selection)).toEqual({ all: false, fields: ["Name", "Website"], mapped: { tel: "Phone" } });
  });

  it("takes it over where only the installation says so", () => {
    const selection = selectFields({
      content: { read, subscribe: { objects: [{ objectName: "Account" }] } },
      config: { subscribe: { objects: { Account: { inheritFieldsAndMappings: true } } } },
      action: "subscribe",
      objectName: "Account",
    });
    expect(selection).toMatchObject({ objectName: "company", all: false });
  });

  it("shows all fields otherwise", () => {
    const selection = selectFields({
      content: { read, subscribe: { objects: [{ objectName: "Account" }] } },
      config: { read: { objects: { Account: { selectedFields: {} } } } },
      action: "subscribe",
      objectName: "Account",
    });
    expect(selection.objectName).toBe("Account");
    expect(summary(selection)).toEqual({ all: true, fields: [], mapped: {} });
  });
});
