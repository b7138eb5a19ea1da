import { Fault } from "../core/fault.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import { toJsInteger } from "../numbers/conversions.ts";
import type { Range } from "../syntax/ast.ts";
import { Sequence } from "./value.ts";

/** How a range is written: `a..b`, `a..<b`, `a..*n`, `a..`. */
export type RangeMode = Range["mode"];

/** The size that FreeMarker gives for a sequence without an end. */
export const ENDLESS_SIZE = 2_147_483_647;

/** Whole numbers from one to another, upwards or downwards, or upwards without an end. */
export class RangeSequence extends Sequence {
  readonly mode: RangeMode;
  readonly from: number;
  /** What follows each item by: 1, or -1 where the range runs downwards. */
  readonly step: 1 | -1;
  readonly length: number;

  constructor(mode: RangeMode, from: number, step: 1 | -1, length: number) {
    super();
    this.mode = mode;
    this.from = from;
    this.step = step;
    this.length = length;
  }

  /** Whether the range, used for slicing, ends where the sliced thing ends, instead of failing there. */
  get isAdaptive(): boolean {
    return this.mode === "counted" || this.mode === "unbounded";
  }

  /** @throws {Fault} when the index isn't one of the range's; other sequences give nothing there, as in FreeMarker */
  at(index: number): number {
    if (index < 0 || index >= this.length)
      throw new Fault("invalid-argument", `The range has no item at index ${index}.`);
    return this.from + index * this.step;
  }

  override *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < this.length; i++) yield this.from + i * this.step;
  }
}

/**
 * A range, of numbers cut down to whole ones of 32 bits, as FreeMarker does: what doesn't fit wraps around.
 *
 * @param to the last number, the number after the last one, or the number of items, by `mode`; none where the range is unbounded
 */
export function rangeOf(mode: RangeMode, from: NumberValue, to: NumberValue | undefined): RangeSequence {
  const begin = toJsInteger(from);
  if (mode === "unbounded" || to === undefined)
    return new RangeSequence("unbounded", begin, 1, Number.POSITIVE_INFINITY);
  const end = mode === "counted" ? (begin + toJsInteger(to)) | 0 : toJsInteger(to);
  const distance = Math.abs((end - begin) | 0) | 0;
  const length = mode === "inclusive" ? (distance + 1) | 0 : distance;
  return new RangeSequence(mode, begin, begin <= end ? 1 : -1, length);
}
