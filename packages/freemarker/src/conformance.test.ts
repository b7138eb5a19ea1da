import { describe, expect, it } from "vitest";
import { compareFile, describeDisagreement } from "../corpus/agreement.ts";
import { caseFiles, readCases, readDifferences } from "../corpus/format.ts";

/** How many of a file's differing cases a failure shows in full. */
const SHOWN = 5;

// The answers are those of Apache FreeMarker 2.3.34: see corpus/renew.ts.
describe("the corpus, as Apache FreeMarker renders it", () => {
  it.each(caseFiles())("%s", (file) => {
    const { agreed, disagreements, outdated } = compareFile(file);
    const shown = disagreements.slice(0, SHOWN).map(describeDisagreement).join("\n");
    expect(disagreements.length, `${agreed} cases agree, ${disagreements.length} do not:\n${shown}`).toBe(0);
    expect(outdated, "in differences.json, but not different any more").toEqual([]);
    expect(agreed).toBeGreaterThan(0);
  });

  it("has a case for every difference that is accepted", () => {
    const ids = new Set(caseFiles().flatMap((file) => readCases(file).map(({ id }) => id)));
    expect([...readDifferences().keys()].filter((id) => !ids.has(id))).toEqual([]);
  });
});
