import { describe, expect, it } from "vitest";
import {
  compile,
  type CompileOptions,
  LimitError,
  type LimitName,
  OptionError,
  RenderError,
  TemplateSyntaxError,
} from "./index.ts";

/** What a template ends in. */
function failure(template: string, options: CompileOptions = {}, model: object = {}): unknown {
  try {
    return compile(template, options).render(model);
  } catch (thrown) {
    return thrown;
  }
}

const FOREVER = "<#list 1..1000000000 as i>";

describe("the limits", () => {
  const cases: readonly (readonly [LimitName, string])[] = [
    ["steps", `${FOREVER}</#list>`],
    ["outputLength", `${FOREVER}0123456789</#list>`],
    ["depth", "<#macro m><@m/></#macro><@m/>"],
    ["includeDepth", '<#include "main">'],
    ["milliseconds", `${FOREVER}</#list>`],
    ["valueSize", '${"x"?left_pad(1000000000)?length}'],
  ];
  const small = { steps: 100_000, outputLength: 1000, depth: 20, includeDepth: 5, valueSize: 1000 };

  it.each(cases)("%s ends in an error with its name and place", (limit, template) => {
    const limits = limit === "milliseconds" ? { steps: Infinity, milliseconds: 30 } : small;
    const text = `<#-- one -->\n${template}`;
    const options = { name: "main", loader: () => text };
    const expected = { code: "limit-exceeded", limit, templateName: "main", line: 2 };

    expect(failure(text, { ...options, limits })).toBeInstanceOf(LimitError);
    expect(failure(text, { ...options, limits })).toMatchObject(expected);
    expect(() => compile(text, options).render({}, { limits })).toThrow(LimitError);
    expect(failure(`<#attempt>${template}<#recover>caught</#attempt>`, { ...options, limits })).toMatchObject(
      { limit },
    );
  });

  it.each(["depth", "includeDepth", "outputLength", "steps", "valueSize"] as const)(
    "has a default for %s",
    (limit) => {
      const template = cases.find(([name]) => name === limit)?.[1] ?? "";
      expect(failure(template, { name: "main", loader: () => template })).toMatchObject({ limit });
    },
  );

  it("are never more than what JavaScript can make", () => {
    const limits = { valueSize: Infinity, outputLength: Infinity };
    expect(failure('${"x"?left_pad(2147483647)?length}', { limits })).toMatchObject({ limit: "valueSize" });
    expect(failure(`<#assign s = "ab">${FOREVER}<#assign s = s + s></#list>`, { limits })).toMatchObject({
      limit: "valueSize",
    });
    const text = '<#assign s = "ab"?left_pad(9000000)><#list 1..10000 as i>${s}</#list>';
    expect(failure(text, { limits })).toMatchObject({ limit: "outputLength" });
  });

  it("are numbers, and undefined ones are the default", () => {
    // @ts-expect-error what a caller in JavaScript may do
    expect(() => compile("", { limits: { steps: "10" } })).toThrow(OptionError);
    expect(() => compile("", { limits: { steps: Number.NaN } })).toThrow(OptionError);
    // @ts-expect-error what a caller in JavaScript may do
    expect(failure(`${FOREVER}</#list>`, { limits: { steps: undefined } })).toMatchObject({ limit: "steps" });
  });
});

describe("the stack", () => {
  const deep = `<#macro m>${"<#list 1..1 as x>".repeat(240)}<@m/>${"</#list>".repeat(240)}</#macro>\n<@m/>`;

  it("being full is going over the limit of depth", () => {
    expect(failure(deep)).toMatchObject({ limit: "depth" });
    expect(failure(`<#attempt>${deep}<#recover>caught</#attempt>`)).toMatchObject({ limit: "depth" });
  });

  it("is enough for the default limits", () => {
    const inside = "<#if n gt 0><#list 1..1 as x><#switch n><#default><@m n - 1/></#switch></#list></#if>";
    expect(compile(`<#macro m n>${inside}</#macro><@m 248/>done`).render()).toBe("done");
    const lambda = "<#function f n><#return (n gt 0)?then([n]?map(x -> f(x - 1))?first, 0)></#function>";
    expect(compile(`${lambda}\${f(248)}`).render()).toBe("0");
    const nested =
      "<#macro m n><#nested></#macro><#macro r n><#if n gt 0><@m n><@r n - 1/></@m></#if></#macro>";
    expect(compile(`${nested}<@r 82/>done`).render()).toBe("done");
    expect(compile("${e?eval}").render({ e: "(".repeat(240) + "1" + ")".repeat(240) })).toBe("1");
  });

  it("may be nearly full already when templates are compiled and rendered", () => {
    const nested = `${"<#if true>".repeat(240)}\${${"(".repeat(240)}1${")".repeat(240)}}${"</#if>".repeat(240)}`;
    const template = compile(nested);
    const seen: unknown[] = [];
    const dive = (): void => {
      try {
        dive();
      } catch {
        // Each level from the end of the stack upwards tries, so that the stack ends at every place of the engine.
      }
      if (seen.length < 4000)
        seen.push(
          outcome(() => template.render()),
          outcome(() => compile(nested).name),
        );
    };
    dive();
    // How many find no room to call the library at all, if any, depends on how much of it is compiled by then.
    expect(seen.filter((one) => one === "full").length).toBeLessThan(100);
    expect(new Set(seen.filter((one) => one !== "full"))).toEqual(new Set(["LimitError", "1"]));
  });

  function outcome(run: () => unknown): unknown {
    try {
      return run();
    } catch (thrown) {
      // Not even the library was called: there was no room for that.
      if (thrown instanceof RangeError) return "full";
      return thrown instanceof Error ? thrown.name : thrown;
    }
  }
});

describe("what takes time or memory by more than its length", () => {
  const defaults = Array.from({ length: 2000 }, (_, i) => `p${i}=p${i + 1}`).join(" ");
  const big = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]));
  const s = '<#assign s = "ab"?left_pad(5000000, "ab")>';
  it.each([
    ["defaults of parameters that wait for each other", `<#macro m ${defaults} p2000=1></#macro><@m/>`],
    ["the size of a large object", `${FOREVER}\${big?size}</#list>`],
    ["whether a large object has content", `${FOREVER}\${big?has_content?c}</#list>`],
    ["the first key of a large object", `${FOREVER}<#list big as k, v><#break></#list></#list>`],
    ["a large object and an empty one", `${FOREVER}<#assign x = big + {}></#list>`],
    ["escaping", `<#outputformat "HTML">${s}${FOREVER}<#assign x>\${s}</#assign></#list></#outputformat>`],
    ["looking up long names", `${s}${FOREVER}\${{}[s + i]!}</#list>`],
    ["characters of new long texts", `${s}${FOREVER}\${(s + i)[3]}</#list>`],
    ["many empty hashes", `<#assign q = []>${FOREVER}<#assign q = q + [[${"{},".repeat(500)}{}]]></#list>`],
    [
      "large numbers",
      `<#assign b = "9"?left_pad(4900, "9")?number>${FOREVER}<#assign c = b * b / b></#list>`,
    ],
    [
      "compiling texts",
      `<#assign t = "[1"?right_pad(100000, ",1") + "]">${FOREVER}<#assign x = t?eval></#list>`,
    ],
    ["sorting long texts", `${s}\${[s, s, s]?sort?size}`],
    ["sequences of names without an end", "${[{}]?sort_by(1..)?size}"],
    ["arguments without an end", "<#macro m a...></#macro><@m?with_args(1..)/>"],
    [
      "long names of templates",
      '<#include "a/"?left_pad(4000, "a/") + "*/x" ignore_missing=true>'.repeat(100),
    ],
    [
      "replacements that multiply",
      `\${"a"?left_pad(5000000, "a")?replace("a+", "$0"?left_pad(100000, "$0"), "r")?length}`,
    ],
  ])("%s is paid for", (_, template) => {
    const began = performance.now();
    const thrown = failure(template, { limits: { steps: 300_000, milliseconds: 20_000 } }, { big });

    expect(thrown).toBeInstanceOf(LimitError);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

it.each(["9".repeat(10_001), `0.${"0".repeat(20_000)}1`])(
  "a number with too many digits is a syntax error",
  (number) => {
    expect(() => compile(`\${${number}}`)).toThrow(TemplateSyntaxError);
    expect(failure("${e?eval}", {}, { e: number })).toMatchObject({ code: "invalid-value" });
  },
);

it.each(["XML", "XML{XML}", "HTML{XML{XML{RTF}}}"])("output formats combined up to %s are known", (name) => {
  expect(compile(`<#outputformat "${name}">x</#outputformat>`).render()).toBe("x");
});

it("output formats combined of more, each of which makes text longer, are not", () => {
  const name = `${"XML{".repeat(20)}XML${"}".repeat(20)}`;
  expect(() => compile(`<#outputformat "${name}">x</#outputformat>`)).toThrow(TemplateSyntaxError);
  expect(() => compile("", { syntax: { outputFormat: name } })).toThrow(OptionError);
});

describe("catastrophic regular expressions", () => {
  const text = `"a"?left_pad(30000, "a") + "!"`;
  const patterns = [
    "(a+)+$",
    "(a|a)*b",
    "(.*)(.*)(.*)x",
    "(?:(?:a{1,100}){1,100}){1,100}b",
    "(a*)*b",
    "(?=(a+))*b",
  ];
  const uses = [
    `(${text})?matches("#")?c`,
    `(${text})?replace("#", "x", "r")?length`,
    `(${text})?split("#", "r")?size`,
  ];

  it.each(patterns.flatMap((pattern) => uses.map((use) => use.replace("#", pattern))))(
    "%s ends soon",
    (use) => {
      const began = performance.now();
      const ending = failure(`\${${use}}`, { limits: { steps: 1_000_000 } });

      expect(
        typeof ending === "string" || ending instanceof LimitError || ending instanceof RenderError,
      ).toBe(true);
      expect(ending).not.toMatchObject({ code: "internal" });
      expect(performance.now() - began).toBeLessThan(3_000);
    },
  );
});

describe("escapes", () => {
  const nested = (depth: number, uses: number): string =>
    `<#escape x as ${"x+".repeat(depth)}x>${"${1}".repeat(uses)}</#escape>`;

  it("may not multiply what is compiled beyond the length of the template", () => {
    expect(() => compile(nested(230, 500))).toThrow(/escape/iu);
    expect(compile(nested(20, 500)).render()).toBe("21".repeat(500));
  });
});
