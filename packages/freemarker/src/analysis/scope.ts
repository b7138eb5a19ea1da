import type { Path } from "./path.ts";

/** What a name stands for: the paths of the data model that its value may be. None for what is no part of the model. */
export type Binding = readonly Path[];

/** The names that are bound at a place of a template: by loops, lambdas, macros, assignments. */
export class Scope {
  private readonly parent: Scope | undefined;
  /** Loop variables, parameters and what `<#local>` sets, which go before the others. */
  private readonly locals = new Map<string, Binding>();
  /** What `<#assign>` and `<#global>` set, macros and namespaces. */
  private readonly assigned = new Map<string, Binding>();

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  /** Undefined where the name is bound by nothing in the template, so that it is one of the model. */
  get(name: string): Binding | undefined {
    return this.local(name) ?? this.global(name);
  }

  /** Binds a loop variable or a parameter here. */
  bind(name: string, binding: Binding): void {
    this.locals.set(name, binding);
  }

  /** `<#local>`: from here on in this scope; after it the name may be this or what it was. */
  setLocal(name: string, binding: Binding): void {
    const { macro } = this;
    if (macro !== this) macro.locals.set(name, union(macro.get(name) ?? [[name]], binding));
    this.locals.set(name, binding);
  }

  /** `<#assign>` and `<#global>`: likewise. */
  assign(name: string, binding: Binding): void {
    const { root } = this;
    if (root !== this) root.assigned.set(name, union(root.get(name) ?? [[name]], binding));
    this.assigned.set(name, binding);
  }

  /** What `.globals` has by a name. */
  global(name: string): Binding | undefined {
    return this.assigned.get(name) ?? this.parent?.global(name);
  }

  private local(name: string): Binding | undefined {
    return this.locals.get(name) ?? this.parent?.local(name);
  }

  inner(): Scope {
    return new Scope(this);
  }

  /** The outermost scope: of what `<#assign>` sets. */
  get root(): Scope {
    return this.parent?.root ?? this;
  }

  /** The scope of the macro around: of what `<#local>` sets. Macros stand directly below the root. */
  get macro(): Scope {
    return this.parent?.parent === undefined ? this : this.parent.macro;
  }
}

/** How many paths one name, or one expression, is followed to. */
const MOST_PATHS = 32;

/** All paths of both, each once; not more than are followed. */
export function union(first: Binding, second: Binding): Binding {
  if (second.length === 0) return first;
  const paths = new Map<string, Path>();
  for (const path of [...first, ...second]) {
    if (paths.size < MOST_PATHS) paths.set(JSON.stringify(path), path);
  }
  return [...paths.values()];
}
