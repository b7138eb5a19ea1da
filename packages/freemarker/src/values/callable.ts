import type { Maybe } from "./value.ts";

/** What can be called: methods and functions in expressions, macros and directives as `<@x/>`. */
export abstract class Callable {
  /** The type's name, for errors: `method`, `function`, `macro`, `directive`. */
  abstract readonly typeName: string;
}

/** What can be called in an expression with values. */
export abstract class Method extends Callable {
  readonly typeName: string = "method";

  abstract call(args: readonly Maybe[]): Maybe;
}

/** A method made of a function. */
export class FunctionMethod extends Method {
  private readonly body: (args: readonly Maybe[]) => Maybe;

  constructor(body: (args: readonly Maybe[]) => Maybe) {
    super();
    this.body = body;
  }

  call(args: readonly Maybe[]): Maybe {
    return this.body(args);
  }
}
