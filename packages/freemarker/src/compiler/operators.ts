import { sizeLimit } from "../builtins/sequences/index.ts";
import { countUpTo } from "../builtins/sequences/parts.ts";
import { add, divide, modulo, multiply, negate, type NumberValue, subtract } from "../numbers/arithmetic.ts";
import {
  asHash,
  asNumber,
  asSequence,
  requireBoolean,
  requireNumber,
  toText,
  unexpected,
} from "../runtime/convert.ts";
import type { Budget } from "../core/limits.ts";
import type { Evaluate, Rendering } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import type { ArithmeticOperator, ComparisonOperator, Expression } from "../syntax/ast.ts";
import { compareValues } from "../operations/compare.ts";
import { concatHashes, concatSequences } from "../operations/concat.ts";
import { Markup } from "../values/markup.ts";
import type { Maybe, Value } from "../values/value.ts";
import type { Compiler, ExpressionCompiler } from "./compiler.ts";

export const compileNot: ExpressionCompiler<"not"> = (node, compiler) => {
  const operand = compiler.expression(node.operand);
  const site = compiler.site(node.operand);
  return (env) => !requireBoolean(operand(env), site);
};

export const compileNegate: ExpressionCompiler<"negate"> = (node, compiler) => {
  const operand = compiler.expression(node.operand);
  const site = compiler.site(node.operand);
  return (env) => negate(requireNumber(operand(env), site));
};

export const compilePlus: ExpressionCompiler<"plus"> = (node, compiler) => {
  const operand = compiler.expression(node.operand);
  const site = compiler.site(node.operand);
  return (env) => requireNumber(operand(env), site);
};

export const compileAnd: ExpressionCompiler<"and"> = (node, compiler) => {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const leftSite = compiler.site(node.left);
  const rightSite = compiler.site(node.right);
  return (env) => requireBoolean(left(env), leftSite) && requireBoolean(right(env), rightSite);
};

export const compileOr: ExpressionCompiler<"or"> = (node, compiler) => {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const leftSite = compiler.site(node.left);
  const rightSite = compiler.site(node.right);
  return (env) => requireBoolean(left(env), leftSite) || requireBoolean(right(env), rightSite);
};

export const compileComparison: ExpressionCompiler<"comparison"> = (node, compiler) => {
  const { operator } = node;
  const left = compileCounted(node.left, operator, node.right, compiler);
  const right = compileCounted(node.right, MIRRORED[operator], node.left, compiler);
  const leftSite = compiler.site(node.left);
  const rightSite = compiler.site(node.right);
  const equality = operator === "==" || operator === "!=";
  return (env) => {
    const a = left(env);
    const b = right(env);
    // Longer ones are paid for before they are looked at.
    if (equality && typeof a === "string" && a.length <= 64 && a === b) return operator === "==";
    return compareValues(a, operator, b, leftSite, rightSite, env);
  };
};

const MIRRORED: Record<ComparisonOperator, ComparisonOperator> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Compiles a side of a comparison: `xs?size` counts no further than the number it is compared with, as in FreeMarker. */
function compileCounted(
  node: Expression,
  operator: ComparisonOperator,
  other: Expression,
  compiler: Compiler,
): Evaluate {
  if (node.kind === "parenthesis") return compileCounted(node.inner, operator, other, compiler);
  if (other.kind === "parenthesis") return compileCounted(node, operator, other.inner, compiler);
  if (node.kind !== "builtin" || node.name !== "size" || other.kind !== "number")
    return compiler.expression(node);
  const { value } = other;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return compiler.expression(node);
  const counted = compiler.listed(node.target);
  const site = compiler.site(node.target);
  const limit = sizeLimit(operator, value);
  return (env) => {
    try {
      return countUpTo(counted(env), limit, env, site);
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
}

type NumericOperation = (left: NumberValue, right: NumberValue) => NumberValue;

const numeric: Record<ArithmeticOperator, NumericOperation> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": modulo,
};

export const compileArithmetic: ExpressionCompiler<"arithmetic"> = (node, compiler) => {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const leftSite = compiler.site(node.left);
  const rightSite = compiler.site(node.right);
  const site = compiler.site(node);
  if (node.operator === "+") return (env) => plus(left(env), right(env), env, leftSite, rightSite, site);
  return arithmetic(numeric[node.operator], left, right, leftSite, rightSite, site);
};

function arithmetic(
  operation: NumericOperation,
  left: Evaluate,
  right: Evaluate,
  leftSite: Site,
  rightSite: Site,
  site: Site,
): Evaluate {
  return (env) => {
    const a = requireNumber(left(env), leftSite);
    const b = requireNumber(right(env), rightSite);
    try {
      return paid(operation(a, b), env.budget);
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
}

/** What is above this takes more time and memory than a few steps stand for: up to 4 kB. */
const LONG = 1n << 256n;

/** Pays for a result that is no JavaScript number. */
function paid(result: NumberValue, budget: Budget): NumberValue {
  if (typeof result !== "number") budget.spend(result.unscaled > LONG || result.unscaled < -LONG ? 256 : 4);
  return result;
}

/** Arithmetic of values, as `<#assign x -= 1>` does it. */
export function calculate(
  operator: ArithmeticOperator,
  left: Maybe,
  right: Maybe,
  leftSite: Site,
  rightSite: Site,
  budget: Budget,
): Value {
  const a = requireNumber(left, leftSite);
  const b = requireNumber(right, rightSite);
  try {
    return paid(numeric[operator](a, b), budget);
  } catch (thrown) {
    throw rightSite.locate(thrown);
  }
}

/** `left + right`: a sum, a longer sequence, a longer text, or a hash of both, tried in this order. */
export function plus(
  left: Maybe,
  right: Maybe,
  env: Rendering,
  leftSite: Site,
  rightSite: Site,
  site: Site,
): Value {
  if (left === undefined) throw leftSite.missing();
  if (right === undefined) throw rightSite.missing();
  try {
    if (typeof left === "string" && typeof right === "string") return concatText(left, right, env);
    const a = asNumber(left);
    const b = asNumber(right);
    if (a !== undefined && b !== undefined) return paid(add(a, b), env.budget);
    const s = asSequence(left);
    const t = asSequence(right);
    if (s !== undefined && t !== undefined) return concatSequences(s, t, env.budget);
    return concat(left, right, env, leftSite, rightSite);
  } catch (thrown) {
    throw site.locate(thrown);
  }
}

function concat(left: Value, right: Value, env: Rendering, leftSite: Site, rightSite: Site): Value {
  const leftHash = asHash(left);
  const rightHash = asHash(right);
  const hashes = leftHash !== undefined && rightHash !== undefined;
  const a = left instanceof Markup ? left : toText(left, env, leftSite);
  if (a === undefined && !hashes)
    throw unexpected(left, "string, number, date, sequence, hash or markup", leftSite);
  const b = right instanceof Markup ? right : toText(right, env, rightSite);
  if (a === undefined || b === undefined) {
    if (hashes) return concatHashes(leftHash, rightHash, env.budget);
    throw unexpected(right, "string, number, date, sequence, hash or markup", rightSite);
  }
  if (typeof a === "string" && typeof b === "string") return concatText(a, b, env);
  return joinMarkup(a, b, env.budget, rightSite);
}

function concatText(left: string, right: string, env: Rendering): string {
  env.budget.join(left.length + right.length);
  return left + right;
}

function isPlain(part: Markup | string): boolean {
  return typeof part === "string" || part.plainText !== undefined;
}

/** Markup and text, or markup of two formats, one after the other; a text is escaped first. */
export function joinMarkup(
  left: Markup | string,
  right: Markup | string,
  budget: Budget,
  site: Site,
): Markup {
  budget.join(left.length + right.length);
  // Where only one of them is escaped yet, the other has to be.
  const escapes = isPlain(left) !== isPlain(right);
  if (escapes) for (const part of [left, right]) if (isPlain(part)) budget.reserve(part.length);
  if (typeof left === "string") {
    if (typeof right === "string") throw new TypeError("one of the two must be markup");
    return Markup.ofPlainText(right.format, left).concat(right);
  }
  if (typeof right === "string") return left.concat(Markup.ofPlainText(left.format, right));
  if (left.format.name === right.format.name) return left.concat(right);
  if (right.plainText !== undefined) return left.concat(Markup.ofPlainText(left.format, right.plainText));
  if (left.plainText !== undefined) return Markup.ofPlainText(right.format, left.plainText).concat(right);
  throw site.elementError(
    "wrong-type",
    `Markup in ${left.format.name} and markup in ${right.format.name} can't be joined: ` +
      `neither is an escaped plain text that could be escaped anew.`,
  );
}
