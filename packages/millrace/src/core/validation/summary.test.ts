import { describe, expect, it } from "vitest";
import type { Issue } from "../errors.ts";
import { summaryOf } from "./summary.ts";

const issue = (detail: string, name = "rules[0].to"): Issue => ({ in: "body", name, detail });

describe("the summary of faults", () => {
  it("is one sentence about the first, and says how many more there are", () => {
    expect(summaryOf([issue("is missing")])).toBe("rules[0].to: is missing.");
    expect(summaryOf([issue("is missing."), issue("x")])).toBe(
      "rules[0].to: is missing (and 1 more, see issues).",
    );
    expect(summaryOf([issue("is no object", "")])).toBe("The body: is no object.");
  });

  it("that ends with a hint ends with its question mark", () => {
    expect(summaryOf([issue('is unknown; did you mean "to"?')])).toBe(
      'rules[0].to: is unknown; did you mean "to"?',
    );
  });
});
