import { Callable } from "../values/callable.ts";
import { MapHash } from "../values/hash.ts";
import { ListSequence } from "../values/sequence.ts";
import type { Maybe, Value } from "../values/value.ts";
import { RenderError } from "../errors.ts";
import {
  type MacroDefinition,
  type MacroFrame,
  type MacroParameter,
  type NestedContent,
  NORMAL,
  type Rendering,
  RETURN,
  type Signal,
} from "./rendering.ts";
import { NamedScope, type Namespace } from "./scope.ts";
import type { Site } from "./site.ts";

/** A macro or function, with the namespace that it was defined in. */
export class MacroValue extends Callable {
  readonly definition: MacroDefinition;
  readonly namespace: Namespace;
  /** Arguments set beforehand, by `?with_args` and `?with_args_last`. */
  readonly bound: BoundArguments | undefined;

  constructor(definition: MacroDefinition, namespace: Namespace, bound?: BoundArguments) {
    super();
    this.definition = definition;
    this.namespace = namespace;
    this.bound = bound;
  }

  get typeName(): string {
    return this.definition.isFunction ? "function" : "macro";
  }
}

/** Arguments set beforehand: by name, or by place. */
export interface BoundArguments {
  readonly named: ReadonlyMap<string, Value> | undefined;
  readonly positional: readonly Maybe[] | undefined;
  /** Whether they come after those of the call. */
  readonly last: boolean;
}

/** Arguments of a call: by name or by place, never both. */
export interface CallArguments {
  readonly named: ReadonlyMap<string, Maybe> | undefined;
  readonly positional: readonly Maybe[] | undefined;
}

/** Runs a function of the template: what it prints is dropped. */
export function callFunction(env: Rendering, macro: MacroValue, args: readonly Maybe[], site: Site): Maybe {
  env.returned = undefined;
  env.capture(() => invoke(env, macro, { named: undefined, positional: args }, undefined, site));
  const value = env.returned;
  env.returned = undefined;
  return value;
}

/** Runs a macro: its arguments are set, defaults filled in, and its body printed. */
export function invoke(
  env: Rendering,
  macro: MacroValue,
  args: CallArguments,
  nested: NestedContent | undefined,
  site: Site,
): Signal {
  const { definition } = macro;
  const variables = bindArguments(macro, args, site);
  const frame: MacroFrame = {
    variables,
    nested,
    args: () => argumentsOf(definition, variables, definition.isFunction || args.named === undefined),
    callerTemplate: site.source.name,
  };
  env.budget.spend(1 + definition.parameters.length);
  const { locals, macro: caller, namespace } = env;
  env.locals = undefined;
  env.macro = frame;
  env.namespace = macro.namespace;
  try {
    return env.nest(() => {
      fillDefaults(env, definition, variables);
      const signal = definition.body(env);
      return signal === RETURN ? NORMAL : signal;
    });
  } finally {
    env.locals = locals;
    env.macro = caller;
    env.namespace = namespace;
  }
}

/** Prints what the caller of the running macro put between its tags. */
export function runNested(env: Rendering, values: readonly Maybe[], site: Site): Signal {
  const running = env.macro;
  const nested = running?.nested;
  if (running === undefined || nested === undefined) return NORMAL;
  const { locals, namespace } = env;
  env.macro = nested.macro;
  env.namespace = nested.namespace;
  env.locals =
    nested.loopVariables.length === 0
      ? nested.locals
      : new NamedScope(nested.locals, nested.loopVariables, values);
  try {
    return env.nest(() => nested.body(env));
  } catch (thrown) {
    throw site.locate(thrown);
  } finally {
    env.locals = locals;
    env.macro = running;
    env.namespace = namespace;
  }
}

function argumentsOf(
  definition: MacroDefinition,
  variables: ReadonlyMap<string, Value>,
  sequence: boolean,
): Value {
  const names = definition.parameters.map(({ name }) => name);
  const rest = definition.catchAll === undefined ? undefined : variables.get(definition.catchAll);
  if (sequence) {
    const items: Maybe[] = names.map((name) => variables.get(name));
    if (rest instanceof ListSequence) items.push(...rest.items);
    return new ListSequence(items);
  }
  const map = new Map<string, Value>();
  for (const name of names) {
    const value = variables.get(name);
    if (value !== undefined) map.set(name, value);
  }
  if (rest instanceof MapHash) for (const [name, value] of rest.map) map.set(name, value);
  return new MapHash(map);
}

function bindArguments(macro: MacroValue, args: CallArguments, site: Site): Map<string, Value> {
  const { named, positional } = withBound(macro, args);
  if (named !== undefined) return bindNamed(macro.definition, named, site);
  return bindPositional(
    macro.definition,
    positional ?? [],
    site,
    args.named !== undefined || args.positional === undefined,
  );
}

function withBound(macro: MacroValue, args: CallArguments): CallArguments {
  const { bound } = macro;
  if (bound === undefined) return args;
  if (bound.named !== undefined) {
    const named = new Map<string, Maybe>(bound.last ? (args.named ?? []) : bound.named);
    for (const [name, value] of bound.last ? bound.named : (args.named ?? [])) {
      if (!bound.last || !named.has(name)) named.set(name, value);
    }
    return { named, positional: undefined };
  }
  const own = args.positional ?? [];
  const preset = bound.positional ?? [];
  return { named: undefined, positional: bound.last ? [...own, ...preset] : [...preset, ...own] };
}

function bindNamed(
  definition: MacroDefinition,
  named: ReadonlyMap<string, Maybe>,
  site: Site,
): Map<string, Value> {
  const variables = new Map<string, Value>();
  const rest = new Map<string, Value>();
  for (const [name, value] of named) {
    const known = definition.parameters.some((parameter) => parameter.name === name);
    if (!known && definition.catchAll === undefined) throw unknownArgument(definition, name, site);
    if (value !== undefined) (known ? variables : rest).set(name, value);
  }
  if (definition.catchAll !== undefined) variables.set(definition.catchAll, new MapHash(rest));
  return variables;
}

function bindPositional(
  definition: MacroDefinition,
  values: readonly Maybe[],
  site: Site,
  restIsHash: boolean,
): Map<string, Value> {
  const { parameters, catchAll } = definition;
  if (values.length > parameters.length && catchAll === undefined) {
    throw site.elementError(
      "invalid-argument",
      `${label(definition)} takes ${parameters.length} arguments, but ${values.length} were given.`,
    );
  }
  const variables = new Map<string, Value>();
  for (let i = 0; i < parameters.length; i++) {
    const value = values[i];
    const name = parameters[i]?.name;
    if (value !== undefined && name !== undefined) variables.set(name, value);
  }
  if (catchAll !== undefined) {
    const rest = values.slice(parameters.length);
    variables.set(
      catchAll,
      restIsHash && rest.length === 0 ? new MapHash(new Map()) : new ListSequence(rest),
    );
  }
  return variables;
}

function unknownArgument(definition: MacroDefinition, name: string, site: Site): RenderError {
  const names = definition.parameters.map((parameter) => parameter.name);
  const known = names.length === 0 ? "It has no parameters." : `Its parameters are: ${names.join(", ")}.`;
  return site.elementError(
    "invalid-argument",
    `${label(definition)} has no parameter called "${name}". ${known}`,
  );
}

function label(definition: MacroDefinition): string {
  return `${definition.isFunction ? "Function" : "Macro"} ${definition.name}`;
}

/**
 * Defaults may refer to other parameters, also later ones: those that can't be worked out yet are tried again for as long as
 * others could.
 */
function fillDefaults(env: Rendering, definition: MacroDefinition, variables: Map<string, Value>): void {
  let open = definition.parameters.filter(({ name }) => !variables.has(name));
  while (open.length > 0) {
    const unresolved: MacroParameter[] = [];
    let failure: unknown;
    for (const parameter of open) {
      if (parameter.fallback === undefined) throw missingParameter(definition, parameter);
      try {
        const value = parameter.fallback(env);
        if (value === undefined) throw parameter.site.missing();
        variables.set(parameter.name, value);
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
        failure ??= thrown;
        unresolved.push(parameter);
      }
    }
    if (unresolved.length === open.length) throw failure;
    open = unresolved;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof RenderError && thrown.code === "missing-value";
}

function missingParameter(definition: MacroDefinition, parameter: MacroParameter): RenderError {
  return definition.site.elementError(
    "missing-value",
    `${label(definition)} was called without its required parameter "${parameter.name}" (or its value is missing). ` +
      `Give it, or set a default in the definition: ${parameter.name}="default".`,
  );
}
