import { describe, expect, it, vi } from "vitest";
import {
  compile,
  Decimal,
  hostDirective,
  type HostDirectiveCall,
  hostFunction,
  type HostFunctionOptions,
  hostHash,
  LimitError,
  OptionError,
  RenderError,
} from "./index.ts";

/** What a host's function is called with by `${f(arguments)}`. */
function received(args: string, model: object = {}, options?: HostFunctionOptions): unknown[] {
  let seen: unknown[] = [];
  const f = hostFunction((...given) => {
    seen = given;
    return "";
  }, options);
  compile(`<#ftl output_format="HTML">\${f(${args})}`, { values: { f } }).render(model);
  return seen;
}

function decimal(text: string): Decimal {
  const parsed = Decimal.parse(text);
  if (parsed === undefined) throw new TypeError(`${text} is no number`);
  return parsed;
}

/** What a call throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe("hostFunction", () => {
  it.each<[args: string, model: object, expected: unknown[]]>([
    ["", {}, []],
    ["'ü', 1, true", {}, ["ü", 1, true]],
    ["1.50, 0.1 + 0.2, 1 / 3", {}, [1.5, 0.3, 0.333333333333]],
    ["12345678901234567890", {}, [Decimal.parse("12345678901234567890")]],
    ["9007199254740993", {}, [Decimal.parse("9007199254740993")]],
    ["x", { x: 0.1 }, [0.1]],
    ["x", { x: 10n ** 20n }, [1e20]],
    ["x, 1", {}, [undefined, 1]],
    ["x", { x: [1, null, ["a"]] }, [[1, null, ["a"]]]],
    ["x", { x: new Date(5) }, [new Date(5)]],
    [
      "1..3, ['a'] + ['b']",
      {},
      [
        [1, 2, 3],
        ["a", "b"],
      ],
    ],
    ["'<'?esc, '<b>'?no_esc", {}, ["&lt;", "<b>"]],
    ["f, [f]", {}, [undefined, [null]]],
  ])("gets (%s)", (args, model, expected) => {
    expect(received(args, model)).toEqual(expected);
  });

  it.each<[number: string, simple: number | Decimal, exact: number | Decimal]>([
    ["1.5", 1.5, 1.5],
    ["1.50", 1.5, decimal("1.50")],
    ["-2.0", -2, decimal("-2.0")],
    ["0.0", 0, decimal("0.0")],
    ["7", 7, 7],
    ["1.0E7", 10_000_000, 10_000_000],
    ["0.0000001", 1e-7, decimal("0.0000001")],
    ["1000000000000000000000", 1e21, decimal("1000000000000000000000")],
    ["0.12345678901234567890", decimal("0.12345678901234567890"), decimal("0.12345678901234567890")],
    ["1e400", decimal("1e400"), decimal("1e400")],
  ])("gets the decimal %s as %s, or with exact numbers %s", (number, simple, exact) => {
    const model = { n: decimal(number), within: [{ n: decimal(number) }] };
    expect(received("n, within", model)).toEqual([simple, [{ n: simple }]]);
    expect(received("n, within", model, { exactNumbers: false })).toEqual([simple, [{ n: simple }]]);
    expect(received("n, within", model, { exactNumbers: true })).toEqual([exact, [{ n: exact }]]);
  });

  it("gets what templates calculate and write as JavaScript numbers, also with exact numbers", () => {
    const args = "n + 0, n * 2, n / 3, 1.50, '1.50'?number, n?round";
    expect(received(args, { n: decimal("1.50") }, { exactNumbers: true })).toEqual([
      1.5, 3, 0.5, 1.5, 1.5, 2,
    ]);
  });

  it.each<[options: unknown, message: string]>([
    [{ exact: true }, "no option of hostFunction called exact"],
    [{ exactNumbers: 1 }, "exactNumbers must be of type boolean"],
    [null, "must be an object"],
  ])("refuses the options %j", (options, message) => {
    // @ts-expect-error JavaScript may give anything
    const make = () => hostFunction(() => "", options);
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it("gets hashes as objects without a prototype, null for what is missing", () => {
    const [given] = received("x", { x: { a: null, b: { c: 1 } } });
    expect(given).toEqual({ a: null, b: { c: 1 } });
    expect(Object.getPrototypeOf(given)).toBeNull();
  });

  it("gets copies", () => {
    const model = { x: { a: [1] } };
    const [given] = received("x", model);
    expect(given).not.toBe(model.x);
  });

  it.each<[answer: unknown, output: string]>([
    ["a<b", "a<b"],
    [1234.5, "1,234.5"],
    [Decimal.parse("0.10"), "0.1"],
    [undefined, "none"],
    [null, "none"],
    [[1, 2], "1 2"],
    [{ a: 1 }, "a"],
  ])("may answer %s", (answer, output) => {
    const text =
      "<#assign x=f()!'none'><#if x?is_sequence>${x?join(' ')}<#elseif x?is_hash>${x?keys[0]}<#else>${x}</#if>";
    expect(compile(text, { values: { f: hostFunction(() => answer) } }).render()).toBe(output);
  });

  it("may answer functions, and take the place of a lambda", () => {
    const values = { add: hostFunction((a) => hostFunction((b) => Number(a) + Number(b))) };
    expect(compile("${add(1)(2)} ${[1, 2]?map(add(3))?join(' ')}", { values }).render()).toBe("3 4 5");
  });

  it("can be given in the data model, which goes before values", () => {
    const values = { f: hostFunction(() => "value") };
    const template = compile("${f()}", { values });
    expect([template.render(), template.render({ f: hostFunction(() => "model") })]).toEqual([
      "value",
      "model",
    ]);
  });

  it.each([new RangeError("boom"), "boom"])(
    "that throws %s is a failure, with that for its cause",
    (cause) => {
      const f = hostFunction(() => {
        throw cause;
      });
      const error = thrownBy(() => compile("\n${f()}", { values: { f } }).render());
      expect(error).toBeInstanceOf(RenderError);
      expect(error).toMatchObject({ code: "host-failure", description: "boom", line: 2, cause });
      expect(compile("<#attempt>${f()}<#recover>caught</#attempt>", { values: { f } }).render()).toBe(
        "caught",
      );
    },
  );

  it("that answers what no data model holds is an error", () => {
    const f = hostFunction(() => new Set());
    expect(thrownBy(() => compile("${f()}", { values: { f } }).render())).toMatchObject({
      code: "host-failure",
    });
  });

  it.each([
    ["a range without an end", "${f(1..)}"],
    ["a large range", "${f(1..1000000000)}"],
    [
      "a value that holds another one many times over",
      "<#assign a=[1]><#list 1..40 as i><#assign a=[a, a]></#list>${f(a)}",
    ],
    ["a large range, again and again", "<#assign a=1..5000><#list 1..1000000 as i>${f(a)}</#list>"],
    ["the same, for a directive", "<@d a=1../>"],
    ["a long text, again and again", "<#assign a='x'?left_pad(100000)><#list 1..9999 as i>${f(a)}</#list>"],
    [
      "a hash with a long name, again and again",
      "<#assign a={'x'?left_pad(100000): 1}><#list 1..9999 as i>${f(a)}</#list>",
    ],
  ])("isn't given %s: that goes over a limit", (_, text) => {
    const values = { f: hostFunction(() => ""), d: hostDirective(() => "") };
    const template = compile(`<#attempt>${text}<#recover></#attempt>`, {
      values,
      limits: { steps: 1_000_000 },
    });
    expect(() => template.render()).toThrow(LimitError);
  });

  it("answers no text that is longer than a value may be, and long ones not without end", () => {
    const values = { f: hostFunction((length) => "x".repeat(Number(length))) };
    const limits = { valueSize: 100_000, steps: 100_000 };
    const render = (text: string) => compile(text, { values, limits }).render();
    expect(render("${f(100000)?length?c}")).toBe("100000");
    expect(() => render("${f(100001)?length}")).toThrow(LimitError);
    const long = { long: "x".repeat(200_000) };
    const length = hostFunction((text) => String(text).length);
    expect(compile("${length(long)?c}", { values: { length }, limits }).render(long)).toBe("200000");
    expect(() => render("<#list 1..999 as i><#assign x = f(99999)></#list>")).toThrow(LimitError);
  });

  it("is given decimals with the zeros at their end where it asks for that", () => {
    const text = "${f(1.5)} ${f(n)} ${f(d)} ${f([d])}";
    const model = { n: 1.5, d: Decimal.parse("1.50") };
    const render = (exactNumbers: boolean) =>
      compile(text, { values: { f: hostFunction(String, { exactNumbers }) } }).render(model);
    expect(render(true)).toBe("1.5 1.5 1.50 1.50");
    expect(render(false)).toBe("1.5 1.5 1.5 1.5");
  });

  it.each([5, undefined, {}])("takes a function, not %j", (run) => {
    // @ts-expect-error JavaScript may give anything
    expect(() => hostFunction(run)).toThrow(OptionError);
    // @ts-expect-error JavaScript may give anything
    expect(() => hostDirective(run)).toThrow(OptionError);
  });
});

it("a value of the model that has itself in it goes over a limit too", () => {
  const model: Record<string, unknown> = {};
  model["self"] = model;
  const template = compile("<#attempt>${f(self)}<#recover></#attempt>", {
    values: { f: hostFunction(() => "") },
  });
  expect(() => template.render(model)).toThrow(LimitError);
});

describe("hostHash", () => {
  it("has the names it was given, and no others", () => {
    const values = {
      math: hostHash({ max: hostFunction((a, b) => Math.max(Number(a), Number(b))), none: null }),
    };
    const text = "${math.max(1, 2)} ${math?keys?join(',')} ${math.constructor!'-'} ${math.none!'-'}";
    expect(compile(text, { values }).render()).toBe("2 max - -");
  });

  it("takes what a data model may hold", () => {
    expect(() => hostHash({ f: () => 1 })).toThrow("give it as hostFunction(…)");
    expect(() => hostHash({ f: new Set() })).toThrow(OptionError);
  });
});

describe("hostDirective", () => {
  const run = (text: string, body: (call: HostDirectiveCall) => string): string =>
    compile(`<#ftl output_format="HTML">${text}`, { values: { d: hostDirective(body) } }).render({
      m: { x: null },
    });

  it("gets named and positional arguments", () => {
    const seen = vi.fn<(call: HostDirectiveCall) => string>(() => "");
    run("<@d a=1 b=m/>", seen);
    run("<@d 1, 'x'/>", seen);
    const none: object = Object.create(null);
    expect(seen.mock.calls[0]?.[0]).toMatchObject({
      named: { a: 1, b: { x: null } },
      positional: [],
      hasBody: false,
    });
    expect(seen.mock.calls[1]?.[0]).toMatchObject({ named: none, positional: [1, "x"] });
  });

  it.each<[text: string, output: string]>([
    ["<@d>${'<'}</@d>", "[&lt;]"],
    ["<@d/>", "[]"],
    ["<@d; a, b>${a}${b!'-'}</@d>", "[1-]"],
    ["<#list 1..2 as i><@d>${i}<#break></@d>${i}</#list>!", "[1]!"],
    ["<#macro m><@d>${x}<#return></@d></#macro><#assign x=1><@m/>", "[1]"],
  ])("renders what is in it: %s: %s", (text, output) => {
    expect(run(text, ({ render }) => `[${render(1)}]`)).toBe(output);
  });

  it("prints what it answers as it is", () => {
    expect(run("<@d/>", () => "<b>")).toBe("<b>");
  });

  it("may render what is in it several times, or not at all", () => {
    expect(run("<@d>x</@d>", ({ render }) => render() + render())).toBe("xx");
    expect(run("<@d>${nope}</@d>", () => "-")).toBe("-");
  });

  it("passes on the errors of what is in it", () => {
    const error = thrownBy(() => run("\n<@d>${nope}</@d>", ({ render }) => render()));
    expect(error).toMatchObject({ code: "missing-value", line: 2, column: 7 });
  });

  it("passes on limits that are gone over in it", () => {
    const text = "<#attempt><@d><#list 1.. as x></#list></@d><#recover>caught</#attempt>";
    expect(() => run(text, ({ render }) => render())).toThrow(LimitError);
  });

  it("that throws, or answers no text, is a failure", () => {
    const fail = (): string => {
      throw new TypeError("boom");
    };
    expect(thrownBy(() => run("<@d/>", fail))).toMatchObject({ code: "host-failure", description: "boom" });
    // @ts-expect-error JavaScript may give anything
    expect(thrownBy(() => run("<@d/>", () => 5))).toMatchObject({ code: "host-failure" });
  });
});
