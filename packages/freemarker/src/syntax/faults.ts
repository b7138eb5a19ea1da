import { TemplateSyntaxError } from "../core/errors.ts";
import type { SyntaxFault } from "../core/errors.ts";
import type { ParseFault } from "./fault.ts";
import type { Source } from "./source.ts";

/** After so many faults, parsing stops: each can cost a look through the rest of the template. */
const MOST_FAULTS = 20;
/** The same with faults that were noted before. */
const MOST_REPEATED_FAULTS = 100;

/** The faults found in a template. */
export class FaultList {
  private readonly source: Source;
  private readonly found: ParseFault[] = [];
  private readonly seen = new Set<string>();
  private count = 0;

  constructor(source: Source) {
    this.source = source;
  }

  get isEmpty(): boolean {
    return this.found.length === 0;
  }

  /**
   * Notes a fault; one that was noted before, at another place, is left out.
   *
   * @throws {TemplateSyntaxError} if parsing can't go on
   */
  add(fault: ParseFault): void {
    this.count++;
    if (!this.seen.has(fault.message)) {
      this.seen.add(fault.message);
      this.found.push(fault);
    }
    if (fault.fatal || this.found.length >= MOST_FAULTS || this.count >= MOST_REPEATED_FAULTS)
      this.throwIfAny();
  }

  /** @throws {TemplateSyntaxError} with the faults noted, if there are any: the first one found, then the others in order */
  throwIfAny(): void {
    const [first, ...rest] = this.found;
    if (first === undefined) return;
    rest.sort((a, b) => a.offset - b.offset);
    throw new TemplateSyntaxError([
      this.toSyntaxFault(first),
      ...rest.map((fault) => this.toSyntaxFault(fault)),
    ]);
  }

  private toSyntaxFault(fault: ParseFault): SyntaxFault {
    const { line, column } = this.source.place(fault.offset);
    return { templateName: this.source.name, line, column, description: fault.message };
  }
}
