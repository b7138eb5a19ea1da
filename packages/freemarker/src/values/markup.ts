/**
 * A text that belongs to an output format, so that printing it in that format escapes nothing again. One of the two texts is
 * always there: what was escaped keeps its plain text, and its markup is made when it is asked for.
 */
export class Markup {
  readonly format: MarkupFormat;
  /** The text before escaping, where it is known. */
  readonly plainText: string | undefined;
  private markup: string | undefined;

  private constructor(format: MarkupFormat, plainText: string | undefined, markup: string | undefined) {
    this.format = format;
    this.plainText = plainText;
    this.markup = markup;
  }

  /** A plain text, to be escaped. */
  static ofPlainText(format: MarkupFormat, text: string): Markup {
    return new Markup(format, text, undefined);
  }

  /** A text that is in the format already. */
  static ofMarkup(format: MarkupFormat, markup: string): Markup {
    return new Markup(format, undefined, markup);
  }

  /** The text as it is printed in its format. */
  get source(): string {
    this.markup ??= this.format.escape(this.plainText ?? "");
    return this.markup;
  }

  /** The length of the text that is there, in UTF-16 units. */
  get length(): number {
    return (this.markup ?? this.plainText ?? "").length;
  }

  get isEmpty(): boolean {
    return (this.plainText ?? this.markup ?? "") === "";
  }

  /** Two texts of one format, one after the other. */
  concat(other: Markup): Markup {
    if (this.plainText !== undefined && other.plainText !== undefined) {
      return Markup.ofPlainText(this.format, this.plainText + other.plainText);
    }
    return Markup.ofMarkup(this.format, this.source + other.source);
  }
}

/** What a markup value needs to know of its format. */
export interface MarkupFormat {
  readonly name: string;
  escape(text: string): string;
}
