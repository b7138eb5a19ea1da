import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import {
  compile,
  Decimal,
  FreeMarkerError,
  LimitError,
  type Limits,
  OptionError,
  RenderError,
  TemplateSyntaxError,
} from "./index.ts";

/** What a call throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

const bare: object = Object.create(null);
const foreign: object = runInNewContext("({ a: 1 })");
const child: object = Object.create({ secret: 1 }, {});

class Account {
  readonly balance = 1;
}

describe("compile", () => {
  it("keeps the source and the name, without a slash at its front", () => {
    expect(compile("a", { name: "/x/y.ftl" })).toMatchObject({ name: "x/y.ftl", source: "a" });
  });

  it("takes a text alone", () => {
    // @ts-expect-error JavaScript may give anything
    expect(() => compile(Buffer.from("x"))).toThrow(OptionError);
  });

  it("tells all syntax errors at once, in the order of the template", () => {
    const text = "<#if user??>\n${user.name?upper}\n<#foo>\n</#list>";
    const error = thrownBy(() => compile(text, { name: "mail.ftl" }));
    expect(error).toBeInstanceOf(TemplateSyntaxError);
    expect(error).toMatchObject({
      code: "template-syntax",
      name: "TemplateSyntaxError",
      templateName: "mail.ftl",
      line: 2,
      column: 13,
      faults: [
        { templateName: "mail.ftl", line: 2, column: 13 },
        { line: 3, column: 1, description: expect.stringContaining('no directive "#foo"') },
        { line: 4, column: 1 },
      ],
    });
  });
});

describe("a data model", () => {
  it.each<[what: string, model: object]>([
    ["an object", { a: 1 }],
    ["an object without a prototype", Object.assign(bare, { a: 1 })],
    ["a Map", new Map([["a", 1]])],
    ["an object of another realm", foreign],
  ])("can be %s", (_, model) => {
    expect(compile("${a}").render(model)).toBe("1");
  });

  it("can be left out", () => {
    expect(compile("${a!'-'}").render()).toBe("-");
  });

  it.each<[what: string, model: unknown]>([
    ["null", null],
    ["a text", "x"],
    ["an array", []],
    ["a Date", new Date(0)],
    ["an instance of a class", new Account()],
    ["a function", () => 1],
  ])("can't be %s", (_, model) => {
    // @ts-expect-error JavaScript may give anything
    expect(() => compile("x").render(model)).toThrow(OptionError);
  });

  it.each<[what: string, value: unknown]>([
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["an instance of a class", new Account()],
    ["a Set", new Set()],
    ["a typed array", new Uint8Array(1)],
  ])("with %s is refused where that is read, and only there", (_, value) => {
    expect(thrownBy(() => compile("${x}").render({ x: value }))).toMatchObject({ code: "unsupported" });
    expect(compile("${y}").render({ x: value, y: "y" })).toBe("y");
  });

  it.each([
    ["constructor", {}],
    ["__proto__", {}],
    ["toString", {}],
    ["x.constructor", { x: {} }],
    ["x['__proto__']", { x: {} }],
    ["x.length", { x: {} }],
    ["x.secret", { x: child }],
  ])("shows nothing of prototypes: %s", (expression, model) => {
    const read = thrownBy(() => compile(`\${(${expression})!"none"}`).render(model));
    expect(read ?? compile(`\${(${expression})!"none"}`).render(model)).toSatisfy(
      (answer: unknown) =>
        answer === "none" || (answer instanceof RenderError && answer.code === "unsupported"),
    );
  });

  it("shows keys that are named as those of Object.prototype, if it has them", () => {
    const model: object = JSON.parse('{"__proto__": {"constructor": "own"}}');
    expect(compile("${__proto__.constructor}").render(model)).toBe("own");
  });

  it("runs no getter", () => {
    const get = vi.fn<() => string>(() => "x");
    const model = Object.defineProperty({}, "a", { get, enumerable: true });
    expect(compile("${a!'none'}").render(model)).toBe("none");
    expect(get).not.toHaveBeenCalled();
  });

  it.each<[value: unknown, output: string]>([
    [0.1, "0.1"],
    [-0, "0"],
    [1e21, "1000000000000000000000"],
    [5e-7, "5E-7"],
    [123n, "123"],
    [12345678901234567890n, "12345678901234567890"],
    [Decimal.parse("12345678901234567890.12345"), "12345678901234567890.12345"],
    [true, "true"],
    ["ü", '"ü"'],
  ])("holds %s, which ?c writes as %s", (x, output) => {
    expect(compile("${x?c}").render({ x })).toBe(output);
  });

  it("holds dates, which are datetimes", () => {
    expect(compile("${x?is_datetime?c} ${x?iso_utc}").render({ x: new Date(0) })).toBe(
      "true 1970-01-01T00:00:00Z",
    );
  });

  it.each([null, undefined])("takes %s for a missing value", (x) => {
    expect(compile("${x!'none'} ${y.x!'none'} ${(z[0])!'none'}").render({ x, y: { x }, z: [x] })).toBe(
      "none none none",
    );
  });

  it("isn't changed by templates", () => {
    const model = { a: { b: [1] } };
    compile("<#assign a=1><#global b=2><#assign c=model!>").render(model);
    expect(model).toEqual({ a: { b: [1] } });
  });
});

describe("errors", () => {
  it("tell what, and where", () => {
    const error = thrownBy(() => compile("a\n  ${b.c}", { name: "x.ftl" }).render({ b: {} }));
    expect(error).toBeInstanceOf(RenderError);
    expect(error).toBeInstanceOf(FreeMarkerError);
    expect(error).toMatchObject({
      name: "RenderError",
      code: "missing-value",
      templateName: "x.ftl",
      line: 2,
      column: 5,
    });
    expect(error).toHaveProperty(
      "message",
      expect.stringMatching(/^There is no value for: b\.c\.(?:.|\n)*line 2, column 5\]$/u),
    );
    expect(error).toHaveProperty("description", expect.not.stringContaining("line 2"));
  });

  it.each<[limit: keyof Limits, value: number, template: string]>([
    ["steps", 1000, "<#list 1.. as x></#list>"],
    ["outputLength", 1000, "<#list 1.. as x>xx</#list>"],
    ["depth", 20, "<#macro m><@m/></#macro><@m/>"],
    ["includeDepth", 10, '<#include "again">'],
    ["milliseconds", 20, "<#list 1.. as x></#list>"],
    ["valueSize", 1000, "${''?left_pad(1001)}"],
    ["depth", Number.POSITIVE_INFINITY, "<#macro m><@m/></#macro><@m/>"],
  ])("tell the limit %s of %d, which no template recovers from", (limit, value, template) => {
    const limits = { steps: Number.POSITIVE_INFINITY, [limit]: value };
    const loader = (): string => template;
    for (const text of [template, `<#attempt>${template}<#recover>caught</#attempt>`]) {
      const error = thrownBy(() => compile(text, { limits, loader }).render());
      expect(error).toBeInstanceOf(LimitError);
      expect(error).toMatchObject({ code: "limit-exceeded", limit, line: 1 });
    }
  });

  it("leave nothing behind for the next rendering", () => {
    const template = compile("<#assign x=(x!0)+1><#global y=(y!0)+1>${x}${y}<#if fail!false>${nope}</#if>");
    expect(() => template.render({ fail: true })).toThrow(RenderError);
    expect(template.render()).toBe("11");
  });
});

describe("a loader", () => {
  it.each([
    ["mail/a.ftl", "foot.ftl", "mail/foot.ftl"],
    ["mail/a.ftl", "/foot.ftl", "foot.ftl"],
    ["mail/a.ftl", "../foot.ftl", "foot.ftl"],
    ["/mail/a.ftl", "./x/../foot.ftl", "mail/foot.ftl"],
    ["a.ftl", "lib/foot.ftl", "lib/foot.ftl"],
    ["a.ftl", "constructor", "constructor"],
  ])("is asked in %s for %s as %s", (name, included, asked) => {
    const loader = vi.fn<() => string>(() => "x");
    compile(`<#include "${included}">`, { name, loader }).render();
    expect(loader.mock.calls).toEqual([[asked]]);
  });

  it.each(["../x.ftl", "/../x.ftl", "a/../../x.ftl", "a\\x0000b"])("is never asked for %s", (included) => {
    const loader = vi.fn<() => string>(() => "x");
    const error = thrownBy(() => compile(`<#include "${included}">`, { name: "a.ftl", loader }).render());
    expect(error).toBeInstanceOf(FreeMarkerError);
    expect(loader).not.toHaveBeenCalled();
  });

  it("is asked once for each name, there or not, over all renderings", () => {
    const loader = vi.fn<(name: string) => string | undefined>((name) => (name === "x" ? "${n}" : undefined));
    const text =
      '<#list 1..3 as n><#include "x"><#include "x" parse=false><#include "y" ignore_missing=true></#list>';
    const template = compile(text, { loader });
    expect([template.render(), template.render()]).toEqual(["1${n}2${n}3${n}", "1${n}2${n}3${n}"]);
    expect(loader.mock.calls).toEqual([["x"], ["y"]]);
  });

  it("keeps its templates, however many names there are that it has none for", () => {
    const loader = vi.fn<(name: string) => string | undefined>((name) => (name === "real" ? "r" : undefined));
    const text = '<#list 1..1500 as n><#include "n" + n?c ignore_missing=true></#list><#include "real">';
    const template = compile(text, { loader });
    template.render();
    expect(template.render()).toBe("r");
    expect(loader.mock.calls.filter(([name]) => name === "real")).toHaveLength(1);
  });

  it("isn't remembered for names without end", () => {
    const loader = vi.fn<() => undefined>(() => undefined);
    const template = compile('<#list 1..1500 as n><#include "n" + n?c ignore_missing=true></#list>', {
      loader,
    });
    template.render();
    expect(loader.mock.calls).toHaveLength(1500);
  });

  it.each<[what: string, loader: (name: string) => string | undefined, message: string]>([
    ["is missing", () => undefined, 'There is no template called "lib/x.ftl"'],
    ["can't be parsed", () => "a\n<#if true>", `The template "lib/x.ftl" can't be parsed`],
  ])("whose template %s is an error at the place that names it", (_, loader, message) => {
    const template = compile('\n<#include "x.ftl">', { name: "lib/main.ftl", loader });
    const error = thrownBy(() => template.render());
    expect(error).toMatchObject({ code: "template-not-found", templateName: "lib/main.ftl", line: 2 });
    expect(error).toHaveProperty("description", expect.stringContaining(message));
  });

  it("has the place of a syntax error in the message, and parses the template once", () => {
    const template = compile(
      "<#list 1..2 as x><#attempt><#include 'x'><#recover>${.error}</#attempt></#list>",
      {
        loader: () => "a\n  <#foo>",
      },
    );
    const output = template.render();
    expect(output.match(/in template "x" at line 2, column 3/gu)).toHaveLength(2);
  });

  it("has the place of an error in the template that it is in", () => {
    const template = compile('<#include "x">', { loader: () => "a\n\n${nope}" });
    expect(thrownBy(() => template.render())).toMatchObject({ templateName: "x", line: 3, column: 3 });
  });

  it("that throws is a failure of the host", () => {
    const cause = new Error("disk");
    const loader = (): string => {
      throw cause;
    };
    const error = thrownBy(() => compile('\n<#include "x">', { loader }).render());
    expect(error).toMatchObject({ code: "host-failure", description: "disk", line: 2, cause });
  });

  it.each<[what: string, answer: unknown]>([
    ["a promise", Promise.resolve("x")],
    ["a Buffer", Buffer.from("x")],
    ["null", null],
  ])("that answers %s is a failure of the host", (_, answer) => {
    const loader = (): unknown => answer;
    // @ts-expect-error JavaScript may give anything
    expect(thrownBy(() => compile('<#include "x">', { loader }).render())).toMatchObject({
      code: "host-failure",
    });
  });
});
