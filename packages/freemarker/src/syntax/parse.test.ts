import { expect, it } from "vitest";
import { parseExpression, parseTemplate } from "./parse.ts";
import { Source } from "./source.ts";
import { testOptions } from "./testing/options.ts";
import { printElements, printExpression } from "./testing/print-tree.ts";

// How expressions are nested was compared with the syntax trees that Apache FreeMarker 2.3.34 makes of them.
it.each([
  ["a + b * c - d", "(- (+ a (* b c)) d)"],
  ["a!b.c", '(! a (. b "c"))'],
  ["a!+1", "(! a (plus 1))"],
  ["a!-b", "(! a (negate b))"],
  ["a! + -b", "(+ (! a) (negate b))"],
  ['x!"d" + 1', '(! x (+ "d" 1))'],
  ["(a.b)!c", '(! (paren (. a "b")) c)'],
  ["a!(b)", "(! a (paren b))"],
  ["a!(b, c)", "(call (! a) b c)"],
  ["a!!", "(! (! a))"],
  ["a!?size", "(?size (! a))"],
  ["a.b.c[1..]", '(at (. (. a "b") "c") (unbounded 1))'],
  ["1..", "(unbounded 1)"],
  ["1..2", "(inclusive 1 2)"],
  ["1..<n", "(exclusive 1 n)"],
  ["1..!n", "(exclusive 1 n)"],
  ["1..*n", "(counted 1 n)"],
  ["-x + !y", "(+ (negate x) (not y))"],
  ["a && b || c", "(or (and a b) c)"],
  ["a == b && c != d", "(and (== a b) (!= c d))"],
  ["a lt b", "(< a b)"],
  ["(a > b)?c", "(?c (paren (> a b)))"],
  ["a gte b", "(>= a b)"],
  ["a \\and b", "(and a b)"],
  ["a & b | c", "(or (and a b) c)"],
  ['"a${b + 1}c"', '(concat "a" ($ (+ b 1)) "c")'],
  ["r'a${b}'", '"a${b}"'],
  ['"\\x41\\n\\{"', '"A\\n{"'],
  ['[1, "a" true]?size', '(?size [1 "a" true])'],
  ['{"a": 1, "b", 2}.a', '(. (hash "a":1 "b":2) "a")'],
  ["f(1 2, x)", "(call f 1 2 x)"],
  ["x?map(y -> y + 1)", "(call (?map x) (-> y (+ y 1)))"],
  ["x?filter((y) -> y)", "(call (?filter x) (-> y y))"],
  ["x?switch(1, 2)", "(call (?switch x) 1 2)"],
  ["x?then(1, 2)(3)", "(call (call (?then x) 1 2) 3)"],
  ["a\\-b.c\\:d", '(. a-b "c:d")'],
  ["@x.@@y", '(. @x "@@y")'],
  ["$a.*", '(. $a "*")'],
  ["a.**", '(. a "**")'],
  ["a.true", '(. a "true")'],
  ["a??", "(?? a)"],
  ["a???c", "(?c (?? a))"],
  [".now", ".now"],
  [".outputFormat", ".output_format"],
  ["x?upperCase", "(?upper_case x)"],
  ["é.ü", '(. é "ü")'],
  ["a % b / c", "(/ (% a b) c)"],
  ["not_a_keyword", "not_a_keyword"],
  ["a?isoUtcHNZ", "(?iso_utc_h_nz a)"],
  ["a <#-- c --> + b", "(+ a b)"],
])("parses the expression %s", (expression, expected) => {
  const source = new Source("t", `\${${expression}}`);
  expect(printElements(parseTemplate(source, testOptions).body, source)).toBe(`($ ${expected})`);
});

it.each([
  ["a${b}c", '"a" ($ b) "c"'],
  ["<#if a>1<#elseif b>2<#else>3</#if>", '(if a{"1"} b{"2"} else{"3"})'],
  ["<#list a as b>${b}<#sep>,</#sep><#else>none</#list>", '(list a as b {($ b) (sep {","})} {"none"})'],
  ["<#list a as k, v>${v}</#list>", "(list a as k,v {($ v)})"],
  ["<#list a><#items as b>${b?index}</#items></#list>", "(list a {(items as b {($ (?index b))})})"],
  ["<#foreach a in b>${a}</#foreach>", "(list b as a {($ a)})"],
  ["<#switch a><#case 1>x<#break><#default>y</#switch>", '(switch a (case 1 {"x" (break)}) (default {"y"}))'],
  ["<#switch a> <#-- c --> <#on 1, 2>x<#default>y</#switch>", '(switch a (on 1 2 {"x"}) (default {"y"}))'],
  ["<#assign a=1 b+=2, c++ 'd e'=3 in ns>", "(assign a=1 b+=2 c++ d e=3 in ns)"],
  ["<#assign a in ns>x</#assign>", '(assign a in ns {"x"})'],
  [
    "<#macro m a b=1 c...>${a}<#nested a, 1><#return></#macro>",
    "(macro m a b=1 c... {($ a) (nested a 1) (return)})",
  ],
  ["<#function f(a, b)><#local c = a><#return c></#function>", "(function f a b {(local c=a) (return c)})"],
  ["<@a.b 1 2; x, y>z</@a.b>", '(@ (. a "b") 1 2 ; x y {"z"})'],
  ["<@m a=1 b=c! d=2/>", "(@ m a=1 b=(! c) d=2)"],
  ["<@m/>", "(@ m)"],
  ["<#call m 1>", "(@ m 1)"],
  ["<#transform t; a=1>x</#transform>", '(@ t a=1 {"x"})'],
  ["<#include 'a' parse=false ignore_missing=true>", '(include "a" false true)'],
  ["<#import 'a' as b>", '(import "a" b)'],
  ["<#setting numberFormat='0'>", '(setting number_format "0")'],
  ["<#attempt>a<#recover>b</#attempt>", '(attempt {"a"} {"b"})'],
  ["<#compress>a</#compress>", '(compress {"a"})'],
  ["<#escape x as x?html>${a}<#noescape>${a}</#noescape></#escape>", "($ (?html a)) ($ a)"],
  ["<#escape x as x?html><#escape x as x + 1>${a}</#escape></#escape>", "($ (?html (+ a 1)))"],
  ["<#noparse>${a}</#noparse>b", '"${a}b"'],
  ["a<#-- b -->c", '"ac"'],
  ["<#outputformat 'HTML'>${a}<#noautoesc>${a}</#noautoesc></#outputformat>", "($HTML a) ($ a)"],
  ["<#ftl output_format='XML'>\n${a}", "($XML a)"],
  ["<#flush><#stop 'a'><#visit a using b><#recurse>", '(flush) (stop "a") (visit a b) (recurse)'],
  ["#{a; m1M3} #{b} [=c]", '(# a 1..3) " " (# b undefined..undefined) " [=c]"'],
  ["[#if a]", '"[#if a]"'],
  ["[#ftl][#if a]x[/#if]<#if>", '(if a{"x"}) "<#if>"'],
  ["<if a>", '"<if a>"'],
  ["${a}<#t>", "($ a)"],
])("parses the template %s", (template, expected) => {
  const source = new Source("t", template);
  expect(printElements(parseTemplate(source, testOptions).body, source)).toBe(expected);
});

it("parses a text for ?eval, as if it were in parentheses", () => {
  const source = new Source("t", "a > b");
  const context = { format: "HTML", autoEscaping: true };
  expect(printExpression(parseExpression(source, testOptions, context), source)).toBe("(paren (> a b))");
});

it("takes the output format from the template's name, and tells the template's own", () => {
  const { body, context } = parseTemplate(new Source("a.ftlh", "${a}"), testOptions);
  expect(context).toEqual({ format: "HTML", autoEscaping: true });
  expect(body).toMatchObject([{ kind: "interpolation", context }]);
});

it("lists macros in source order, wherever they stand", () => {
  const source = new Source("t", "<#macro b></#macro><#if a><#function a><#return 1></#function></#if>");
  expect(parseTemplate(source, testOptions).macros.map(({ name }) => name)).toEqual(["b", "a"]);
});

it.each([
  ["auto_detect", "[#if a]x[/#if]<#if a>", '(if a{"x"}) "<#if a>"'],
  ["auto_detect", "<#if a>x</#if>[#if a]", '(if a{"x"}) "[#if a]"'],
  ["square_bracket", "<#if a>[#if a]x[/#if]", '"<#if a>" (if a{"x"})'],
  ["square_bracket", "[#if a > b]x[/#if]", '(if (> a b){"x"})'],
] as const)("with the tag syntax %s, parses %s", (tagSyntax, template, expected) => {
  const source = new Source("t", template);
  expect(printElements(parseTemplate(source, { ...testOptions, tagSyntax }).body, source)).toBe(expected);
});

it.each([
  ["legacy", '($ a) (# b undefined..undefined) "[=c]"'],
  ["dollar", '($ a) "#{b}[=c]"'],
  ["square_bracket", '"${a}#{b}" ($ c)'],
] as const)("knows the interpolations of the syntax %s", (interpolationSyntax, expected) => {
  const source = new Source("t", "${a}#{b}[=c]");
  const { body } = parseTemplate(source, { ...testOptions, interpolationSyntax });
  expect(printElements(body, source)).toBe(expected);
});
