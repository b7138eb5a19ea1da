import type { Budget } from "../runtime/limits.ts";
import { Callable, Method } from "./value.ts";
import type { Maybe } from "./value.ts";

export { Callable, Method };

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
