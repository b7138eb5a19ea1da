import { expect, it } from "vitest";
import { TemplateSyntaxError } from "../core/errors.ts";
import { parseTemplate } from "./parse.ts";
import { Source } from "./source.ts";
import { testOptions } from "./testing/options.ts";

function syntaxError(template: string): TemplateSyntaxError {
  try {
    parseTemplate(new Source("t", template), testOptions);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error;
    throw error;
  }
  throw new Error("the template was parsed");
}

// The lines are those that Apache FreeMarker 2.3.34 reports.
it.each([
  ["a\n<#foo>", 2],
  ["\n<#set x=1>", 2],
  ["\n<#else if x>", 2],
  ["\n<#If x>", 2],
  ["\n</#if>", 2],
  ["a\n<#if x>\n\n", 3],
  ["<#if x>\n</#list>", 2],
  ["<#list x>\n</#list>", 1],
  ["\n<#list x as a, a></#list>", 2],
  ["\n<#items as x></#items>", 2],
  ["\n<#sep>", 2],
  ["\n<#break>", 2],
  ["<#switch x><#case 1>\n<#continue></#switch>", 2],
  ["<#switch x><#case 1>\n<#on 2></#switch>", 2],
  ["<#switch x>\n y<#case 1></#switch>", 2],
  ["\n<#nested>", 2],
  ["\n<#return>", 2],
  ["\n<#local x=1>", 2],
  ["<#macro a>\n<#macro b></#macro></#macro>", 2],
  ["<#macro a>\n<#return 1></#macro>", 2],
  ["<#macro a\nb=1\nc></#macro>", 3],
  ["<#macro a b...\nc></#macro>", 2],
  ["<#assign x>\n</#global>", 2],
  ["\n<#setting nope=1>", 2],
  ["\n<#setting tag_syntax=1>", 2],
  ["\n<#include 'a' foo=1>", 2],
  ["\n${x?nope}", 2],
  ["\n${.nope}", 2],
  ["${x?upper_case}\n${x?upperCase}", 2],
  ["\n${x?index}", 2],
  ["\n${x?esc}", 2],
  ["\n${1 +}", 2],
  ['\n${"a\\qb"}', 2],
  ['\n${"abc}\n\n', 4],
  ["\n${'a\n${1 +}'}", 3],
  ["\n${x -> x}", 2],
  ["\n${a ${b}}", 2],
  ["\n<#-- a", 2],
  ["\n<#noparse>", 2],
  ["<@a>\n</@b>", 2],
  ["x<#ftl>", 1],
  ["<#ftl\nnope=1>", 2],
  ["\n<#noescape></#noescape>", 2],
  ["\n<#autoesc></#autoesc>", 2],
  ["\n<#outputformat 'x'></#outputformat>", 2],
  ["\n#{x; m3M1}", 2],
  ["\n${1 - 'a'}", 2],
  ["\n${{}}", 2],
  ["${.args}", 1],
])("rejects %j at line %i", (template, line) => {
  expect(syntaxError(template).line).toBe(line);
});

it.each([
  ["<#set x = 1>", "Use #assign"],
  ["<#else if x>", "#elseif condition"],
  ["<#If x>", "Did you mean #if?"],
  ["<#asign x = 1>", "Did you mean #assign?"],
  ["<#setting lokale='x'>", 'Did you mean "locale"?'],
  ["${x?upper_cas}", 'Did you mean "?upper_case"?'],
  ["<#if x>", "<#if> of line 1 isn't closed"],
  ["${a ${b}}", "can't stand inside a tag or another interpolation"],
])("says what to do about %s", (template, hint) => {
  expect(syntaxError(template).description).toContain(hint);
});

it("reports several faults, but not what only follows from one", () => {
  const { faults } = syntaxError(
    "<#list a in b>\n${x?index}<#break></#list>\n<#foo>\n</#foo>\n<#if 1 +></#if>\n<#if a>x</#if></#switch>",
  );
  expect(faults.map(({ line }) => line)).toEqual([1, 3, 5, 6]);
});

it("goes on behind an interpolation with a fault in it", () => {
  const { faults } = syntaxError("${a b}\n${c?nope} ${d e}${f?nix}\n${g h\n${i?nil}<#foo>");
  expect(faults.map(({ line, column }) => `${line}:${column}`)).toEqual([
    "1:5",
    "2:5",
    "2:15",
    "2:21",
    "3:5",
    "4:9",
  ]);
});

it("stops after twenty faults", () => {
  expect(
    syntaxError(Array.from({ length: 50 }, (_, i) => `<#x${"y".repeat(i)}>`).join("\n")).faults,
  ).toHaveLength(20);
});

it.each([
  ["parentheses", `\${${"(".repeat(100_000)}`],
  ["sums", `\${1${"+1".repeat(100_000)}}`],
  ["signs", `\${${"!".repeat(100_000)}a}`],
  ["defaults", `\${a${"!".repeat(100_000)}}`],
  ["keys", `\${a${".b".repeat(100_000)}}`],
  ["tags", "<#if a>".repeat(100_000)],
  ["calls", "<@a>".repeat(100_000)],
])("refuses %s that are nested too deeply", (_, template) => {
  expect(syntaxError(template).description).toContain("too deeply");
});

it("refuses escapes that multiply what they print", () => {
  const template = `${"<#escape x as x + x>".repeat(60)}\${a}${"</#escape>".repeat(60)}`;
  expect(syntaxError(template).description).toContain("too large");
});

it.each([
  ["unclosed strings", '${"'.repeat(200_000)],
  ["unclosed comments", "<#--".repeat(200_000)],
  ["comments in tags", `<#if ${"<#-- -->".repeat(100_000)}`],
  ["tags without ends", "<#else ".repeat(100_000)],
  ["end tags of calls", "</@a.b".repeat(100_000)],
  ["texts and trims on one line", "<#t>${a} ".repeat(50_000)],
  ["right trims and lines", `${"<#rt>".repeat(20_000)}${"a\n".repeat(20_000)}`],
  ["white space between comments", "<#-- --> ".repeat(50_000)],
])("takes no longer than in proportion to %s", (_, template) => {
  const start = performance.now();
  try {
    parseTemplate(new Source("t", template), testOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateSyntaxError);
  }
  expect(performance.now() - start).toBeLessThan(3000);
});
