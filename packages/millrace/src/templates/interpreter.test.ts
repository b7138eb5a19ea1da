import { describe, expect, test } from "vitest";
import { Expression } from "./expression.ts";
import { Budget, MAX_STEPS, search } from "./interpreter.ts";
import { parseTemplate } from "./syntax.ts";

const MEGABYTE = 1_048_576;
const items = Array.from({ length: 30_000 }, (_, n) => ({
  n,
  sku: `sku-${(n * 7_919) % 30_000}`,
  tags: ["a", `t${n}`],
}));
const large = {
  text: "lorem ipsum ".repeat((5 * MEGABYTE) / 12),
  items,
  same: { items: structuredClone(items) },
  other: { items: structuredClone(items) },
  numbers: Array.from({ length: 500_000 }, (_, n) => (n * 7_919) % 500_000),
};

const timed = (source: string): { readonly value: unknown; readonly ms: number } => {
  const expression = new Expression(source);
  const started = performance.now();
  const value = expression.evaluate(large);
  return { value, ms: performance.now() - started };
};
const repeated = (source: string, times: number): string =>
  `sort(`.repeat(times) + source + `)`.repeat(times);

describe("an expression over a large event", () => {
  test.each([
    repeated("split(text, '')", 50),
    "length(sort(split(to_string(@), '')))",
    "length(join(text, items[*].sku))",
    "length(join(sku, items[*].sku) || join(text, map(&to_string(n), items)))",
    "[sort_by(items, &sku), sort_by(items, &to_string(@)), sort_by(items, &tags[1])][2][0].n",
    Array.from({ length: 90 }, () => "same==other").join("&&"),
    repeated("numbers", 60),
    `${"items[?contains(tags, 'a')] | ".repeat(5)}[0].n`,
    "reverse(split(text, ' ')) | join(' ', @) | split(@, ' ') | reverse(@) | join(text, @)",
    Array.from({ length: 60 }, () => "to_string(@)")
      .join("||")
      .replace(/^/, "length(x)||"),
    "max_by(items, &length(to_string(tags)))",
    "merge(same, other, {a: items[].tags[] | sort(@)})",
  ])("ends soon, with a value or without one: %#", (source) => {
    expect(timed(source).ms).toBeLessThan(1_500);
  });

  test("has its value where it does no more than go through the event a few times", () => {
    expect(timed("sum(items[*].n)").value).toBe(449_985_000);
    expect(timed("items[?n > `29998`].sku | [0]").value).toBe("sku-22081");
    expect(timed("length(items[?contains(tags, 't7')])").value).toBe(1);
    expect(timed("length(text) > `1000`").value).toBe(true);
    expect(timed("same == other").value).toBe(true);
  });

  test("has none where it would take too many steps", () => {
    expect(timed(repeated("split(text, '')", 50)).value).toBeUndefined();
    expect(timed("length(join(text, items[*].sku))").value).toBeUndefined();
  });
});

describe("a budget", () => {
  test("is shared by those who are given it, and says when it is used up", () => {
    const { ast } = parseTemplate("sum(numbers)");
    const input = { numbers: large.numbers };
    expect(search(ast, input)).toBeGreaterThan(0);
    const budget = new Budget();
    budget.spend(MAX_STEPS - 1_000);
    expect(() => search(ast, input, budget)).toThrow("more than 1,000,000 steps");
    expect(search(ast, input)).toBeGreaterThan(0);
  });
});
