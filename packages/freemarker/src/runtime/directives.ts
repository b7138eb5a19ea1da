import type { Budget } from "../core/limits.ts";
import { type CallArguments, runBody } from "./macros.ts";
import { type NestedContent, NORMAL, type Rendering, type Signal } from "./rendering.ts";
import type { Site } from "./site.ts";
import { Callable, type Maybe } from "../values/value.ts";

/** What a directive of the host's is called with. */
export interface DirectiveCall {
  /** The arguments of `<@name a=1 b=2>`, in the order given. */
  readonly named: ReadonlyMap<string, Maybe>;
  /** The arguments of `<@name 1, 2>`. */
  readonly positional: readonly Maybe[];
  /** What the rendering under way may still use. */
  readonly budget: Budget;
  /** Whether there is anything between the tags. */
  readonly hasBody: boolean;
  /** What is between the tags, rendered; its loop variables (`<@name; a, b>`) take the values. */
  render(...loopValues: readonly Maybe[]): string;
}

/** A directive of the host's: what it answers is printed as it is. */
export class DirectiveValue extends Callable {
  readonly typeName = "directive";
  readonly run: (call: DirectiveCall) => string;

  constructor(run: (call: DirectiveCall) => string) {
    super();
    this.run = run;
  }
}

/** Calls a directive of the host's. A signal out of its body (`<#break>`, `<#return>`) ends the body, and is passed on after. */
export function runDirective(
  env: Rendering,
  directive: DirectiveValue,
  args: CallArguments,
  nested: NestedContent | undefined,
  site: Site,
): Signal {
  let signal: Signal = NORMAL;
  let ended = false;
  const render = (...values: readonly Maybe[]): string => {
    if (ended)
      throw new TypeError("The body of a directive can't be rendered after the directive has ended.");
    if (nested === undefined) return "";
    return env.capture(() => {
      const ending = runBody(env, nested, values);
      if (signal === NORMAL) signal = ending;
    });
  };
  const { named = new Map<string, Maybe>(), positional = [] } = args;
  let text: unknown;
  try {
    const call = { named, positional, budget: env.budget, hasBody: nested !== undefined, render };
    text = env.nest(() => directive.run(call));
  } finally {
    ended = true;
  }
  if (typeof text !== "string") {
    throw site.elementError(
      "host-failure",
      `The directive ${site.text} answered a ${typeof text} instead of a string.`,
    );
  }
  env.write(text);
  return signal;
}
