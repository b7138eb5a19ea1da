import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGlob } from "./glob.ts";
import { globHolds } from "./testing/plain-condition.ts";

const matches = (glob: string, text: string): boolean => compileGlob(glob)(text);

describe("a glob", () => {
  test.each([
    ["Signed up", "Signed up", true],
    ["Signed up", "signed up", false],
    ["Signed*", "Signed up", true],
    ["*up", "Signed up", true],
    ["Signed*", "Signed/up", false],
    ["Signed**", "Signed/up", true],
    ["/blog/*", "/blog/one", true],
    ["/blog/*", "/blog/one/two", false],
    ["/blog/*/two", "/blog/one/two", true],
    ["/blog/**/two", "/blog/a/b/two", true],
    ["**/two", "/blog/a/b/two", true],
    ["**.html", "a/b/c.html", true],
    ["*", "", true],
    ["*", "a/b", false],
    ["**", "", true],
    ["***", "a/b", true],
    ["a?", "ab", false],
    ["a?", "a?", true],
    ["[ab]", "a", false],
    ["(.*)+$", "(.x)+$", true],
    ["", "", true],
    ["", "a", false],
    ["a*a", "a", false],
    ["a**a", "a", false],
    ["**a*b**c*d", "x/ab/a/b/c/d/cd", true],
    ["日*", "日本", true],
  ])("%j on %j: %s", (glob, text, expected) => {
    expect(matches(glob, text)).toBe(expected);
  });

  test("does what trying every length of every star does", () => {
    const glob = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "**"), maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
    fc.assert(
      fc.property(glob, text, (pattern, given) => {
        expect(matches(pattern, given)).toBe(globHolds(pattern, given));
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ["stars in a row", "*a".repeat(500), "a".repeat(200_000)],
    ["a start that comes again and again", "**a*b*c**d", "a".repeat(200_000)],
    ["many short folders", "**a*b*c**", "a/ab/".repeat(40_000)],
    ["stars that cross folders", "**a".repeat(500), "b/a".repeat(50_000) + "b"],
  ])("takes a moment on hostile texts: %s", (_name, glob, text) => {
    const start = performance.now();
    matches(glob, text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
