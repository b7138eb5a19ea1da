import { compile, hostDirective, hostFunction, hostHash } from "../../src/index.ts";

/** Texts that no template may print: each stands where a template must not get to. */
export const SECRET = "CANARY";

/** What a model does that templates must not make it do. */
export interface Trap {
  /** What was touched. */
  readonly sprung: string[];
}

class Instance {
  own = "own";
  get secret(): string {
    return `${SECRET}-instance`;
  }
}

/** A model of everything that a host may hand over by mistake. What is called by reading it is noted in the trap. */
export function hostileModel(trap: Trap): Record<string, unknown> {
  const spring = (what: string) => (): string => {
    trap.sprung.push(what);
    return `${SECRET}-${what}`;
  };
  const cyclic: Record<string, unknown> = { a: 1, list: [1, 2] };
  cyclic["self"] = cyclic;
  const sparse: unknown[] = [1];
  sparse[5] = 6;
  return {
    getter: Object.defineProperty({ a: 1 }, "secret", { enumerable: true, get: spring("getter") }),
    instance: { it: new Instance() },
    fn: { it: spring("function"), named: Object.assign(spring("function"), { a: 1 }) },
    proxy: new Proxy({ a: 1, b: [1] }, { get: spring("proxy get"), has: () => spring("proxy has")() === "" }),
    revoked: { it: revoked() },
    sparse,
    extra: Object.assign([1, 2], { secret: `${SECRET}-extra` }),
    bare: Object.assign(Object.create(null), { a: 1, toString: "mine", constructor: "mine" }),
    frozen: Object.freeze({ a: Object.freeze([1, 2]) }),
    cyclic,
    big: 10n ** 30n,
    badDate: new Date(Number.NaN),
    dates: { d: new Date(0), max: new Date(8.64e15), min: new Date(-8.64e15) },
    map: new Map<unknown, unknown>([["a", 1], [1, 2], [{ toString: spring("map key") }, 3], ["__proto__", { polluted: 4 }]]), // prettier-ignore
    symbols: { [Symbol("s")]: `${SECRET}-symbol`, [Symbol.toPrimitive]: spring("toPrimitive"), a: 1 },
    inherited: Object.setPrototypeOf({ a: 1 }, { secret: `${SECRET}-inherited` }) as unknown,
    own: JSON.parse(`{"__proto__": {"polluted": "own"}, "constructor": 1, "a": "x"}`) as unknown,
    sym: { it: Symbol("s") },
    nan: Number.NaN,
    inf: Number.NEGATIVE_INFINITY,
    nul: null,
    undef: undefined,
    ...plainModel(),
    ...hostModel(),
  };
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function plainModel(): Record<string, unknown> {
  let deep: unknown = 1;
  for (let i = 0; i < 3000; i++) deep = i % 2 === 0 ? [deep] : { a: deep };
  let wide: unknown = [1];
  for (let i = 0; i < 40; i++) wide = [wide, wide];
  return {
    deep,
    wide,
    text: "a <b> & 'c' \"d\" ${1}",
    longText: "aaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbb Hello, wörld ßİ 😀\ud800 ".repeat(20),
    list: [3, 1, 2, { a: "x", b: 1 }, null, [], "a", true],
    hash: { a: 1, b: { c: "d" }, list: [1, 2, 3], "odd key": "", text: "t" },
    huge: 1.7976931348623157e308,
    tiny: 5e-324,
    markup: "<b>&amp;</b>",
    endless: Array.from({ length: 2000 }, (_, i) => ({ a: i % 7, b: `n${i}` })),
  };
}

function hostModel(): Record<string, unknown> {
  return {
    echo: hostFunction((...args) => args[0]),
    boom: hostFunction(() => {
      throw new TypeError("boom");
    }),
    // A host that renders while it is rendered for.
    render: hostFunction((text) =>
      compile(String(text), { limits: { milliseconds: 100 } }).render({ text: "inner", list: [1] }),
    ),
    host: hostDirective(
      (call) => `${Object.keys(call.named).length}${call.render(call.named["a"], 2)}${call.render(1)}`,
    ),
    group: hostHash({
      twice: hostFunction((x) => `${String(x)}${String(x)}`),
      odd: hostFunction(() => () => 1),
    }),
  };
}
