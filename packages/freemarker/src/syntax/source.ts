import type { Span } from "./ast.ts";

/** A place in a template, as FreeMarker counts: from 1, a tab being one column. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A template's name and text, and where in it an offset is. */
export class Source {
  readonly name: string;
  readonly text: string;
  private lineStarts: number[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** The line and column of an offset. Lines end in LF, CR or CR LF. */
  place(offset: number): Place {
    this.lineStarts ??= findLineStarts(this.text);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }

  /** What the template wrote at a place. */
  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
