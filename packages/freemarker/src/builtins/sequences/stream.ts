import { RenderError } from "../../core/errors.ts";
import { asBoolean, asMethod, describeType, requireCollection, unexpected } from "../../runtime/convert.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Site } from "../../runtime/site.ts";
import { sizeOf } from "../../operations/concat.ts";
import { ItemReader, SizedLazyCollection } from "../../values/lazy.ts";
import { LazyCollection, ListSequence } from "../../values/sequence.ts";
import { Callable, type Collection, ITERATED, type Maybe, Sequence, type Value } from "../../values/value.ts";

/** The built-ins that take a function of an item. */
export type StreamOperation = "filter" | "map" | "take_while" | "drop_while";

/**
 * `left?filter(f)`, `?map`, `?take_while` or `?drop_while`.
 *
 * @param callee a method, a function of the template, or a lambda
 * @param lazily whether the items may be made as they are read; then errors of the function are placed at the directive or
 *   interpolation, as in FreeMarker
 * @param calleeSite the place of the function
 */
export function streamed(
  operation: StreamOperation,
  left: Maybe,
  callee: Maybe,
  lazily: boolean,
  env: Environment,
  site: Site,
  calleeSite: Site,
): LazyCollection | ListSequence {
  const source = requireCollection(left, site);
  const step = new Step(operation, requireCallable(callee, calleeSite), env, site, calleeSite);
  if (!lazily) return new ListSequence(collect(step, source));
  const iterate = (): Iterator<Maybe> => new LazyStream(step, source, site);
  const size = operation === "map" ? knownSize(source) : undefined;
  return size === undefined ? new LazyCollection(iterate) : new SizedLazyCollection(size, iterate);
}

function requireCallable(callee: Maybe, site: Site): Value {
  const callable = asMethod(callee) ?? callee;
  if (callable instanceof Callable && callable.typeName !== "directive") return callable;
  throw unexpected(callee, "method, function or lambda", site);
}

function knownSize(source: Collection): number | undefined {
  if (source instanceof Sequence) return sizeOf(source);
  return source instanceof SizedLazyCollection ? source.size : undefined;
}

/** Calls the function for each item, and says what becomes of the item. */
class Step {
  readonly operation: StreamOperation;
  private readonly callee: Value;
  readonly env: Environment;
  private readonly site: Site;
  private readonly calleeSite: Site;

  constructor(operation: StreamOperation, callee: Value, env: Environment, site: Site, calleeSite: Site) {
    this.operation = operation;
    this.callee = callee;
    this.env = env;
    this.site = site;
    this.calleeSite = calleeSite;
  }

  map(item: Maybe): Value {
    const mapped = this.env.call(this.callee, [item], this.calleeSite);
    if (mapped === undefined)
      throw this.site.elementError("missing-value", "The function given to ?map has returned nothing.");
    return mapped;
  }

  matches(item: Maybe): boolean {
    const answer = this.env.call(this.callee, [item], this.calleeSite);
    const matches = asBoolean(answer);
    if (matches !== undefined) return matches;
    if (answer === undefined) {
      throw this.site.elementError(
        "missing-value",
        `The function given to ?${this.operation} has returned nothing; it has to return a boolean.`,
      );
    }
    throw this.site.elementError(
      "wrong-type",
      `The function given to ?${this.operation} has to return a boolean, but it has returned a ${describeType(answer)}.`,
    );
  }
}

function collect(step: Step, source: Collection): Maybe[] {
  const items: Maybe[] = [];
  const { budget } = step.env;
  const stream = new Stream(step, source);
  for (let next = stream.next(); next.done !== true; next = stream.next()) {
    items.push(next.value);
    if ((items.length & 4095) === 0) budget.reserve(items.length);
  }
  return items;
}

/** The items that an operation gives of a source, made one by one. */
class Stream implements Iterator<Maybe> {
  private readonly step: Step;
  private readonly source: ItemReader;
  private dropping: boolean;
  private ended = false;
  /** An item that `hasNext` had to look for. */
  private found: IteratorResult<Maybe> | undefined;

  constructor(step: Step, source: Collection) {
    this.step = step;
    this.source = new ItemReader(source);
    this.dropping = step.operation === "drop_while";
  }

  next(): IteratorResult<Maybe> {
    const { found } = this;
    if (found === undefined) return this.read();
    this.found = undefined;
    return found;
  }

  /** Whether there is a next item: `?map` gives as many as it gets, the others have to look for one. */
  hasNext(): boolean {
    if (this.step.operation === "map") return this.source.hasNext();
    this.found ??= this.read();
    return this.found.done !== true;
  }

  private read(): IteratorResult<Maybe> {
    const { step } = this;
    while (!this.ended) {
      const next = this.source.next();
      if (next.done === true) break;
      step.env.budget.spend(1);
      const { value } = next;
      if (step.operation === "map") return { done: false, value: step.map(value) };
      if (step.operation === "drop_while") {
        this.dropping &&= step.matches(value);
        if (!this.dropping) return next;
      } else if (step.matches(value)) {
        return next;
      } else if (step.operation === "take_while") {
        break;
      }
    }
    this.ended = true;
    return ITERATED;
  }
}

/** A stream that is read by the next step: errors of the function are placed where the stream is. */
class LazyStream extends Stream {
  private readonly site: Site;

  constructor(step: Step, source: Collection, site: Site) {
    super(step, source);
    this.site = site;
  }

  override next(): IteratorResult<Maybe> {
    try {
      return super.next();
    } catch (thrown) {
      throw this.located(thrown);
    }
  }

  override hasNext(): boolean {
    try {
      return super.hasNext();
    } catch (thrown) {
      throw this.located(thrown);
    }
  }

  private located(thrown: unknown): unknown {
    if (!(thrown instanceof RenderError)) return thrown;
    return this.site.elementError(thrown.code, thrown.description, { cause: thrown });
  }
}
