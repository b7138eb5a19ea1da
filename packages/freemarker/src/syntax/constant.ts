import type { Expression } from "./ast.ts";

/** What an expression is known to be while the template is parsed. */
export type Constant =
  | { readonly type: "string"; readonly text: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "number" | "sequence" | "unknown" }
  | { readonly type: "hash"; readonly entries: readonly (readonly [key: Constant, value: Constant])[] };

/** Whether an expression is made of literals only, so that it has a value without a template running. */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "string":
    case "number":
    case "boolean":
      return true;
    case "sequence":
      return expression.items.every(isConstant);
    case "hash":
      return expression.entries.every(([key, value]) => isConstant(key) && isConstant(value));
    case "parenthesis":
      return isConstant(expression.inner);
    case "arithmetic":
    case "comparison":
    case "and":
    case "or":
      return isConstant(expression.left) && isConstant(expression.right);
    case "not":
    case "negate":
    case "plus":
      return isConstant(expression.operand);
    case "identifier":
    case "special":
    case "interpolatedString":
    case "dot":
    case "index":
    case "call":
    case "builtin":
    case "default":
    case "exists":
    case "range":
    case "lambda":
      return false;
  }
}

/** The value of an expression, as far as it can be known while parsing; `unknown` where not. */
export function evaluateConstant(expression: Expression): Constant {
  switch (expression.kind) {
    case "string":
      return { type: "string", text: expression.value };
    case "boolean":
      return { type: "boolean", value: expression.value };
    case "number":
    case "negate":
    case "plus":
      return { type: isConstant(expression) ? "number" : "unknown" };
    case "sequence":
    case "range":
      return { type: "sequence" };
    case "hash":
      return {
        type: "hash",
        entries: expression.entries.map(
          ([key, value]) => [evaluateConstant(key), evaluateConstant(value)] as const,
        ),
      };
    case "parenthesis":
      return evaluateConstant(expression.inner);
    case "not":
      return negated(evaluateConstant(expression.operand));
    case "and":
    case "or":
      return combined(expression.kind, evaluateConstant(expression.left), evaluateConstant(expression.right));
    case "arithmetic":
      return arithmetic(
        expression.operator,
        evaluateConstant(expression.left),
        evaluateConstant(expression.right),
      );
    case "comparison":
    case "identifier":
    case "special":
    case "interpolatedString":
    case "dot":
    case "index":
    case "call":
    case "builtin":
    case "default":
    case "exists":
    case "lambda":
      return { type: "unknown" };
  }
}

function negated(operand: Constant): Constant {
  return operand.type === "boolean" ? { type: "boolean", value: !operand.value } : { type: "unknown" };
}

function combined(kind: "and" | "or", left: Constant, right: Constant): Constant {
  if (left.type !== "boolean" || right.type !== "boolean") return { type: "unknown" };
  return { type: "boolean", value: kind === "and" ? left.value && right.value : left.value || right.value };
}

function arithmetic(operator: string, left: Constant, right: Constant): Constant {
  if (left.type === "number" && right.type === "number") return { type: "number" };
  if (operator === "+" && left.type === "string" && right.type === "string") {
    return { type: "string", text: left.text + right.text };
  }
  return { type: "unknown" };
}

/** A constant, as a message says what was found. */
export function describeConstant(constant: Constant): string {
  switch (constant.type) {
    case "string":
      return `the string "${constant.text.slice(0, 40)}"`;
    case "boolean":
      return `the boolean ${constant.value}`;
    case "unknown":
      return "something that is not known before the template runs";
    case "number":
    case "sequence":
    case "hash":
      return `a ${constant.type}`;
  }
}
