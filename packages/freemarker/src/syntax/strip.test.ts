import { expect, it } from "vitest";
import type { Element } from "./ast.ts";
import { parseTemplate } from "./parse.ts";
import { Source } from "./source.ts";
import { testOptions } from "./testing/options.ts";

/** All texts of a template in source order, with `$` for each interpolation. */
function texts(elements: readonly Element[]): string {
  return elements.map(textOf).join("");
}

function textOf(element: Element): string {
  if (element.kind === "text") return element.text;
  if (element.kind === "interpolation") return "$";
  if (element.kind === "if") return element.branches.map(({ body }) => texts(body)).join("");
  if (element.kind === "switch") return element.cases.map(({ body }) => texts(body)).join("");
  if (element.kind === "attempt") return texts(element.body) + texts(element.recover);
  return "body" in element ? texts(element.body ?? []) : "";
}

// The expected texts are those left in the syntax trees of Apache FreeMarker 2.3.34.
it.each([
  ["a\n<#if true>\nb\n</#if>\nc", "a\nb\nc"],
  ["a\r\n  <#if true>  \r\n  b\r\n  </#if>\r\nc", "a\r\n    b\r\nc"],
  ["  <#if true>\nx</#if>", "  \nx"],
  ["a\n  <#if true>x</#if>\nb", "a\n  x\nb"],
  ["a\n <#-- c --> \nb", "a\n b"],
  ["a\n${1}\nb", "a\n$\nb"],
  ["<#assign x = 1>\n<#assign y = 2>\n${x}", "$"],
  ["<#macro m>\n x\n</#macro>\n<@m/>\nb", " x\nb"],
  ["<#macro m></#macro>\n\n<#-- c -->\nx", "x"],
  ["a <#t>\n b", "a  b"],
  ["<#lt>  a\n  <#rt> b \nc", "  a\n   bc"],
  ["a\n  b<#lt>\n c", "a\nb\n c"],
  ["a\n<#if true><#nt>\nb</#if>", "a\n\nb"],
  ["\t<#lt>\ta\t<#rt>\t\nb", "\t\ta\tb"],
  ["<#ftl strip_whitespace=false>\n<#if true>\nx\n</#if>", "\nx\n"],
  ["<#ftl strip_text=true>\na ${1} <#if true>b</#if> c", "$b"],
  ["a\n<#switch 1>\n  <#case 1>\n    x\n  <#break>\n</#switch>\nb", "a\n    x\nb"],
  ["a\n<#list [1, 2] as x>\n  ${x}\n<#sep>\n  ,\n</#list>\nb", "a\n  $\n  ,\nb"],
  ["a\n<#noparse>\n x\n</#noparse>\nb", "a\n x\nb"],
  ["a\n<#compress>\n  b  c\n</#compress>\nd", "a\n  b  c\nd"],
  ["a\n<#attempt>\nx\n<#recover>\ny\n</#attempt>\nb", "a\nx\ny\nb"],
  ["a\r<#if true>\rb\r</#if>\rc", "a\rb\rc"],
])("strips %j to %j", (template, expected) => {
  expect(texts(parseTemplate(new Source("t", template), testOptions).body)).toBe(expected);
});

it("strips nothing but by directives where stripping is off", () => {
  const options = { ...testOptions, whitespaceStripping: false };
  expect(texts(parseTemplate(new Source("t", "a\n<#if b>\n c <#t>\nd</#if>"), options).body)).toBe(
    "a\n\nc d",
  );
});
