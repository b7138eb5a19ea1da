import { describe, expect, it } from "vitest";
import { LimitFault } from "../core/limits.ts";
import { Printed } from "./printed.ts";

/** Longer than one part. */
const LENGTH = 200_000;

describe("what is printed", () => {
  it("is all that was written, in order", () => {
    const printed = new Printed(Number.POSITIVE_INFINITY);
    let expected = "";
    for (let i = 0; expected.length < LENGTH; i++) {
      printed.write(`${i};`);
      expected += `${i};`;
    }
    expect(printed.text).toBe(expected);
  });

  it.each([1, 70_000, LENGTH])("may be as long as the limit of %i, and no longer", (limit) => {
    const printed = new Printed(limit);
    for (let length = 0; length < limit; length++) printed.write("x");
    printed.write("");
    expect(printed.text).toHaveLength(limit);
    expect(() => printed.write("x")).toThrow(LimitFault);
  });
});
