import type { Evaluate } from "../runtime/rendering.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Compiler } from "./compiler.ts";

/** Compiles what is listed. */
export function compileListed(node: Expression, compiler: Compiler): Evaluate {
  return compiler.expression(node);
}
