import type { Expression } from "./ast.ts";
import { ParseFault } from "./fault.ts";
import { replaceIdentifier } from "./replace.ts";

/** An `<#escape name as expression>` around a place; `expression` has the escapes around it in it already. */
interface Escape {
  readonly name: string;
  readonly expression: Expression;
}

/** How many nodes all escaping of a template may make beyond what the template wrote: some, and some for each character. */
const NODES = 10_000;
const NODES_A_CHARACTER = 16;

/** The `<#escape>`s in force. */
export class EscapeStack {
  private readonly escapes: Escape[] = [];
  private nodesLeft: number;
  private readonly nodesAtFirst: number;

  /** `length` is of the template. */
  constructor(length: number) {
    this.nodesAtFirst = NODES + NODES_A_CHARACTER * length;
    this.nodesLeft = this.nodesAtFirst;
  }

  /** How many nodes escaping has made so far beyond what the template wrote. */
  get nodesMade(): number {
    return this.nodesAtFirst - this.nodesLeft;
  }

  get isEmpty(): boolean {
    return this.escapes.length === 0;
  }

  /** Enters an escape. */
  push(escape: Escape): void {
    this.escapes.push(escape);
  }

  /** Leaves the innermost escape, or suspends it. */
  pop(): Escape | undefined {
    return this.escapes.pop();
  }

  /**
   * What is printed where an expression is written.
   *
   * @throws {ParseFault} if nested escapes make an expression that is too large or too deep
   */
  apply(expression: Expression, maximumDepth: number): Expression {
    const escape = this.escapes.at(-1);
    if (escape === undefined) return expression;
    const budget = { nodes: this.nodesLeft, depth: maximumDepth };
    const replaced = replaceIdentifier(escape.expression, escape.name, expression, budget);
    if (replaced === undefined) {
      throw new ParseFault(
        expression.start,
        "The <#escape>s around this place make its expression too large. Nest fewer of them, or use auto-escaping.",
        true,
      );
    }
    this.nodesLeft = budget.nodes;
    return replaced;
  }
}
