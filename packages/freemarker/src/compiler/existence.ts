import { asBoolean, asDate, asHash, asNumber, asString } from "../runtime/convert.ts";
import { MissingReferenceError } from "../core/errors.ts";
import type { Budget } from "../core/limits.ts";
import type { Evaluate } from "../runtime/rendering.ts";
import type { Expression } from "../syntax/ast.ts";
import { MapHash, paidSize } from "../values/hash.ts";
import { Markup } from "../values/markup.ts";
import { asCollection } from "../runtime/convert.ts";
import { ListSequence } from "../values/sequence.ts";
import type { Compiler, ExpressionCompiler } from "./compiler.ts";
import { optionalDot, optionalIndex } from "./paths.ts";
import { Composite, Hash, type Maybe, Sequence } from "../values/value.ts";

/** Making an error takes as long as a hundred directives. */
const FAILURE_STEPS = 128;

/** What `x!` is where x is missing: an empty string, sequence and hash in one. */
export const NOTHING = new Composite({
  string: () => "",
  collection: new ListSequence([]),
  hash: new MapHash(new Map()),
});

export const compileDefault: ExpressionCompiler<"default"> = (node, compiler) => {
  const target = compiler.optional(node.target);
  if (node.fallback === undefined) return (env) => target(env) ?? NOTHING;
  const fallback = compiler.expression(node.fallback);
  return (env) => target(env) ?? fallback(env);
};

export const compileExists: ExpressionCompiler<"exists"> = (node, compiler) => {
  const target = compiler.optional(node.target);
  return (env) => target(env) !== undefined;
};

/** See `Compiler.optional`. */
export function compileOptional(node: Expression, compiler: Compiler): Evaluate {
  return node.kind === "parenthesis" ? tolerant(node.inner, compiler) : compiler.expression(node);
}

/** Compiles an expression of which every step may be missing. Paths are followed without throwing, the rest is caught. */
function tolerant(node: Expression, compiler: Compiler): Evaluate {
  if (node.kind === "parenthesis") return tolerant(node.inner, compiler);
  if (node.kind === "identifier") return compiler.expression(node);
  if (node.kind === "dot") {
    return optionalDot(tolerant(node.target, compiler), node.name, compiler.site(node.target));
  }
  if (node.kind !== "index") return catching(compiler.expression(node));
  const target = tolerant(node.target, compiler);
  const key = tolerant(node.key, compiler);
  return optionalIndex(target, key, compiler.site(node.target), compiler.site(node.key));
}

function catching(evaluate: Evaluate): Evaluate {
  return (env) => {
    try {
      return evaluate(env);
    } catch (thrown) {
      if (!(thrown instanceof MissingReferenceError)) throw thrown;
      env.budget.spend(FAILURE_STEPS);
      return undefined;
    }
  };
}

/** What `?has_content` says: whether a value is there, and isn't an empty text, sequence or hash. */
export function hasContent(value: Maybe, budget: Budget): boolean {
  if (value === undefined || value === "") return false;
  if (typeof value === "string") return true;
  if (value instanceof Markup) return !value.isEmpty;
  const items = asCollection(value);
  if (items instanceof Sequence) return items.length > 0;
  const text = asString(value);
  if (text !== undefined) return text !== "";
  if (items !== undefined) {
    for (const _ of items) return true;
    return false;
  }
  const hash = value instanceof Hash ? value : asHash(value);
  if (hash !== undefined) return paidSize(hash, budget) > 0;
  return asNumber(value) !== undefined || asDate(value) !== undefined || asBoolean(value) !== undefined;
}
