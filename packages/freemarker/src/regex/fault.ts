/** A pattern that Java's `Pattern.compile` would refuse. */
export class RegexSyntaxFault extends Error {
  /** What is wrong, in the words of Java's `PatternSyntaxException.getDescription()`. */
  readonly description: string;
  /** Where, as an index into the pattern's code points; -1 if unknown. */
  readonly index: number;

  constructor(description: string, index: number, pattern: string) {
    const near = index >= 0 ? ` near index ${index}` : "";
    const caret = index >= 0 && index < 1000 ? `\n${" ".repeat(index)}^` : "";
    super(`${description}${near}\n${pattern}${caret}`);
    this.name = "RegexSyntaxFault";
    this.description = description;
    this.index = index;
  }
}

/** A pattern or a match that needs more nesting or memory than is allowed. */
export class RegexLimitFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegexLimitFault";
  }
}

/** A replacement text that refers to no group of the pattern, or is malformed. */
export class RegexReplacementFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegexReplacementFault";
  }
}
