import type { Path } from "./path.ts";

/** What a name stands for: the paths of the data model that its value may be. None for what is no part of the model. */
export type Binding = readonly Path[];

/** The names that are bound at a place of a template: by loops, lambdas, macros, assignments. */
export class Scope {
  private readonly parent: Scope | undefined;
  private readonly names = new Map<string, Binding>();

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  /** Undefined where the name is bound by nothing in the template, so that it is one of the model. */
  get(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.get(name);
  }

  /** Binds a name here. */
  bind(name: string, binding: Binding): void {
    this.names.set(name, binding);
  }

  /** Adds to what a name may be, for assignments that may or may not be reached. */
  widen(name: string, binding: Binding): void {
    const known = this.names.get(name) ?? [];
    this.names.set(name, [...known, ...binding].slice(0, MOST_PATHS));
  }

  inner(): Scope {
    return new Scope(this);
  }

  /** The outermost scope: of what `<#assign>` sets. */
  get root(): Scope {
    return this.parent?.root ?? this;
  }
}

/** How many paths one name is followed to. */
const MOST_PATHS = 32;
