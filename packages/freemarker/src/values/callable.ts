import type { Budget } from "../runtime/limits.ts";
import type { Maybe } from "./value.ts";

/** What can be called: methods and functions in expressions, macros and directives as `<@x/>`. */
export abstract class Callable {
  /** The type's name, for errors: `method`, `function`, `macro`, `directive`. */
  abstract readonly typeName: string;
}

/** What can be called in an expression with values. */
export abstract class Method extends Callable {
  readonly typeName: string = "method";

  /** The budget is of the rendering that calls. */
  abstract call(args: readonly Maybe[], budget: Budget): Maybe;
}

/** A method made of a function. */
export class FunctionMethod extends Method {
  private readonly body: (args: readonly Maybe[], budget: Budget) => Maybe;

  constructor(body: (args: readonly Maybe[], budget: Budget) => Maybe) {
    super();
    this.body = body;
  }

  call(args: readonly Maybe[], budget: Budget): Maybe {
    return this.body(args, budget);
  }
}
