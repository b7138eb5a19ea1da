import { Decimal } from "./decimal.ts";

/**
 * A number of single precision, what `?float` gives. It counts as the decimal that its shortest text writes, but number formats
 * write the digits of its binary value: 0.1 of single precision is 0.1 in sums, and 0.1000000015 with ten decimals.
 */
export class Single extends Decimal {
  /** The binary value, which every double can hold. */
  readonly binary: number;

  constructor(binary: number, shortest: Decimal) {
    super(shortest.unscaled, shortest.scale);
    this.binary = binary;
  }

  override negate(): Single {
    return new Single(-this.binary, super.negate());
  }
}
