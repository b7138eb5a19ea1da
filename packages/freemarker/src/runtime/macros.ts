import { MapHash } from "../values/hash.ts";
import { ListSequence } from "../values/sequence.ts";
import { MissingReferenceError, type RenderError } from "../core/errors.ts";
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
import { Callable, type Maybe, type Value } from "../values/value.ts";

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
  readonly named: ReadonlyMap<string, Maybe> | undefined;
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
  // Not forgotten: a function that ends without <#return> gives what the last one called in it gave, as in FreeMarker.
  return env.returned;
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
    args: () => argumentsOf(definition, variables),
    callerTemplate: site.source.name,
  };
  env.budget.spend(4 + definition.parameters.length);
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
  const nested = env.macro?.nested;
  if (nested === undefined) return NORMAL;
  env.templateName = nested.namespace.templateName;
  try {
    return env.nest(() => runBody(env, nested, values));
  } catch (thrown) {
    throw site.locate(thrown);
  } finally {
    env.templateName = env.mainTemplate.source.name;
  }
}

/** Runs what is between the tags of a call, in the state of where it stands. */
export function runBody(env: Rendering, nested: NestedContent, values: readonly Maybe[]): Signal {
  const { locals, macro, namespace } = env;
  env.macro = nested.macro;
  env.namespace = nested.namespace;
  env.locals =
    nested.loopVariables.length === 0
      ? nested.locals
      : new NamedScope(nested.locals, nested.loopVariables, values, env.engine.hideByMissing);
  try {
    return nested.body(env);
  } finally {
    env.locals = locals;
    env.macro = macro;
    env.namespace = namespace;
  }
}

/** What `.args` is: of a function its arguments in order, of a macro by name. */
function argumentsOf(definition: MacroDefinition, variables: ReadonlyMap<string, Value>): Value {
  const rest = definition.catchAll === undefined ? undefined : variables.get(definition.catchAll);
  if (definition.isFunction) {
    const items: Maybe[] = definition.parameters.map(({ name }) => variables.get(name));
    return new ListSequence(rest instanceof ListSequence ? [...items, ...rest.items] : items);
  }
  if (rest instanceof ListSequence && rest.length > 0) {
    throw definition.site.elementError(
      "invalid-argument",
      `${label(definition)} uses .args and takes more arguments than it names: it can only be called by name.`,
    );
  }
  const map = new Map<string, Maybe>();
  for (const { name } of definition.parameters) {
    const value = variables.get(name);
    if (value !== undefined) map.set(name, value);
  }
  if (rest instanceof MapHash) for (const [name, value] of rest.map) map.set(name, value);
  return new MapHash(map);
}

/** Puts the arguments of a call, and those set beforehand, into the variables of the macro. */
class Binding {
  readonly variables = new Map<string, Value>();
  private readonly definition: MacroDefinition;
  private readonly site: Site;
  /** The next parameter that takes an argument by place. */
  private next = 0;
  private restByName: Map<string, Maybe> | undefined;
  private readonly given = new Set<string>();
  private restByPlace: Maybe[] | undefined;

  constructor(definition: MacroDefinition, site: Site) {
    this.definition = definition;
    this.site = site;
  }

  named(name: string, value: Maybe, overwrite = true): void {
    const known = this.definition.names.has(name);
    if (!known && this.definition.catchAll === undefined)
      throw unknownArgument(this.definition, name, this.site);
    if (!known && this.restByPlace !== undefined) throw this.mixed();
    if (!overwrite && this.given.has(name)) return;
    this.given.add(name);
    if (!known) (this.restByName ??= new Map()).set(name, value);
    else if (value === undefined) this.variables.delete(name);
    else this.variables.set(name, value);
  }

  positional(value: Maybe): void {
    const parameter = this.definition.parameters[this.next];
    if (parameter !== undefined) {
      this.next++;
      this.given.add(parameter.name);
      if (value !== undefined) this.variables.set(parameter.name, value);
      else this.variables.delete(parameter.name); // a missing value replaces one set beforehand by name, too
      return;
    }
    if (this.definition.catchAll === undefined) throw this.tooMany();
    if (this.restByName !== undefined) throw this.mixed();
    (this.restByPlace ??= []).push(value);
  }

  /** @param byName what the rest is where nothing is left for it: an empty hash, or an empty sequence */
  finish(byName: boolean): Map<string, Value> {
    const { catchAll } = this.definition;
    if (catchAll === undefined) return this.variables;
    const hash =
      this.restByName ?? (byName && this.restByPlace === undefined ? new Map<string, Maybe>() : undefined);
    this.variables.set(
      catchAll,
      hash === undefined ? new ListSequence(this.restByPlace ?? []) : new MapHash(hash),
    );
    return this.variables;
  }

  private tooMany(): RenderError {
    const { length } = this.definition.parameters;
    return this.site.elementError(
      "invalid-argument",
      `${label(this.definition)} takes ${length} arguments, but got more.`,
    );
  }

  private mixed(): RenderError {
    return this.site.elementError(
      "invalid-argument",
      `${label(this.definition)} was given arguments for “${this.definition.catchAll}…” both by name and by place.`,
    );
  }
}

function bindArguments(macro: MacroValue, args: CallArguments, site: Site): Map<string, Value> {
  const binding = new Binding(macro.definition, site);
  const { bound } = macro;
  const preset = bound?.positional ?? [];
  for (const [name, value] of bound?.named ?? []) if (bound?.last !== true) binding.named(name, value);
  if (bound?.last !== true) for (const value of preset) binding.positional(value);
  if (bound?.last === true && preset.length > 0 && args.named !== undefined) {
    throw site.error(
      "invalid-argument",
      "This call can't give arguments by name, as ?with_args_last gives some by place.",
    );
  }
  for (const [name, value] of args.named ?? []) binding.named(name, value);
  for (const value of args.positional ?? []) binding.positional(value);
  if (bound?.last === true) {
    for (const value of preset) binding.positional(value);
    for (const [name, value] of bound.named ?? []) binding.named(name, value, false);
  }
  const isEmpty = args.named === undefined && (args.positional ?? []).length === 0;
  return binding.finish(args.named !== undefined || (isEmpty && bound?.named !== undefined));
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

/** Making an error takes as long as a hundred directives. */
const FAILURE_STEPS = 128;

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
      env.budget.spend(1);
      try {
        const value = parameter.fallback(env);
        if (value === undefined) throw parameter.site.missing();
        variables.set(parameter.name, value);
      } catch (thrown) {
        if (!(thrown instanceof MissingReferenceError)) throw thrown;
        // Each round may work out one parameter alone: all rounds take time by the square of the parameters.
        env.budget.spend(FAILURE_STEPS);
        failure ??= thrown;
        unresolved.push(parameter);
      }
    }
    if (unresolved.length === open.length) throw failure;
    open = unresolved;
  }
}

function missingParameter(definition: MacroDefinition, parameter: MacroParameter): RenderError {
  return definition.site.elementError(
    "missing-value",
    `${label(definition)} was called without its required parameter "${parameter.name}" (or its value is missing). ` +
      `Give it, or set a default in the definition: ${parameter.name}="default".`,
  );
}
