import type { Expression, HashLiteral, Lambda } from "./ast.ts";
import { ParseFault } from "./fault.ts";

/** What a replacement may still cost; lessened by what it does cost. */
export interface ReplacementBudget {
  nodes: number;
  /** How many levels the result may have. */
  readonly depth: number;
}

/**
 * An expression with every reference to a name replaced, but not those inside string literals, as FreeMarker has it.
 *
 * @returns undefined if the result would go over the budget
 * @throws {ParseFault} if a lambda in the expression has a parameter of that name
 */
export function replaceIdentifier(
  expression: Expression,
  name: string,
  replacement: Expression,
  budget: ReplacementBudget,
): Expression | undefined {
  const replacer = new Replacer(name, replacement, budget);
  const replaced = replacer.replace(expression, 1);
  return budget.nodes > 0 && !replacer.tooDeep ? replaced : undefined;
}

class Replacer {
  tooDeep = false;
  private readonly name: string;
  private readonly replacement: Expression;
  private readonly budget: ReplacementBudget;
  private readonly size: number;
  private readonly height: number;

  constructor(name: string, replacement: Expression, budget: ReplacementBudget) {
    this.name = name;
    this.replacement = replacement;
    this.budget = budget;
    const measure = measureExpression(replacement);
    this.size = measure.nodes;
    this.height = measure.height;
  }

  replace(expression: Expression, level: number): Expression {
    if (this.budget.nodes <= 0) return expression;
    this.budget.nodes--;
    if (expression.kind !== "identifier") return this.replaceInside(expression, level + 1);
    if (expression.name !== this.name) return expression;
    this.budget.nodes -= this.size;
    if (level + this.height > this.budget.depth) this.tooDeep = true;
    return this.replacement;
  }

  private all(expressions: readonly Expression[], level: number): Expression[] {
    return expressions.map((expression) => this.replace(expression, level));
  }

  private optional(expression: Expression | undefined, level: number): Expression | undefined {
    return expression === undefined ? undefined : this.replace(expression, level);
  }

  private replaceInside(node: Exclude<Expression, { kind: "identifier" }>, level: number): Expression {
    switch (node.kind) {
      case "string":
      case "interpolatedString":
      case "number":
      case "boolean":
      case "special":
        return node;
      case "sequence":
        return { ...node, items: this.all(node.items, level) };
      case "hash":
        return this.replaceInHash(node, level);
      case "dot":
      case "builtin":
      case "exists":
        return { ...node, target: this.replace(node.target, level) };
      case "index":
        return { ...node, target: this.replace(node.target, level), key: this.replace(node.key, level) };
      case "call":
        return { ...node, target: this.replace(node.target, level), args: this.all(node.args, level) };
      case "default":
        return {
          ...node,
          target: this.replace(node.target, level),
          fallback: this.optional(node.fallback, level),
        };
      case "parenthesis":
        return { ...node, inner: this.replace(node.inner, level) };
      case "not":
      case "negate":
      case "plus":
        return { ...node, operand: this.replace(node.operand, level) };
      case "arithmetic":
      case "comparison":
      case "and":
      case "or":
        return { ...node, left: this.replace(node.left, level), right: this.replace(node.right, level) };
      case "range":
        return { ...node, from: this.replace(node.from, level), to: this.optional(node.to, level) };
      case "lambda":
        return this.replaceInLambda(node, level);
    }
  }

  private replaceInHash(node: HashLiteral, level: number): Expression {
    const entries = node.entries.map(
      ([key, value]) => [this.replace(key, level), this.replace(value, level)] as const,
    );
    return { ...node, entries };
  }

  private replaceInLambda(node: Lambda, level: number): Expression {
    if (node.parameters.includes(this.name)) {
      throw new ParseFault(
        node.start,
        `A lambda inside <#escape ${this.name} as …> can't have a parameter "${this.name}"; give it another name.`,
      );
    }
    return { ...node, body: this.replace(node.body, level) };
  }
}

/** How many nodes an expression has, and in how many levels; what is in string literals isn't counted. */
function measureExpression(expression: Expression): { nodes: number; height: number } {
  let nodes = 0;
  let height = 0;
  let level: Expression[] = [expression];
  while (level.length > 0) {
    height++;
    nodes += level.length;
    level = level.flatMap(childrenOf);
  }
  return { nodes, height };
}

/** The expressions right inside an expression, but for those in string literals. */
function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "string":
    case "interpolatedString":
    case "number":
    case "boolean":
    case "special":
    case "identifier":
      return [];
    case "sequence":
      return node.items;
    case "hash":
      return node.entries.flat();
    case "dot":
    case "builtin":
    case "exists":
      return [node.target];
    case "index":
      return [node.target, node.key];
    case "call":
      return [node.target, ...node.args];
    case "default":
      return node.fallback === undefined ? [node.target] : [node.target, node.fallback];
    case "parenthesis":
      return [node.inner];
    case "not":
    case "negate":
    case "plus":
      return [node.operand];
    case "arithmetic":
    case "comparison":
    case "and":
    case "or":
      return [node.left, node.right];
    case "range":
      return node.to === undefined ? [node.from] : [node.from, node.to];
    case "lambda":
      return [node.body];
  }
}
