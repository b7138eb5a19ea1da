import { expect, test } from "vitest";
import type { TileDefinition, TileParameter } from "../tiles/definition.ts";
import { EXAMPLE_TILE } from "../tiles/testing/example-tile.ts";
import { mergeParameters, NO_PARAMETERS, parameterIssues } from "./parameters.ts";

const tileWith = (...parameters: readonly TileParameter[]): TileDefinition => ({
  ...EXAMPLE_TILE,
  parameters: [...parameters],
});
const REGION: TileParameter = { name: "region", displayName: "Region", choices: ["eu", "us"], default: "eu" };
const KEY: TileParameter = { name: "api_key", displayName: "Key", secret: true };
const TILE = tileWith(REGION, KEY);

test("values are parted by whether the tile calls them secret", () => {
  expect(mergeParameters(TILE, NO_PARAMETERS, { region: "us", api_key: "k-1" })).toEqual({
    open: { region: "us" },
    secret: { api_key: "k-1" },
  });
});

test("what is not given stays, null and an empty text take a value back, and a default stands in", () => {
  const before = { open: { region: "us" }, secret: { api_key: "k-1" } };
  expect(mergeParameters(TILE, before, {})).toEqual(before);
  expect(mergeParameters(TILE, before, { region: null, api_key: "" })).toEqual({
    open: { region: "eu" },
    secret: {},
  });
});

test("another version of the tile takes over what it still knows: a value may have become secret", () => {
  const before = { open: { region: "us", app: "a" }, secret: { api_key: "k-1" } };
  const next = tileWith({ ...REGION, choices: ["eu"] }, { name: "app", displayName: "App", secret: true });
  expect(mergeParameters(next, before, {})).toEqual({ open: { region: "eu" }, secret: { app: "a" } });
});

test("what the tile does not know, or does not allow, is said without the value", () => {
  const given = { regoin: "us", region: "moon-secret", api_key: "x".repeat(10_000) };
  const issues = parameterIssues(given, TILE);
  expect(issues.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
    'parameters.regoin: the tile has no parameter "regoin"; did you mean "region"?',
    "parameters.region: must be one of eu, us",
    "parameters.api_key: must not have more than 8192 characters",
  ]);
  expect(JSON.stringify(issues)).not.toContain("moon-secret");
  expect(parameterIssues({ region: null, api_key: "" }, TILE)).toEqual([]);
});

test("names that every object has are names like any other", () => {
  const hostile = JSON.parse('{"__proto__": "x", "constructor": "y"}');
  expect(parameterIssues(hostile, TILE)).toHaveLength(2);
  const odd = tileWith({ name: "__proto__", displayName: "Odd" });
  const { open } = mergeParameters(odd, NO_PARAMETERS, JSON.parse('{"__proto__": "x"}'));
  expect(JSON.stringify(open)).toBe('{"__proto__":"x"}');
});
