import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PARTS } from "../core/parts.ts";
import { checkTile } from "../tiles/check-tile.ts";
import { definitionIssues } from "../tiles/definition-issues.ts";
import { checkLogo } from "../tiles/logo.ts";
import { readTileFolder } from "./tile-folder.ts";
import { verifyFolder } from "./verify-folder.ts";

const FOLDER = fileURLToPath(new URL("../../../../examples/tiles", import.meta.url));

// `npx millrace tiles verify examples/tiles/* --renew` writes the golden files anew.
describe.each(readdirSync(FOLDER))("the example %s", (name) => {
  const folder = join(FOLDER, name);

  it("comes to the requests that its golden files have", async () => {
    const samples = await verifyFolder(folder);
    expect(samples.filter(({ result }) => result !== "same")).toEqual([]);
    expect(samples.length).toBeGreaterThanOrEqual(6);
    expect(readdirSync(join(folder, "golden"))).toEqual(readdirSync(join(folder, "samples")));
  });

  it("can be submitted, and takes all but the longest texts", async () => {
    const { definition, logo } = await readTileFolder(folder);
    expect(definitionIssues(definition, { allowHttp: false, allowPrivateNetworks: false })).toEqual([]);
    const report = await checkTile(definition, { hasLogo: logo !== undefined });
    expect(report.ok).toBe(true);
    // Ids of ten thousand characters have no place in a URL.
    const failed = report.samples.filter(({ ok }) => !ok).map(({ name }) => name);
    expect(failed.filter((name) => name !== "very long texts")).toEqual([]);
    expect(report.issues.map(({ severity }) => severity)).toEqual(failed.map(() => "warning"));
  });

  it("has a logo, a secret key, and a sample of each part that it sends", async () => {
    const tile = await readTileFolder(folder);
    expect(checkLogo(tile.logo ?? Buffer.alloc(0))).toMatch(/^[0-9a-f]{64}$/);
    expect(tile.definition.parameters?.some(({ secret }) => secret === true)).toBe(true);
    expect(tile.definition.mappedFields?.filter(({ required }) => required === true)).toHaveLength(1);
    const parts = PARTS.filter((part) => tile.definition[part] !== undefined);
    expect(new Set(tile.samples.map(({ part }) => part))).toEqual(new Set(parts));
  });
});
