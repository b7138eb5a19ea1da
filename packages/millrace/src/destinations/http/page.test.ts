import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const page = readFileSync(new URL("../../../../../docs/http.md", import.meta.url), "utf8");

/** Codes that the sources of this folder give to errors. */
function codesInSources(): readonly string[] {
  const folder = new URL("./", import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.includes(".test."));
  const texts = sources.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const literals = texts.matchAll(/code: "(\w+)"/g);
  const chosen = texts.matchAll(/code: \w+ \? "(\w+)" : "(\w+)"/g);
  return [...literals, ...chosen].flatMap(([, ...codes]) => codes);
}

describe("docs/http.md", () => {
  it("names every error that only HTTP destinations have, and no other", () => {
    const table = page.split("## When an event is not sent")[1] ?? "";
    const rows = [...table.matchAll(/^\| `(\w+)` \| (?:discard|unavailable) \|/gm)].map(([, code]) => code);
    // What an endpoint answers has the codes of webhooks, which stand in docs/failures.md.
    const own = new Set(codesInSources().filter((code) => code !== "refused"));
    expect(new Set(rows)).toEqual(own);
  });
});
