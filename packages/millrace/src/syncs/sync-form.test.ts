import { Check } from "typebox/schema";
import { describe, expect, test } from "vitest";
import { EXAMPLE_TILE } from "../tiles/testing/example-tile.ts";
import { syncForm } from "./sync-form.ts";

// As a screen gets it: JSON, with nothing left of how it was made.
const formOf = (...given: Parameters<typeof syncForm>): object =>
  JSON.parse(JSON.stringify(syncForm(...given)));
const ofTile = formOf(EXAMPLE_TILE);
const ofStream = formOf(undefined);
const takes = (form: object, body: unknown): boolean => Check(form, body);

const parameters = { endpoint: "https://api.acme.example", api_key: "k", app_id: "a" };
const mappings = { external_id: { field: "user_id" } };
const definition = { events: { raw: ["buy"] }, mappings };
const filled = { name: "acme", parameters, definition };
const isGreater = { eventProperty: "price", operator: "greater", values: [10] };

describe("the form of a sync of a tile", () => {
  test.each([
    ["all that is needed", filled],
    ["a name of another script", { ...filled, name: "Einkäufe-покупки" }],
    ["where and how it starts", { ...filled, state: "enabled", from: "earliest" }],
    ["a condition", { ...filled, definition: { ...definition, where: isGreater } }],
    [
      "conditions within conditions",
      {
        ...filled,
        definition: { ...definition, where: { all: [isGreater, { any: [{ all: [isGreater] }] }] } },
      },
    ],
    [
      "properties and mappings of every kind",
      {
        ...filled,
        definition: {
          events: { raw: "all", transformed: "all" },
          select: { event: "all", user: ["plan"] },
          allow: { group: "none" },
          mappings: {
            external_id: { expression: "user_id || device_id", default: "x", steps: ["string", "sha256"] },
            optional_property: { groupType: "company", groupProperty: "plan" },
            optional_property_again: { value: 1 },
          },
        },
      },
    ],
  ])("takes %s", (_, body) => {
    expect(takes(ofTile, body)).toBe(true);
  });

  test.each([
    ["no name", { parameters, definition }],
    ["a name that is none", { ...filled, name: "a/b" }],
    ["a name like an id", { ...filled, name: "0199e0a8-149d-7ee9-9f50-0514403517f9" }],
    ["a parameter that is not given", { ...filled, parameters: { endpoint: "https://api.acme.example" } }],
    ["an empty one", { ...filled, parameters: { ...parameters, api_key: "" } }],
    ["one that there is not", { ...filled, parameters: { ...parameters, region: "eu" } }],
    ["a required field that is not mapped", { ...filled, definition: { events: { raw: "all" } } }],
    [
      "a field that there is not",
      { ...filled, definition: { ...definition, mappings: { ...mappings, x: { value: 1 } } } },
    ],
    ["nothing to send", { ...filled, definition: { mappings } }],
    ["events of no kind", { ...filled, definition: { mappings, events: { topics: ["track"] } } }],
    [
      "a part that the tile does not take",
      { ...filled, definition: { ...definition, groups: { on: "change" } } },
    ],
    ["a condition of nothing", { ...filled, definition: { ...definition, where: {} } }],
    [
      "a comparison of two things",
      { ...filled, definition: { ...definition, where: { ...isGreater, field: "country" } } },
    ],
    [
      "a condition deep within that is none",
      { ...filled, definition: { ...definition, where: { all: [{ any: [] }] } } },
    ],
    [
      "a mapping from two places",
      { ...filled, definition: { ...definition, mappings: { external_id: { field: "a", value: 1 } } } },
    ],
    ["what no sync has", { ...filled, mappings }],
  ])("takes no %s", (_, body) => {
    expect(takes(ofTile, body)).toBe(false);
  });
});

describe("the form of a sync to a destination", () => {
  test("takes users and groups with conditions of their own, and fields of any name", () => {
    const where = { userProperty: "plan", operator: "set" };
    const all = {
      events: { transformed: ["buy"], topics: ["order"] },
      identifies: { on: "event", where },
      groups: { on: "identify", where },
      mappings: { whatever: { field: "user_id" } },
    };
    expect(takes(ofStream, { name: "s", definition: all })).toBe(true);
    expect(takes(ofStream, { name: "s", definition: { ...all, groups: { on: "event" } } })).toBe(false);
    expect(takes(ofStream, { name: "s", definition: { identifies: { on: "event", where: {} } } })).toBe(
      false,
    );
    expect(takes(ofStream, { name: "s", definition: { ...all, mappings: { a: {} } } })).toBe(false);
    expect(takes(ofStream, { name: "s", definition: {} })).toBe(false);
    expect(takes(ofStream, { name: "s", parameters, definition: all })).toBe(false);
  });
});
