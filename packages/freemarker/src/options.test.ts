import { describe, expect, it } from "vitest";
import { compile, type CompileOptions, DEFAULT_LIMITS, OptionError } from "./index.ts";

/** Options as JavaScript may give them. */
function compileWith(options: unknown): unknown {
  // @ts-expect-error JavaScript may give anything
  return compile("x", options);
}

function renderWith(options: unknown): string {
  // @ts-expect-error JavaScript may give anything
  return compile("x").render({}, options);
}

describe("options that can't be", () => {
  it.each<[what: string, options: unknown, message: string]>([
    ["an unknown option", { limit: {} }, "no option of compile called limit. There are: name, loader,"],
    ["no object", "x", "must be an object"],
    ["null", null, "must be an object"],
    ["a name that is no string", { name: 5 }, "name must be of type string"],
    ["a loader that is no function", { loader: {} }, "loader must be of type function"],
    ["settings that are no object", { settings: "x" }, "settings must be of type object"],
    ["limits that are null", { limits: null }, "limits must be of type object"],
    ["an unknown syntax option", { syntax: { tags: 1 } }, "no syntax option called tags"],
    ["a name of Object.prototype", { syntax: { toString: 1 } }, "no syntax option called toString"],
    ["a tag syntax", { syntax: { tagSyntax: "round" } }, 'not "round"'],
    [
      "an interpolation syntax",
      { syntax: { interpolationSyntax: "x" } },
      "one of legacy, dollar, square_bracket",
    ],
    ["a naming convention", { syntax: { namingConvention: "snake_case" } }, "namingConvention"],
    ["a policy", { syntax: { autoEscapingPolicy: "always" } }, "autoEscapingPolicy"],
    ["white space stripping", { syntax: { whitespaceStripping: "yes" } }, "one of true, false"],
    ["strict syntax", { syntax: { strictSyntax: "no" } }, "one of true, false"],
    ["file extensions", { syntax: { recognizeStandardFileExtensions: 1 } }, "one of true, false"],
    ["an output format", { syntax: { outputFormat: "Nope" } }, 'no output format "Nope"'],
    ["a combined output format", { syntax: { outputFormat: "HTML{JSON}" } }, "no output format"],
    ["an output format that is no string", { syntax: { outputFormat: 5 } }, "no output format 5"],
    [
      "a value that is a function",
      { values: { f: () => 1 } },
      "The value f is a function: give it as hostFunction(…)",
    ],
    ["a value of a class", { values: { f: new Set() } }, "The value f is no JSON value"],
  ])("compile refuses %s", (_, options, message) => {
    expect(() => compileWith(options)).toThrow(OptionError);
    expect(() => compileWith(options)).toThrow(message);
  });

  const both: [what: string, options: unknown, message: string][] = [
    [
      "an unknown setting",
      { settings: { zone: "UTC" } },
      "no setting called zone. There are: locale, timeZone,",
    ],
    ["FreeMarker's own name", { settings: { time_zone: "UTC" } }, "no setting called time_zone"],
    ["a setting that is no string", { settings: { locale: 5 } }, "locale must be a string"],
    ["fractions", { settings: { fractions: "Decimal" } }, 'one of milliseconds, decimal, not "Decimal"'],
    ["fractions that are null", { settings: { fractions: null } }, "milliseconds, decimal, not null"],
    ["a boolean format", { settings: { booleanFormat: "yes" } }, "boolean_format must be two texts"],
    ["a c format", { settings: { cFormat: "Perl" } }, 'no c_format "Perl"'],
    ["an unknown limit", { limits: { time: 5 } }, "no limit called time. There are: steps,"],
    ["a limit of 0", { limits: { steps: 0 } }, "steps must be a number above 0"],
    ["a limit below 0", { limits: { depth: -1 } }, "depth must be a number above 0"],
    ["a limit that is no number", { limits: { steps: Number.NaN } }, "steps must be a number above 0"],
    ["a limit that is a text", { limits: { steps: "100" } }, "steps must be a number above 0"],
  ];

  it.each(both)("compile refuses %s", (_, options, message) => {
    expect(() => compileWith(options)).toThrow(OptionError);
    expect(() => compileWith(options)).toThrow(message);
  });

  it.each([
    ...both,
    ["an option of compile", { name: "x" }, "no option of render called name"],
  ] as typeof both)("render refuses %s", (_, options, message) => {
    expect(() => renderWith(options)).toThrow(OptionError);
    expect(() => renderWith(options)).toThrow(message);
  });

  it("have a code", () => {
    expect(new OptionError("x")).toMatchObject({ code: "invalid-option", name: "OptionError" });
  });
});

describe("options", () => {
  it("that are undefined are as if they weren't there", () => {
    const options = {
      name: undefined,
      loader: undefined,
      syntax: { tagSyntax: undefined },
      settings: { locale: undefined, fractions: undefined },
      limits: { steps: undefined },
      values: undefined,
    };
    expect(compileWith(options)).toMatchObject({ name: "template" });
    expect(renderWith({ settings: undefined, limits: { outputLength: undefined } })).toBe("x");
  });

  // Values are what Apache FreeMarker 2.3.34 prints with these settings.
  it.each<[template: string, settings: CompileOptions["settings"], output: string]>([
    ["${1234.5}", {}, "1,234.5"],
    ["${1234.5}", { locale: "de_DE" }, "1.234,5"],
    ["${1234.5}", { numberFormat: "0.00" }, "1234.50"],
    ["${true}", { booleanFormat: "yes,no" }, "yes"],
    ["${true}", { booleanFormat: "c" }, "true"],
    ["${'2026-03-01'?date.iso}", { dateFormat: "dd.MM.yyyy" }, "01.03.2026"],
    ["${'10:30:00'?time.iso}", { timeFormat: "HH.mm" }, "10.30"],
    [
      "${'2026-03-01T10:30:00Z'?datetime.iso}",
      { timeZone: "Europe/Berlin", dateTimeFormat: "iso" },
      "2026-03-01T11:30:00+01:00",
    ],
    ["${'ä\"'?c}", { cFormat: "Java" }, '"ä\\""'],
    ["${'ä'?url} ${.url_escaping_charset}", { urlEscapingCharset: "ISO-8859-1" }, "%E4 ISO-8859-1"],
    ["${'ä'?url} ${.output_encoding}", { outputEncoding: "UTF-8" }, "%C3%A4 UTF-8"],
  ])("%s with %j is %s", (template, settings = {}, output) => {
    expect(compile(template, { settings }).render()).toBe(output);
    expect(compile(template).render({}, { settings })).toBe(output);
  });

  it("of render go before those of compile, each by itself, and last for that rendering", () => {
    const template = compile("${1234.5} ${true}", {
      settings: { locale: "de_DE", booleanFormat: "ja,nein" },
    });
    expect(template.render({}, { settings: { booleanFormat: "1,0" } })).toBe("1.234,5 1");
    expect(template.render()).toBe("1.234,5 ja");
  });

  it("go after what the template sets", () => {
    const template = compile("<#setting locale='fr_FR'>${0.5}", { settings: { locale: "en_US" } });
    expect(template.render({}, { settings: { locale: "en_US" } })).toBe("0,5");
  });

  it.each<[source: string, syntax: CompileOptions["syntax"], output: string]>([
    ["[#if true]x[/#if]<#if true>", { tagSyntax: "square_bracket" }, "x<#if true>"],
    ["[#if true]x[/#if]", { tagSyntax: "auto_detect" }, "x"],
    ["[=1] ${1}", { interpolationSyntax: "square_bracket" }, "1 ${1}"],
    ["${1} #{1}", { interpolationSyntax: "dollar" }, "1 #{1}"],
    ["${'a'?upperCase}", { namingConvention: "camel_case" }, "A"],
    ["<#assign x=1>\ny", { whitespaceStripping: false }, "\ny"],
    ["<#assign x=1>\ny", {}, "y"],
    ["<if true>x</if>", {}, "<if true>x</if>"],
    ["<if true>x</if>", { strictSyntax: false }, "x"],
    ["<#ftl strict_syntax=true><if true>x</if>", { strictSyntax: false }, "<if true>x</if>"],
    ["${'<'}", { outputFormat: "HTML" }, "&lt;"],
    ["${'<'}", { outputFormat: "HTML{RTF}" }, "&lt;"],
    ["${'<'}", { outputFormat: "HTML", autoEscapingPolicy: "disable" }, "<"],
  ])("of syntax: %s with %j is %s", (source, syntax = {}, output) => {
    expect(compile(source, { syntax }).render()).toBe(output);
  });

  it.each([
    ["page.ftlh", {}, "&#39;"],
    ["page.ftlx", {}, "&apos;"],
    ["page.ftl", {}, "'"],
    ["page.ftlh", { recognizeStandardFileExtensions: false }, "'"],
  ])("the name %s with %j escapes to %s", (name, syntax, output) => {
    expect(compile('${"\'"}', { name, syntax }).render()).toBe(output);
  });

  it("of values go before FreeMarker's own variables", () => {
    expect(compile("${compress}", { values: { compress: "value" } }).render()).toBe("value");
    expect(compile("<@compress>a  b</@>", { values: { other: "value" } }).render()).toBe("a b");
  });

  it("of limits take the rest from the defaults", () => {
    expect(() => compile("<#list 1.. as x></#list>", { limits: { steps: 100 } }).render()).toThrow(
      "100 steps",
    );
    const endless = { steps: Number.POSITIVE_INFINITY, milliseconds: Number.POSITIVE_INFINITY };
    expect(compile("x", { limits: endless }).render()).toBe("x");
    expect(DEFAULT_LIMITS.depth).toBe(250);
  });
});
