import { describe, expect, it } from "vitest";
import { compile } from "../template.ts";
import { analyze } from "./analyze.ts";
import type { TemplateAnalysis } from "./result.ts";

function analysisOf(text: string): TemplateAnalysis {
  return analyze(compile(text, { name: "t.ftl" }));
}

/** What is read, a `?` behind what may be missing. */
function reads(text: string): string[] {
  return analysisOf(text).variables.map((use) => use.text + (use.optional ? "?" : ""));
}

describe("analyze", () => {
  it.each<[template: string, reads: string[]]>([
    ["no holes", []],
    ["${parameters.api_key}", ["parameters.api_key"]],
    ["${input.event_properties.price}", ["input.event_properties.price"]],
    ['${input.event_properties["[A-B] Some.name"]}', ['input.event_properties["[A-B] Some.name"]']],
    ['${input["event_type"]}', ["input.event_type"]],
    ["${a} ${b.c} ${a}", ["a", "b.c", "a"]],
    ["#{a.b; m2}", ["a.b"]],
    ["${items[0].price}", ["items[*].price"]],
    ["${items[1..2][0].price}", ["items[*].price"]],
    ["${input[key].x}", ["input[*].x", "key"]],
    ['${a["${b}"]}', ["a[*]", "b"]],
    ['${"x${y.z}"}', ["y.z"]],
    ["${a + b.c * -d}", ["a", "b.c", "d"]],
    ["${[a, {'k': b}]?size}", ["a", "b"]],
    ["${a?then(b, c)}", ["a", "b", "c"]],
    ["${a.b?upper_case?length}", ["a.b"]],
    ["${f(a.b)}", ["f", "a.b"]],
    ["<#if a == 1>${b}<#elseif c>${d}<#else>${e}</#if>", ["a", "b", "c", "d", "e"]],
    ["<#switch a><#case b>${c}<#default>${d}</#switch>", ["a", "b", "c", "d"]],
    ["<#setting locale=l>", ["l"]],
    ["<#stop m>", ["m"]],
    ["<#attempt>${a}<#recover>${b}</#attempt>", ["a", "b"]],
    ["<#compress>${a}</#compress>", ["a"]],
  ])("of %s: %j", (template, expected) => {
    expect(reads(template)).toEqual(expected);
  });

  it.each<[template: string, reads: string[]]>([
    ["${a!}", ["a?"]],
    ["${a.b!c.d}", ["a.b?", "c.d"]],
    ["${(a.b.c)!'x'}", ["a.b.c?"]],
    ["<#if a.b??></#if>", ["a.b?"]],
    ["${a?has_content?c}", ["a?"]],
    ["${a?default('x')}", ["a?"]],
    ["${(a!b).c}", ["a.c", "b.c", "a?", "b"]],
  ])("tells what may be missing: %s: %j", (template, expected) => {
    expect(reads(template)).toEqual(expected);
  });

  it.each<[template: string, reads: string[]]>([
    ["<#list input.items as i>${i.price}</#list>", ["input.items", "input.items[*].price"]],
    ["<#list xs><#items as x>${x.a}</#items><#else>${b}</#list>", ["xs", "xs[*].a", "b"]],
    ["<#list h as k, v>${k}${v.p}</#list>", ["h", "h[*].p"]],
    ["<#list h?keys as k>${h[k].z}</#list>", ["h", "h[*].z"]],
    ["<#list h?values as v>${v.z}</#list>", ["h", "h[*].z"]],
    ["<#list s as a><#list a.t as b>${b.u}</#list></#list>", ["s", "s[*].t", "s[*].t[*].u"]],
    ["<#list s as a>${a?index}<#if a?has_next>,</#if></#list>", ["s"]],
    ["<#list s?sort_by('p') as a>${a.q}</#list>", ["s", "s[*].p", "s[*].q"]],
    ["${s?sort_by(['p', 'q'])?first.r}", ["s[*].r", "s", "s[*].p.q"]],
    ["<#list 1..n as i>${xs[i].p}</#list>", ["n", "xs[*].p"]],
    ["${input.items?map(i -> i.price)?join(',')}", ["input.items", "input.items[*].price"]],
    ["${xs?filter(x -> x.on)?first.p}", ["xs[*].p", "xs", "xs[*].on"]],
    ["<#list xs?filter(x -> x.on) as x>${x.p}</#list>", ["xs", "xs[*].on", "xs[*].p"]],
  ])("follows loops and lambdas: %s: %j", (template, expected) => {
    expect(reads(template)).toEqual(expected);
  });

  it.each<[template: string, reads: string[]]>([
    ["<#assign p=input.properties>${p.price}", ["input.properties", "input.properties.price"]],
    ["<#assign x=a>${x.p}<#assign x=b>${x.q}", ["a", "a.p", "b", "b.q"]],
    ["${x.p}<#assign x=1>${x.q}", ["x.p"]],
    ["<#assign x=x!1>${x.y}", ["x?", "x.y"]],
    ["<#assign n=1><#assign n+=a>${n}", ["a"]],
    ["<#assign c>${q}</#assign>${c}", ["q"]],
    ["<#if c><#assign x=a.b>${x.p}</#if>${x.q}", ["c", "a.b", "a.b.p", "x.q", "a.b.q"]],
    ["<#global g=m.n>${g.o} ${.globals.g.p}", ["m.n", "m.n.o", "m.n.p"]],
    ["<#import 'lib.ftl' as lib>${lib.x}", []],
  ])("follows assignments: %s: %j", (template, expected) => {
    expect(reads(template)).toEqual(expected);
  });

  it.each<[template: string, reads: string[]]>([
    ["<#macro m i>${i.price}</#macro><@m input.item/>", ["input.item.price", "input.item"]],
    ["<#macro m i>${i.p}</#macro><@m i=a/><@m i=b/>", ["a.p", "b.p", "a", "b"]],
    ["<#macro m i=a.b>${i.p}</#macro><@m/>", ["a.b", "a.b.p"]],
    ["<#macro m><#local l=x.y>${l.z}</#macro>${l.z}<@m/>", ["x.y", "x.y.z", "l.z"]],
    ["<#macro a p><@b p.q/></#macro><#macro b r>${r.s}</#macro><@a m/>", ["m.q", "m.q.s", "m"]],
    [
      "<#macro e xs><#list xs as x><#nested x></#list></#macro><@e a; i>${i.p}</@e>",
      ["a", "a[*]", "a", "a[*].p"],
    ],
    ["<#function f x><#return x.y></#function>${f(a)}", ["a.y", "a"]],
    ["<#macro m rest...>${rest.a}</#macro><@m a=b/>", ["b"]],
    ["<@host.directive a=b.c; d>${d.e}</@>", ["host.directive", "b.c"]],
  ])("follows macros and functions: %s: %j", (template, expected) => {
    expect(reads(template)).toEqual(expected);
  });

  it.each<[template: string, reads: string[]]>([
    ["<#list xs as input>${input.a}</#list>${input.b}", ["xs", "xs[*].a", "input.b"]],
    ["<#list xs as input>${.data_model.input.a}</#list>", ["xs", "input.a"]],
    ["<#list xs as x>${.vars.x.a}${.globals.x.b}</#list>", ["xs", "xs[*].a", "x.b"]],
    ["${xs?filter(a -> a.on)?size}${a}", ["xs", "xs[*].on", "a"]],
    ["<#list xs as x><#assign x=1>${x.a}</#list>", ["xs", "xs[*].a"]],
    ["<#macro input></#macro><@input/>", []],
  ])("tells names apart that are shadowed: %s: %j", (template, expected) => {
    expect(reads(template)).toEqual(expected);
  });

  it("tells the places", () => {
    expect(analysisOf("a\n ${b.c!}").variables).toEqual([
      { path: ["b", "c"], text: "b.c", optional: true, templateName: "t.ftl", line: 2, column: 4 },
    ]);
  });

  it("lists the templates that are included and imported, each once", () => {
    const { templates, dynamic } = analysisOf(
      '<#include "a.ftl"><#import "/b.ftl" as b><#include "a.ftl"><#include n>' +
        '<@.get_optional_template("c.ftl", {"parse": p}).include/>',
    );
    expect(templates).toEqual(["a.ftl", "/b.ftl", "c.ftl"]);
    expect(dynamic).toEqual([{ construct: "<#include>", templateName: "t.ftl", line: 1, column: 70 }]);
  });

  it.each([
    ["${x?eval}", "?eval"],
    ["<@x?interpret/>", "?interpret"],
    ["${.vars[n]}", ".vars[…]"],
    ["${.data_model[n]}", ".data_model[…]"],
    ["<#import n as b>", "<#import>"],
    ["${.get_optional_template(n).exists?c}", ".get_optional_template"],
  ])("tells what can't be told: %s: %s", (template, construct) => {
    expect(analysisOf(template).dynamic.map((use) => use.construct)).toEqual([construct]);
  });

  it("takes time in proportion to the template", () => {
    const text = "<#assign p=input.a.b>${p.c} ${input.user_properties.email!}\n".repeat(5000);
    const template = compile(text);
    const start = performance.now();
    const { variables } = analyze(template);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(variables).toHaveLength(15_000);
    expect(variables.at(-1)).toMatchObject({ text: "input.user_properties.email", line: 5000 });
  });

  it("follows a name to a bounded number of places", () => {
    const choices = Array.from({ length: 200 }, (_, i) => `a${i}`).join("!");
    const { variables } = analysisOf(`<#list ${choices} as i>${"${i.x}".repeat(100)}</#list>`);
    expect(variables.length).toBeLessThan(200 + 100 * 32 + 1);
    expect(variables.length).toBeGreaterThan(200);
  });
});
