import type { Scope } from "./scope.ts";

/** How tightly an expression holds together, from the loosest. */
export const BINDS = {
  loose: 0,
  or: 1,
  and: 2,
  equal: 3,
  relative: 4,
  range: 5,
  add: 6,
  multiply: 7,
  unary: 8,
  postfix: 9,
};

/** The text of an expression and how tightly it binds. */
export interface Expression {
  readonly text: string;
  readonly binds: number;
}

/** An expression that binds tighter than every operator. */
export function tight(text: string): Expression {
  return { text, binds: BINDS.postfix };
}

/** Two operands and an operator between them, with or without space. */
export function binary(
  scope: Scope,
  left: string,
  operator: string,
  right: string,
  binds: number,
): Expression {
  const space = scope.random.chance(0.85) || /^[a-z\\]/.test(operator) ? " " : "";
  return { text: left + space + operator + space + right, binds };
}
