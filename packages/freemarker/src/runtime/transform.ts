import { Callable } from "../values/value.ts";
import { type DirectiveCall, DirectiveValue } from "./directives.ts";
import type { Rendering } from "./rendering.ts";

/** One of the directives that every template sees as variables, below the data model: `<@html_escape>…</@html_escape>`. */
export class Transform extends Callable {
  readonly typeName = "directive";
  private readonly run: (env: Rendering, call: DirectiveCall) => string;

  constructor(run: (env: Rendering, call: DirectiveCall) => string) {
    super();
    this.run = run;
  }

  /** The directive for one rendering. */
  in(env: Rendering): DirectiveValue {
    return new DirectiveValue((call) => this.run(env, call));
  }
}
