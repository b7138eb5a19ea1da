import { describe, expect, test } from "vitest";
import { ExactNumber } from "../core/json/lossless.ts";
import type { TileDefinition } from "./definition.ts";
import { checkTile } from "./check-tile.ts";
import { definitionIssues } from "./definition-issues.ts";
import { SAMPLES } from "./samples.ts";
import { EXAMPLE_TILE } from "./testing/example-tile.ts";

const { events: _, ...rest } = EXAMPLE_TILE;
const withoutEvents = (over: Partial<TileDefinition>): TileDefinition => ({ ...rest, ...over });
const withSome = (over: Partial<TileDefinition>): TileDefinition => ({ ...EXAMPLE_TILE, ...over });

describe("samples", () => {
  test("are of every kind, for each part", () => {
    const names = new Set(SAMPLES.map(({ name }) => name));
    expect([...names]).toEqual([
      "ordinary",
      "without a user",
      "quotes and control characters",
      "unicode and emoji",
      "arrays and objects",
      "nulls",
      "empty texts",
      "big numbers",
      "very long texts",
    ]);
    expect(SAMPLES).toHaveLength(3 * names.size);
    const big = SAMPLES.find(({ name }) => name === "big numbers")?.event.event_properties;
    expect(big).toMatchObject({ id: new ExactNumber("12345678901234567890"), one: new ExactNumber("1.0") });
  });
});

describe("a check", () => {
  test("finds nothing wrong with templates that escape what they print", async () => {
    const { ok, issues, samples } = await checkTile(EXAMPLE_TILE, { hasLogo: true });
    expect(issues).toEqual([]);
    expect(ok).toBe(true);
    expect(samples).toHaveLength(9);
  });

  test("finds values for parameters that URLs are made of", async () => {
    const { ok } = await checkTile(
      withSome({
        parameters: [
          { name: "region", displayName: "Region", choices: ["eu", "us"] },
          { name: "account", displayName: "Account" },
          { name: "hook", displayName: "Hook", secret: true },
        ],
        mappedFields: [],
        events: { url: "https://${parameters.region}.example.com/${parameters.account}" },
        identifies: { url: "${parameters.hook}/users" },
      }),
      { hasLogo: true },
    );
    expect(ok).toBe(true);
  });

  test("is done in a moment, however many parameters the templates name", async () => {
    const body = Array.from({ length: 12_000 }, (_, i) => `\${parameters.a${i}}`).join("");
    const tile = withSome({ events: { url: "not a url", body } });
    const before = process.cpuUsage();
    expect(definitionIssues(tile, { allowHttp: false, allowPrivateNetworks: false })).toHaveLength(1);
    expect((await checkTile(tile)).ok).toBe(false);
    const { user, system } = process.cpuUsage(before);
    // Were each of them tried for an endpoint, it would be a minute.
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });

  test("of users and groups tries events of users and groups", async () => {
    const body = '{"type": ${json(input.group_type)}, "n": ${json(input.group_properties)}}';
    const { ok, samples } = await checkTile(
      withoutEvents({
        parameters: [],
        mappedFields: [{ name: "id", required: true }],
        groups: { url: "https://example.com/groups", body },
        identifies: { url: "https://example.com/users", body: '{"id": ${json(mappedFields.id)}}' },
      }),
    );
    expect(ok).toBe(true);
    expect(new Set(samples.map(({ part }) => part))).toEqual(new Set(["identifies", "groups"]));
  });

  test("says that a tile without a request is none", async () => {
    const { ok, issues } = await checkTile(withoutEvents({ parameters: [], mappedFields: [] }));
    expect(ok).toBe(false);
    expect(issues.map(({ code }) => code)).toEqual(["no_part", "no_logo"]);
  });

  test("ends in time, whatever the templates do", async () => {
    const slow = "<#list 1..100000 as a><#list 1..100000 as b>${a}</#list></#list>";
    const part = { url: "https://example.com/", body: slow };
    const started = performance.now();
    await checkTile(
      withSome({ parameters: [], mappedFields: [], events: part, identifies: part, groups: part }),
    );
    expect(performance.now() - started).toBeLessThan(6_000);
  });
});
