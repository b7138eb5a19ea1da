/** Thrown inside the parser for one thing wrong with the template; never leaves it. */
export class ParseFault extends Error {
  /** Where, as an offset of the template's source. */
  readonly offset: number;
  /** Whether parsing can't go on after it. */
  readonly fatal: boolean;

  constructor(offset: number, description: string, fatal = false) {
    super(description);
    this.offset = offset;
    this.fatal = fatal;
  }
}
