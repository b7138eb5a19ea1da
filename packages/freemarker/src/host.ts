import { itemsOf } from "./builtins/sequences/each.ts";
import { Fault } from "./fault.ts";
import { type DirectiveCall, DirectiveValue } from "./runtime/directives.ts";
import { asBoolean, asDate, asHash, asNumber, asString, asCollection } from "./runtime/convert.ts";
import { type Budget, LimitFault } from "./runtime/limits.ts";
import { ensureStack, isStackOverflow } from "./runtime/stack.ts";
import { type Callable, FunctionMethod } from "./values/callable.ts";
import { MapHash } from "./values/hash.ts";
import { Markup } from "./values/markup.ts";
import type { Maybe, Value } from "./values/value.ts";
import { wrap } from "./values/wrap.ts";

/**
 * Makes a function of the host's callable in templates: `${name(1, "a")}`.
 *
 * It gets its arguments as JSON-like values (see `toHost`), and may answer anything that a data model may hold. What it throws
 * becomes a `RenderError` with the code `host-failure`, with the thrown error as its `cause`.
 */
export function hostFunction(run: (...args: unknown[]) => unknown): Callable {
  return new FunctionMethod((args, budget) => {
    const given = args.map((arg) => toHost(arg, budget));
    return wrap(guarded(() => run(...given)));
  });
}

/** What a host's directive is called with. */
export interface HostDirectiveCall {
  /** The arguments of `<@name a=1 b=2>`, by name. */
  readonly named: Readonly<Record<string, unknown>>;
  /** The arguments of `<@name 1, 2>`. */
  readonly positional: readonly unknown[];
  /** Whether there is anything between the tags. */
  readonly hasBody: boolean;
  /** Renders what is between the tags; the loop variables of `<@name; a, b>` take the values. */
  render(...loopValues: unknown[]): string;
}

/** Makes a directive of the host's: `<@name a=1>…</@name>`. What it answers is printed as it is, unescaped. */
export function hostDirective(run: (call: HostDirectiveCall) => string): Callable {
  return new DirectiveValue((call: DirectiveCall, budget) => {
    const named = record(call.named, budget);
    const positional = call.positional.map((value) => toHost(value, budget));
    /** What the body threw, if anything, is no failure of the host's when it comes out of the directive. */
    const ofBody = new Set<unknown>();
    const render = (...values: unknown[]): string => {
      const loopValues = values.map(wrap);
      try {
        return call.render(...loopValues);
      } catch (thrown) {
        ofBody.add(thrown);
        throw thrown;
      }
    };
    return guarded(() => run({ named, positional, hasBody: call.hasBody, render }), ofBody);
  });
}

/** Makes a hash whose values are host values: for functions in groups, `${math.max(1, 2)}`. Only these names are there. */
export function hostHash(values: Readonly<Record<string, unknown>>): Value {
  return new MapHash(wrapAll(values));
}

/** Wraps values of the host's by name; missing ones are left out. */
export function wrapAll(values: Readonly<Record<string, unknown>>): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const [name, value] of Object.entries(values)) {
    const wrapped = wrap(value);
    if (wrapped !== undefined) map.set(name, wrapped);
  }
  return map;
}

/** The error of a host's function or directive, on its way to the place that it was called from. */
function guarded<T>(run: () => T, ofTemplate: ReadonlySet<unknown> = new Set()): T {
  try {
    return run();
  } catch (thrown) {
    if (ofTemplate.has(thrown) || isStackOverflow(thrown)) throw thrown;
    const fault = new Fault("host-failure", thrown instanceof Error ? thrown.message : String(thrown));
    fault.cause = thrown;
    throw fault;
  }
}

/** How deep values may be within each other that are handed to a host. */
const DEEPEST = 500;

/**
 * A value of the template's for a function of the host's: strings, booleans, numbers (a `Decimal` where a JavaScript number
 * can't say it), `Date`s, arrays and objects without a prototype; markup as its text, methods and macros not at all.
 *
 * @throws {LimitFault} for what is too large, too deep or has no end
 */
export function toHost(value: Maybe, budget: Budget, depth = 0): unknown {
  const simple = asString(value) ?? asNumber(value) ?? asBoolean(value);
  if (simple !== undefined) return simple;
  if (value instanceof Markup) return value.source;
  const date = asDate(value);
  if (date !== undefined) return new Date(date.epochMilliseconds);
  if (depth % 32 === 31) ensureStack();
  if (depth > DEEPEST)
    throw new LimitFault("depth", `A value for the host is more than ${DEEPEST} levels deep.`);
  const items = asCollection(value);
  if (items !== undefined) {
    budget.spend(4);
    return itemsOf(items, budget).map((item) => toHost(item, budget, depth + 1));
  }
  const hash = asHash(value);
  if (hash === undefined) return undefined;
  return record(
    hash.keys().map((key) => [key, hash.get(key)]),
    budget,
    depth + 1,
  );
}

function record(
  entries: Iterable<readonly [string, Maybe]>,
  budget: Budget,
  depth = 0,
): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  budget.spend(4);
  for (const [name, value] of entries) {
    budget.spend(2);
    result[name] = toHost(value, budget, depth);
  }
  return result;
}
