import type { Evaluate } from "../../runtime/rendering.ts";
import type { BuiltinReference, Call } from "../../syntax/ast.ts";
import type { Compiler } from "../compiler.ts";

/**
 * Built-ins that need more than the value of their left side: whether it is there at all, its name, the place they stand in,
 * or arguments that aren't evaluated unless they are needed.
 */
export interface SpecialBuiltins {
  readonly [name: string]: (node: BuiltinReference, compiler: Compiler) => Evaluate;
}

/** The same, for `left?name(args)`. */
export interface SpecialCalls {
  readonly [name: string]: (node: Call, reference: BuiltinReference, compiler: Compiler) => Evaluate;
}
