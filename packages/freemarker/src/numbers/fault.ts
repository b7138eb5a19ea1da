/** What went wrong in an {@link ArithmeticFault}. */
export type ArithmeticFaultCode =
  | "division-by-zero"
  | "not-finite"
  | "not-a-number"
  | "number-too-large"
  | "rounding-necessary"
  | "not-an-integer"
  | "out-of-range";

/** A calculation or conversion that has no result. The message is in plain words; the caller adds positions. */
export class ArithmeticFault extends Error {
  readonly code: ArithmeticFaultCode;

  constructor(code: ArithmeticFaultCode, message: string) {
    super(message);
    this.name = "ArithmeticFault";
    this.code = code;
  }
}

/** A number format that cannot be built; the message is the reason. */
export class NumberFormatFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NumberFormatFault";
  }
}
