import type { LimitName } from "../errors.ts";

/** What one rendering may use. */
export interface Limits {
  /** Units of work: about one for each directive, interpolation and item listed, and for each 16 units of text made. */
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

/** Counts what a rendering uses. */
export class Budget {
  readonly limits: Limits;
  /** Steps until the next look at the clock and the limit. */
  private fuel: number;
  private remaining: number;
  /** Undefined until the first slice is used up: most renderings end before, and needn't look at the clock at all. */
  private deadline: number | undefined;

  constructor(limits: Limits) {
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
