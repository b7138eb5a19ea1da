import type { Element, Expression, Macro, Span } from "../syntax/ast.ts";
import type { Evaluate, Execute, MacroDefinition } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";

/** What the compilers of the single kinds of nodes use of the whole. */
export interface Compiler {
  /** Compiles an expression; what it evaluates to may be missing. */
  expression(node: Expression): Evaluate;
  /** Compiles what is read once through, so that its items may be made as they are read (see `lazy.ts`). */
  listed(node: Expression): Evaluate;
  /**
   * Compiles an expression that may be missing altogether: where a step of it is missing, it evaluates to nothing instead of
   * throwing, if it stands in parentheses; without, only its last step may be missing.
   */
  optional(node: Expression): Evaluate;
  /** Compiles a row of elements. */
  body(elements: readonly Element[]): Execute;
  macro(node: Macro): MacroDefinition;
  /** Compiles a part of a directive that FreeMarker places errors at as if it were one. */
  within<T>(part: Span, compile: () => T): T;
  /** Where errors about a node are, in the directive or interpolation that is compiled now. */
  site(node: Span): Site;
}

/** The node types of a union that may be of a kind. */
type OfKind<N extends { readonly kind: string }, K extends N["kind"]> = N extends unknown
  ? K extends N["kind"]
    ? N
    : never
  : never;

/** Compiles one kind of expression. */
export type ExpressionCompiler<K extends Expression["kind"]> = (
  node: OfKind<Expression, K>,
  compiler: Compiler,
) => Evaluate;

/** Compiles one kind of element. */
export type ElementCompiler<K extends Element["kind"]> = (
  node: OfKind<Element, K>,
  compiler: Compiler,
) => Execute;
