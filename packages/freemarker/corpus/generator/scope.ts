import type { Type, Variable } from "./model.ts";
import type { Random } from "./random.ts";

/** How a case's template is written throughout. */
export interface Style {
  /** Tags as `[#if]` rather than `<#if>`. */
  readonly squareTags: boolean;
  /** Interpolations as `[=x]` rather than `${x}`. */
  readonly squareInterpolation: boolean;
  /** How likely an expression is one that fails. */
  readonly faults: number;
  /** Whether an output format that escapes is in force, so that `?no_esc` is allowed. */
  readonly markup: boolean;
}

/** A macro or function that a template can call. */
export interface Callable {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly optional: boolean }[];
  readonly catchAll: boolean;
  readonly nestedVariables: number;
}

/** Where a part of a template stands: on lines of its own, indented, or within a line. */
export interface Place {
  readonly pad: string;
  readonly inline: boolean;
}

/** What makes the parts of a template. */
export interface Grammar {
  readonly expression: (scope: Scope, type: Type, depth: number, binds: number) => string;
  readonly block: (scope: Scope, depth: number, place: Place, most: number) => string;
}

/** What a part of a template can refer to. */
export class Scope {
  readonly grammar: Grammar;
  readonly random: Random;
  readonly style: Style;
  readonly variables: Variable[];
  readonly macros: Callable[] = [];
  readonly functions: Callable[] = [];
  /** Whether a list can be left here with `break` and `continue`. */
  readonly inList: boolean;
  #names = 0;

  constructor(
    grammar: Grammar,
    random: Random,
    style: Style,
    variables: readonly Variable[],
    inList = false,
  ) {
    this.grammar = grammar;
    this.random = random;
    this.style = style;
    this.variables = [...variables];
    this.inList = inList;
  }

  /** The text of an expression of a type, in brackets where it would not bind tightly enough: see operators.ts. */
  expression(type: Type, depth: number, binds = 0): string {
    return this.grammar.expression(this, type, depth, binds);
  }

  /** Part of a template: some statements. */
  block(depth: number, place: Place, most = 3): string {
    return this.grammar.block(this, depth, place, most);
  }

  /** A scope inside this one, with more variables. */
  inside(more: readonly Variable[], inList = this.inList): Scope {
    const names = new Set(more.map(({ name }) => name));
    const kept = this.variables.filter(({ name }) => !names.has(name));
    const scope = new Scope(this.grammar, this.random, this.style, [...kept, ...more], inList);
    scope.macros.push(...this.macros);
    scope.functions.push(...this.functions);
    return scope;
  }

  /** A scope inside this one, where another output format may be in force. */
  styled(style: Partial<Style>): Scope {
    const scope = new Scope(
      this.grammar,
      this.random,
      { ...this.style, ...style },
      this.variables,
      this.inList,
    );
    scope.macros.push(...this.macros);
    scope.functions.push(...this.functions);
    return scope;
  }

  /** The variables of one kind. */
  of(kind: Type["kind"]): Variable[] {
    return this.variables.filter(({ type }) => type.kind === kind);
  }

  /** A name that this scope has not given before. */
  freshName(prefix: string): string {
    this.#names++;
    return `${prefix}${this.#names}`;
  }
}
