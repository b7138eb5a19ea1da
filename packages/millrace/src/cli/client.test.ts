import { describe, expect, it } from "vitest";
import { ApiProblemError } from "./client.ts";

const said = (...issues: readonly object[]) => new ApiProblemError(422, { detail: "No.", issues }).message;

describe("what the server refuses", () => {
  it("is told fault by fault, at the line of a manifest or by its name", () => {
    expect(said({ name: "x.y", detail: "is wrong", line: 3, column: 5 }, { name: "z", detail: "too" })).toBe(
      "No.\n  3:5  is wrong\n  z  too",
    );
  });

  it("is told once where it is one fault, that the summary has whole", () => {
    const issues = [{ name: "z", detail: "z is too long." }];
    const told = (detail: string) => new ApiProblemError(422, { detail, issues }).message;
    expect(told("z: z is too long.")).toBe("z: z is too long.");
    expect(told("something is too long.")).toBe("something is too long.\n  z  z is too long.");
    expect(said(...issues)).toBe("No.\n  z  z is too long.");
  });

  it("in a template names the template: its line and column are in the sentence", () => {
    const fault = { name: "metadata.events.body", detail: 'At line 1, column 3: there is no parameter "x"' };
    expect(said({ ...fault, line: 1, column: 3 })).toBe(
      'No.\n  metadata.events.body  At line 1, column 3: there is no parameter "x"',
    );
  });
});
