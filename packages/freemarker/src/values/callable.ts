import type { Budget } from "../core/limits.ts";
import { Method } from "./value.ts";
import type { Maybe } from "./value.ts";

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
