import { Fault, hostFailure } from "./core/fault.ts";
import { Decimal } from "./numbers/decimal.ts";
import { checkHostFunctionOptions, type HostFunctionOptions, OptionError } from "./options.ts";
import { asBoolean, asCollection, asDate, asHash, asNumber, asString } from "./runtime/convert.ts";
import { type DirectiveCall, DirectiveValue } from "./runtime/directives.ts";
import { type Budget, LimitFault } from "./core/limits.ts";
import { ensureStack, isStackOverflow } from "./core/stack.ts";
import { FunctionMethod } from "./values/callable.ts";
import { MapHash } from "./values/hash.ts";
import { Markup } from "./values/markup.ts";
import { wrap } from "./values/wrap.ts";
import { type Callable, type Hash, type Maybe, Sequence, type Value } from "./values/value.ts";

/** What `hostFunction`, `hostDirective` and `hostHash` make: a value for data models and for `CompileOptions.values`. */
export type HostValue = Callable | Hash;

/**
 * Makes a function of the host's callable in templates: `${name(1, "a")}`.
 *
 * Its arguments are JSON-like: strings, booleans, numbers (a `Decimal` where a JavaScript number can't say it), `Date`s, arrays
 * and objects without a prototype, with null for what is missing in them. An argument that is missing itself is undefined, as is
 * a macro or a function; markup is given as its source. They are copies, which the template pays for by its `steps`, as it does
 * for a text that is answered: one step for each 64 characters. A function should take no more than some microseconds, and time
 * in proportion to its texts.
 *
 * It may answer anything that a data model may hold. What it throws becomes a `RenderError` with the code `host-failure`, with
 * the thrown error as its `cause`.
 *
 * @throws {OptionError} for what is no function, and for options that can't be
 */
export function hostFunction(
  run: (...args: unknown[]) => unknown,
  options: HostFunctionOptions = {},
): HostValue {
  mustBeFunction("hostFunction", run);
  checkHostFunctionOptions(options);
  const copyNumber = options.exactNumbers === true ? asWritten : simplest;
  return new FunctionMethod((args, budget) => {
    const copying = { budget, copyNumber };
    const given = args.map((arg) => toHost(arg, copying));
    const answer = guarded(run, given);
    if (typeof answer !== "string") return wrapAnswer(answer);
    budget.exchange(answer.length);
    return answer;
  });
}

/** What a host's directive is called with. */
export interface HostDirectiveCall {
  /** The arguments of `<@name a=1 b=2>`, by name; values are as those of a `hostFunction`. */
  readonly named: Readonly<Record<string, unknown>>;
  /** The arguments of `<@name 1, 2>`. */
  readonly positional: readonly unknown[];
  /** Whether there is anything between the tags. */
  readonly hasBody: boolean;
  /** Renders what is between the tags; the loop variables of `<@name; a, b>` take the values. */
  readonly render: (...loopValues: unknown[]) => string;
}

/**
 * Makes a directive of the host's: `<@name a=1>…</@name>`. What it answers is printed as it is, unescaped; what it throws becomes
 * a `RenderError`, as with `hostFunction`. Errors in the body go through it: let them.
 *
 * @throws {OptionError} for what is no function
 */
export function hostDirective(run: (call: HostDirectiveCall) => string): HostValue {
  mustBeFunction("hostDirective", run);
  return new DirectiveValue((call: DirectiveCall) => {
    const { budget, hasBody } = call;
    const copying = { budget, copyNumber: simplest };
    const named = record(call.named, copying, 0);
    const positional = call.positional.map((value) => toHost(value, copying));
    /** What the body threw is the template's, and no failure of the host's when it comes out of the directive. */
    const ofBody = new Set<unknown>();
    const render = (...values: unknown[]): string => {
      const loopValues = values.map(wrapAnswer);
      try {
        return call.render(...loopValues);
      } catch (thrown) {
        ofBody.add(thrown);
        throw thrown;
      }
    };
    return guarded(run, [{ named, positional, hasBody, render }], ofBody);
  });
}

/**
 * Makes a hash whose values are host values: for functions in groups, `${math.max(1, 2)}`. Only these names are there.
 *
 * @throws {OptionError} for a value that a data model can't hold
 */
export function hostHash(values: Readonly<Record<string, unknown>>): HostValue {
  return new MapHash(wrapAll(values));
}

/** Wraps values of the host's by name; missing ones are left out. @throws {OptionError} for what a data model can't hold */
export function wrapAll(values: Readonly<Record<string, unknown>>): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const [name, value] of Object.entries(values)) {
    const wrapped = wrapOption(name, value);
    if (wrapped !== undefined) map.set(name, wrapped);
  }
  return map;
}

function wrapOption(name: string, value: unknown): Maybe {
  if (typeof value === "function") {
    throw new OptionError(`The value ${name} is a function: give it as hostFunction(…) or hostDirective(…).`);
  }
  try {
    return wrap(value);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    throw new OptionError(`The value ${name} is no JSON value: ${thrown.message}`);
  }
}

function mustBeFunction(maker: string, run: unknown): void {
  if (typeof run !== "function") throw new OptionError(`${maker} takes a function, not a ${typeof run}.`);
}

/** What the host answers, as a value of templates. @throws {Fault} `host-failure` for what a data model can't hold */
function wrapAnswer(value: unknown): Maybe {
  try {
    return wrap(value);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const what = value instanceof Promise ? "a promise; it must answer at once" : "what is no JSON value";
    throw new Fault("host-failure", `A function of the host's answered ${what}.`, { cause: thrown });
  }
}

/**
 * Runs code of the host's. What it throws is its failure, also where that is an error of another template's that it renders.
 * @param ofTemplate what isn't: errors of the body of a directive, on their way through
 */
function guarded<A extends unknown[], T>(
  run: (...args: A) => T,
  args: A,
  ofTemplate?: ReadonlySet<unknown>,
): T {
  try {
    return run(...args);
  } catch (thrown) {
    if (ofTemplate?.has(thrown) === true || isStackOverflow(thrown)) throw thrown;
    throw hostFailure(thrown);
  }
}

/** How deep values may be within each other that are handed to a host. */
const DEEPEST = 500;

/** Steps for each value that is copied for the host: it takes memory, which a step elsewhere doesn't. */
const STEPS_OF_A_COPY = 4;

interface Copying {
  readonly budget: Budget;
  readonly copyNumber: (decimal: Decimal) => number | Decimal;
}

/**
 * A value of the template's for a function of the host's, as `hostFunction` says.
 * @throws {LimitFault} when there is more of it than the rendering may still use
 */
function toHost(value: Maybe, copying: Copying, depth = 0): unknown {
  const { budget } = copying;
  budget.spend(STEPS_OF_A_COPY);
  if (typeof value === "string") {
    budget.exchange(value.length);
    return value;
  }
  const number = asNumber(value);
  if (number !== undefined) return number instanceof Decimal ? copying.copyNumber(number) : number;
  const simple = asString(value) ?? asBoolean(value) ?? (value instanceof Markup ? value.source : undefined);
  if (typeof simple === "string") budget.exchange(simple.length);
  if (simple !== undefined) return simple;
  const date = asDate(value);
  if (date !== undefined) return new Date(date.epochMilliseconds);
  if (depth % 32 === 31) ensureStack();
  if (depth > DEEPEST)
    throw new LimitFault("depth", `A value for the host is more than ${DEEPEST} levels deep.`);
  const items = asCollection(value);
  if (items !== undefined) {
    if (items instanceof Sequence) budget.reserve(items.length);
    return Array.from(items, (item) => toHost(item, copying, depth + 1) ?? null);
  }
  const hash = asHash(value);
  return hash === undefined ? undefined : record(entriesOf(hash), copying, depth + 1, null);
}

/** A JavaScript number, where it says the same. */
function simplest(decimal: Decimal): number | Decimal {
  const number = decimal.toNumber();
  return Number.isFinite(number) && Decimal.of(number).compare(decimal) === 0 ? number : decimal;
}

/** A JavaScript number, where that is written with the same digits: not for `1.50`. */
function asWritten(decimal: Decimal): number | Decimal {
  const number = decimal.toNumber();
  return Number.isFinite(number) && String(number) === decimal.toPlainString() ? number : decimal;
}

function* entriesOf(hash: Hash): Iterable<readonly [string, Maybe]> {
  for (const key of hash.keys()) yield [key, hash.get(key)];
}

function record(
  entries: Iterable<readonly [string, Maybe]>,
  copying: Copying,
  depth: number,
  missing?: null,
): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) {
    copying.budget.exchange(name.length);
    result[name] = toHost(value, copying, depth) ?? missing;
  }
  return result;
}
