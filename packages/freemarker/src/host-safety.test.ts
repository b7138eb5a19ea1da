import { describe, expect, it } from "vitest";
import {
  compile,
  type CompileOptions,
  hostDirective,
  hostFunction,
  LimitError,
  OptionError,
  RenderError,
} from "./index.ts";

function failure(template: string, model: object, options: CompileOptions = {}): unknown {
  try {
    return compile(template, options).render(model);
  } catch (thrown) {
    return thrown;
  }
}

const boom = new TypeError("boom");
const throwing = (): never => {
  throw boom;
};

describe("functions of the host", () => {
  it("may render templates, also the one that calls them", () => {
    const template = compile('<#assign a = "outer">${again(0)}${a}');
    const again = hostFunction((depth) => {
      const next = Number(depth) + 1;
      return next > 3 ? "end " : template.render({ again: hostFunction(() => `${next} `) });
    });
    expect(template.render({ again })).toBe("1 outerouter");
  });

  it("throw errors that have a code and a cause, and can be recovered from", () => {
    const error = failure("a\n${f()}", { f: hostFunction(throwing) });
    expect(error).toBeInstanceOf(RenderError);
    expect(error).toMatchObject({ code: "host-failure", cause: boom, line: 2 });
    expect(failure("<#attempt>${f()}<#recover>r</#attempt>", { f: hostFunction(throwing) })).toBe("r");
  });

  it("fail themselves where templates that they render fail", () => {
    const inner = (text: string, limits = {}) => hostFunction(() => compile(text, { limits }).render());
    for (const f of [
      inner("${x"),
      inner("${missing}"),
      inner("<#list 1..999 as i></#list>", { steps: 50 }),
    ]) {
      expect(failure("\n${f()}", { f })).toMatchObject({
        code: "host-failure",
        line: 2,
        templateName: "template",
      });
      expect(failure("<#attempt>${f()}<#recover>r</#attempt>", { f })).toBe("r");
    }
  });

  it("see and change what templates then read", () => {
    const model = {
      n: { v: 1 },
      l: [1] as unknown[],
      f: hostFunction(() => {
        model.n = { v: 2 };
        model.l = [1, 2];
        return "";
      }),
    };
    expect(compile("${n.v}${l?size}${f()}${n.v}${l?size}").render(model)).toBe("1122");
  });

  it.each([
    ["nothing with a text", Object.create(null) as unknown],
    [
      "an error without a readable message",
      Object.defineProperty(new Error("x"), "message", {
        get() {
          throw new Error("no");
        },
      }),
    ],
  ])("may throw %s", (_, thrown) => {
    const f = hostFunction(() => {
      throw thrown;
    });
    expect(failure("${f()}", { f })).toMatchObject({ code: "host-failure" });
  });

  it.each([
    ["a function", () => throwing],
    ["a promise", () => Promise.resolve(1)],
    ["a symbol", () => Symbol("s")],
  ])("may not answer %s", (_, f) => {
    expect(failure("${f()}", { f: hostFunction(f) })).toMatchObject({ code: "host-failure", line: 1 });
  });

  it("take arguments that are large, deep, cyclic or without an end only within the limits", () => {
    let wide: unknown[] = [1];
    for (let i = 0; i < 40; i++) wide = [wide, wide];
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const model = { f: hostFunction((x) => typeof x), wide, cyclic };
    for (const argument of ["wide", "cyclic", "1..", "1..100000000"]) {
      expect(failure(`<#attempt>\${f(${argument})}<#recover></#attempt>`, model)).toBeInstanceOf(LimitError);
    }
    expect(failure("${f([{'a': [1, 2]}])}", model)).toBe("object");
  });
});

describe("directives of the host", () => {
  const wrap = hostDirective((call) => `[${call.render("x")}${call.render("y")}]`);

  it.each([
    ["<@wrap; v>${v}</@wrap>", "[xy]"],
    ["<#list 1..3 as i><@wrap; v>${v}<#if v == 'x'><#break></#if></@wrap>${i}</#list>", "[xy]"],
    ["<#macro m><@wrap; v>${v}<#return></@wrap>after</#macro><@m/>!", "[xy]!"],
    ["<#macro m a><@wrap>${a}<#nested></@wrap></#macro><@m a=1>n</@m>", "[1n1n]"],
  ])("%s", (template, expected) => {
    expect(compile(template).render({ wrap })).toBe(expected);
  });

  it("don't change errors and limits of their bodies, whatever they do with them", () => {
    const swallowing = hostDirective((call) => {
      try {
        return call.render();
      } catch {
        return "swallowed";
      }
    });
    expect(failure("\n<@wrap>\n${nope}</@wrap>", { wrap })).toMatchObject({ code: "missing-value", line: 3 });
    const endless = "<#list 1..1000000000 as i></#list>";
    const model = { wrap, swallowing };
    expect(failure(`<#attempt><@wrap>${endless}</@wrap><#recover></#attempt>`, model)).toMatchObject({
      limit: "steps",
    });
    expect(failure(`<@swallowing>${endless}</@swallowing>${endless}`, model)).toMatchObject({
      limit: "steps",
    });
    expect(
      failure("<#macro m><@wrap><@m/></@wrap></#macro><#attempt><@m/><#recover></#attempt>", model),
    ).toMatchObject({ limit: "depth" });
  });

  it("can't render their bodies later", () => {
    let kept: (() => string) | undefined;
    const keep = hostDirective((call) => {
      kept = () => call.render();
      return "";
    });
    const later = hostFunction(() => kept?.());
    expect(failure("<@keep>x</@keep>${later()}", { keep, later })).toMatchObject({ code: "host-failure" });
  });

  it("render their bodies as where they stand, also from within another one", () => {
    let outer: (() => string) | undefined;
    const keep = hostDirective((call) => {
      outer = () => call.render();
      return call.render();
    });
    const use = hostDirective(() => (outer === undefined ? "" : outer()).slice(0, 1));
    const template =
      "<#macro m x><#if x == 1><@use/></#if></#macro><#assign x = 5><#macro n x><@keep>${x}<#if x == 7></#if></@keep></#macro><@n 7/>";
    expect(compile(template).render({ keep, use })).toBe("7");
  });
});

describe("loaders", () => {
  const include = '\n<#include "x">';

  it.each([
    ["throws", throwing, boom],
    ["answers a number", () => 1, undefined],
    ["answers a promise", () => Promise.resolve(""), undefined],
  ])("one that %s is a failure of the host's", (_, loader, cause) => {
    // @ts-expect-error what a loader in JavaScript may do
    const options: CompileOptions = { loader };
    expect(failure(include, {}, options)).toMatchObject({ code: "host-failure", line: 2 });
    const error = failure('${1}<#include "x" parse=false>', {}, options);
    expect(error).toMatchObject(
      cause === undefined ? { code: "host-failure" } : { code: "host-failure", cause },
    );
    expect(failure('<#attempt><#import "x" as x><#recover>r</#attempt>', {}, options)).toBe("r");
  });

  it("may render, and are asked once for what doesn't parse, too", () => {
    const asked: string[] = [];
    const loader = (name: string): string => {
      asked.push(name);
      return name === "broken" ? "${" : compile(`[${name}]`).render();
    };
    const text = '<#list 1..3 as i><#attempt><#include "broken"><#recover>r</#attempt><#include "x"></#list>';
    expect(compile(text, { loader }).render()).toBe("r[x]r[x]r[x]");
    expect(asked).toEqual(["broken", "x"]);
  });
});

describe("a compiled template", () => {
  it("renders with settings of each rendering", () => {
    const template = compile("${1234.5} <#setting locale='fr'>${1.5}", { settings: { locale: "en_US" } });
    expect(template.render({}, { settings: { locale: "de_DE" } })).toBe("1.234,5 1,5");
    expect(template.render()).toBe("1,234.5 1,5");
    expect(template.render({}, { settings: { numberFormat: "0" } })).toBe("1234 2");
  });

  it("takes models of values that aren't JSON, and only fails where they are used", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    class Instance {
      a = 1;
    }
    const model = {
      ok: 1,
      it: new Instance(),
      f: throwing,
      s: Symbol("s"),
      proxy,
      fake: Object.create(Date.prototype) as unknown,
    };
    expect(compile("${ok}").render(model)).toBe("1");
    for (const name of ["it", "f", "s"]) {
      expect(failure(`\n\${${name}}`, model)).toMatchObject({ code: "unsupported", line: 2 });
    }
    expect(failure("\n${proxy}", model)).toMatchObject({ code: "host-failure", line: 2 });
    expect(failure("\n${fake}", model)).toMatchObject({ code: "host-failure", line: 2 });
    for (const wrong of [new Instance(), [1], throwing, proxy])
      expect(() => compile("").render(wrong)).toThrow(OptionError);
  });

  it("reads maps by their keys that are strings, and calls nothing of the others", () => {
    const key = { toString: throwing };
    const map = new Map<unknown, unknown>([["a", 1], [key, 2], [3, 4], ["__proto__", 5]]); // prettier-ignore
    expect(compile("<#list m as k, v>${k}=${v} </#list>${m['3']!'-'}").render({ m: map })).toBe(
      "a=1 __proto__=5 -",
    );
  });
});
