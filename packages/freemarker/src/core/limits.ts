import type { LimitName } from "./errors.ts";

/** What one rendering may use. */
export interface Limits {
  /** Units of work: about one for each directive, interpolation and item listed, for each 16 units of text made, and more for
   * what takes more time or memory, such as hashes, formats of one's own, and texts that are compiled. */
  readonly steps: number;
  /** The longest output, in UTF-16 units. */
  readonly outputLength: number;
  /** How deep macros, functions and directives may call each other. */
  readonly depth: number;
  /** How deep templates may include or import each other. */
  readonly includeDepth: number;
  /** Wall clock time, in milliseconds. */
  readonly milliseconds: number;
  /** The longest text (in UTF-16 units) or sequence (in items) that may be made. */
  readonly valueSize: number;
}

/** The limits where the host sets none: far above what a template for an event or a page needs. */
export const DEFAULT_LIMITS: Limits = {
  steps: 10_000_000,
  outputLength: 10_000_000,
  depth: 250,
  includeDepth: 50,
  milliseconds: 5_000,
  valueSize: 10_000_000,
};

/** A limit was gone over where the place in the template isn't known; becomes a `LimitError`. Never leaves the library. */
export class LimitFault extends Error {
  readonly limit: LimitName;

  constructor(limit: LimitName, message: string) {
    super(message);
    this.limit = limit;
  }
}

/** Steps between two looks at the clock. */
const SLICE = 2048;
/** The longest text that JavaScript can make: no limit may be above it, or making one would fail otherwise. */
const LONGEST_TEXT = 0x1fff_ffe8;
/** Texts up to this length are put together without being counted. */
const SHORT_TEXT = 64;

/**
 * Counts what a rendering uses. A step stands for up to about 32 bytes that a template can keep, too, so that the steps are
 * also what keeps templates from filling the memory.
 */
export class Budget {
  readonly limits: Limits;
  /** Steps until the next look at the clock and the limit. */
  private fuel: number;
  private remaining: number;
  /** Undefined until the first slice is used up: most renderings end before, and needn't look at the clock at all. */
  private deadline: number | undefined;
  /** How many texts were put together of others that JavaScript may not have copied into one place yet. */
  private joinedTexts = 0;

  constructor(given: Limits) {
    const limits = withinJavaScript(given);
    this.limits = limits;
    this.fuel = Math.min(SLICE, limits.steps);
    this.remaining = limits.steps - this.fuel;
    this.deadline = undefined;
  }

  /**
   * Pays for work.
   * @throws {LimitFault} when the steps or the time are used up
   */
  spend(steps: number): void {
    this.fuel -= steps;
    if (this.fuel < 0) this.refuel();
  }

  /**
   * Pays for a text or sequence of a size, before it is made.
   * @throws {LimitFault} when it is larger than a value may be, or the steps are used up
   */
  reserve(size: number): void {
    if (size > this.limits.valueSize) {
      throw new LimitFault(
        "valueSize",
        `A value of size ${size} would be larger than the limit of ${this.limits.valueSize}.`,
      );
    }
    this.spend(size >> 4);
  }

  /**
   * Pays for a text that is compiled, before it is: that takes about a microsecond and some hundred bytes for each unit.
   * @throws {LimitFault} when it is longer than a value may be, or the steps are used up
   */
  compile(length: number): void {
    this.reserve(length);
    this.spend(16 + length * 8);
  }

  /** Pays for the nodes of expressions that `<#escape>` has made of a text, beyond its length. */
  compileNodes(nodes: number): void {
    this.spend(16 * nodes);
  }

  /**
   * Pays for a text that is put together of others, which takes no time in proportion to its length before something looks
   * into it (see `lookInto`).
   * @throws {LimitFault} when it is longer than a value may be, or the steps are used up
   */
  join(length: number): void {
    if (length > this.limits.valueSize) this.reserve(length);
    if (length > SHORT_TEXT) this.joinedTexts++;
    this.spend(1);
  }

  /** Pays for what may be the first look into a text of a length. */
  lookInto(length: number): void {
    if (length <= SHORT_TEXT || this.joinedTexts === 0) return;
    this.joinedTexts--;
    this.spend(length >> 4);
  }

  private refuel(): void {
    this.remaining += Math.min(this.fuel, 0);
    if (this.remaining < 0)
      throw new LimitFault("steps", `Rendering took more than the limit of ${this.limits.steps} steps.`);
    const now = performance.now();
    this.deadline ??= now + this.limits.milliseconds;
    if (now > this.deadline) {
      throw new LimitFault(
        "milliseconds",
        `Rendering took longer than the limit of ${this.limits.milliseconds} ms.`,
      );
    }
    this.fuel = Math.min(SLICE, this.remaining);
    this.remaining -= this.fuel;
  }
}

/** Limits that JavaScript's own, of how long a text may be, don't come before. */
function withinJavaScript(limits: Limits): Limits {
  const { valueSize, outputLength } = limits;
  if (valueSize <= LONGEST_TEXT && outputLength <= LONGEST_TEXT >> 1) return limits;
  return {
    ...limits,
    valueSize: Math.min(valueSize, LONGEST_TEXT),
    outputLength: Math.min(outputLength, LONGEST_TEXT >> 1),
  };
}

/** Writes a value in a format. What its pattern, or the number, makes longer than usual is paid for. */
export function paidFormat<T>(format: { format(value: T): string }, value: T, budget: Budget): string {
  const text = format.format(value);
  if (text.length > 64) budget.reserve(text.length);
  return text;
}
