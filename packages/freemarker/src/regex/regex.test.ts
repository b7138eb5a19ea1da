import { describe, expect, it } from "vitest";
import { RegexCache } from "./cache.ts";
import { RegexLimitFault, RegexReplacementFault, RegexSyntaxFault } from "./fault.ts";
import { type Budget, compileRegex } from "./regex.ts";
import { replaceAll, replaceFirst } from "./replace.ts";
import { split } from "./split.ts";

const PLAIN = { caseInsensitive: false, multiline: false, dotAll: false, comments: false };
const LIMITS = { valueSize: 10_000_000 };
const free = { limits: LIMITS, spend: (): void => undefined, reserve: (): void => undefined };

class SpentError extends Error {}

function budgetOf(steps: number): Budget {
  let left = steps;
  return {
    limits: LIMITS,
    reserve: () => undefined,
    spend(taken) {
      left -= taken;
      if (left < 0) throw new SpentError("spent");
    },
  };
}

// Expected values in this file are Apache FreeMarker 2.3.34's, by ?replace, ?split and ?matches with the flag r.
describe("replaceAll", () => {
  it.each([
    ["ab", "(x)?a|b", "<$1>", "<><>"],
    ["ab", "", "-", "-a-b-"],
    ["john smith", "(\\w+) (\\w+)", "$2, $1", "smith, john"],
    ["john smith", "(?<f>\\w+) (?<l>\\w+)", "${l} ${f}!", "smith john!"],
    ["a", "a", "\\$0\\\\", "$0\\"],
    ["a", "(a)", "$12$00", "a2a"],
    ["b", "a", "$9", "b"],
    ["abcabc", "b*", "_", "_a__c_a__c_"],
  ])("of %j, /%s/ by %j", (input, source, replacement, expected) => {
    expect(replaceAll(compileRegex(source, PLAIN), input, replacement, free)).toBe(expected);
  });

  it.each([
    ["$", "Illegal group reference: group index is missing"],
    ["$x", "Illegal group reference"],
    ["$3", "No group 3"],
    ["\\", "character to be escaped is missing"],
    ["${x}", "No group with name {x}"],
    ["${1x}", "capturing group name {1x} starts with digit character"],
    ["${x", "named capturing group is missing trailing '}'"],
    ["${}", "named capturing group has 0 length name"],
  ])("refuses the replacement %j", (replacement, message) => {
    const regex = compileRegex("a", PLAIN);
    expect(() => replaceAll(regex, "a", replacement, free)).toThrow(new RegexReplacementFault(message));
  });

  it("replaces only the first match with replaceFirst", () => {
    expect(replaceFirst(compileRegex("a", PLAIN), "aaa", "$0b", free)).toBe("abaa");
    expect(replaceFirst(compileRegex("x*", PLAIN), "aaa", "-", free)).toBe("-aaa");
  });
});

describe("split", () => {
  it.each([
    [",a,,b,,", ",", ["", "a", "", "b"]],
    ["abc", "", ["a", "b", "c"]],
    ["", ",", [""]],
    ["xab", "(?=a)|x*", ["", "", "a", "b"]],
    ["x", "x", []],
    ["a1b22c", "\\d+", ["a", "b", "c"]],
    ["a1b22c", "(?=\\d)", ["a", "1b", "2", "2c"]],
    ["abc", "$", ["abc"]],
    ["x\u{1f600}y", "", ["x", "\ud83d", "\ude00", "y"]],
  ])("%j at /%s/", (input, source, parts) => {
    expect(split(compileRegex(source, PLAIN), input, free)).toEqual(parts);
  });
});

describe("find", () => {
  it("begins where it is told and knows the groups by name", () => {
    const regex = compileRegex("(?<user>\\w+)@(\\w+)", PLAIN);
    const match = regex.find("a@b, cd@ef", 2, free);
    expect(match?.group(0)).toBe("cd@ef");
    expect(match?.group(regex.groupNames.get("user") ?? -1)).toBe("cd");
    expect(match?.group(3)).toBeUndefined();
    expect(regex.groupCount).toBe(2);
  });
});

const MILLION = "a".repeat(1_000_000);

describe("hostile patterns", () => {
  it.each([
    ["(a+)+$", `${"a".repeat(40)}!`],
    ["(a|aa)+b", "a".repeat(60)],
    ["(.*)*x", "a".repeat(60)],
    ["(.*)*x", MILLION],
    ["(?:(?=(a*)*b)a)*c", "a".repeat(5000)],
    ["a*a*a*b", "a".repeat(10_000)],
    [".*?x", MILLION],
    ["(a*)\\1*b", "a".repeat(20_000)],
    ["\\b\\b", "\u0301".repeat(200_000)],
  ])("/%s/ spends its budget", (source, input) => {
    const regex = compileRegex(source, PLAIN);
    expect(() => regex.find(input, 0, budgetOf(1_000_000))).toThrow(SpentError);
  });

  it.each([
    ["\\s+$", `${" ".repeat(1_000_000)}x`],
    [".*x", MILLION],
    ["(\\w+)@(\\w+)\\.com", MILLION],
    ["(((a{1000}){1000}){1000})", MILLION],
    ["(?=(?=.*).*)x", MILLION],
    ["(?<=a{0,100000})b", MILLION],
  ])("/%s/ fails in linear time", (source, input) => {
    expect(compileRegex(source, PLAIN).find(input, 0, budgetOf(4_000_000))).toBeUndefined();
  });

  it.each([
    ["(){1000000000}", "", 0],
    ["(|a){1000000000}", "aaaa", 0],
    ["((((){2000000000}){2000000000}){2000000000})", "", 0],
    ["(?:ab)*", "ab".repeat(500_000), 1_000_000],
    ["[^x]+", "\u{1f600}".repeat(500_000), 1_000_000],
    ["a".repeat(100_000), MILLION, 100_000],
    ["a|".repeat(50_000), MILLION, 1],
  ])("matches a great count or input (case %#)", (source, input, end) => {
    expect(compileRegex(source, PLAIN).find(input, 0, budgetOf(2_000_000))?.end).toBe(end);
  });

  it("takes only so much memory to backtrack", () => {
    const regex = compileRegex("(a|bc)*", PLAIN);
    expect(() => regex.find("a".repeat(2_000_000), 0, free)).toThrow(RegexLimitFault);
  });

  it.each([
    "(".repeat(100_000),
    "[".repeat(50_000),
    `[${"\\pL\\PN".repeat(12_000)}]`,
    `[a${"&&\\pL".repeat(12_000)}]`,
    `[${Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(0x100 + 2 * i)).join("")}${"&&[^b]".repeat(12_000)}]`,
  ])("refuses too complex a pattern (case %#)", (source) => {
    expect(() => compileRegex(source, PLAIN)).toThrow(RegexLimitFault);
  });

  it("charges the budget before it is exceeded by much", () => {
    let spent = 0;
    compileRegex("(a|b)*c", PLAIN).find("ab".repeat(20), 0, { ...free, spend: (steps) => (spent += steps) });
    expect(spent).toBeGreaterThan(1000);
  });
});

describe("RegexCache", () => {
  it("keeps the patterns used last", () => {
    const cache = new RegexCache(2);
    const a = cache.get("a", PLAIN);
    cache.get("b", PLAIN);
    expect(cache.get("a", PLAIN)).toBe(a);
    cache.get("c", PLAIN);
    expect(cache.size).toBe(2);
    expect(cache.get("a", PLAIN)).toBe(a);
  });

  it("tells flags apart and keeps no faults", () => {
    const cache = new RegexCache();
    expect(cache.get("a", PLAIN)).not.toBe(cache.get("a", { ...PLAIN, dotAll: true }));
    expect(() => cache.get("(", PLAIN)).toThrow(RegexSyntaxFault);
    expect(cache.size).toBe(2);
  });
});
