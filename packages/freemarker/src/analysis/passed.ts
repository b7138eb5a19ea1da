import type { Expression, Macro, MacroCall } from "../syntax/ast.ts";
import { pathsOf } from "./paths-of.ts";
import { type Binding, type Scope, union } from "./scope.ts";

/** What a template gives to its own macros and functions, and what their `<#nested>` gives back, over all calls together. */
export class Passed {
  /** Whether anything was added since this was last set to false. */
  changed = false;
  private readonly macros: ReadonlyMap<string, Macro>;
  private readonly bindings = new Map<string, Map<string, Binding>>();

  constructor(macros: readonly Macro[]) {
    this.macros = new Map(macros.map((macro) => [macro.name, macro]));
  }

  /** What a parameter of a macro may be; what `<#nested>` gives as its first value has the name `0`. */
  get(macro: string, parameter: string): Binding {
    return this.bindings.get(macro)?.get(parameter) ?? [];
  }

  /** Notes the arguments of `<@macro …>`. */
  macroCall(node: MacroCall, scope: Scope): void {
    const macro = this.called(node.callee);
    if (macro === undefined) return;
    this.positional(macro, node.positional ?? [], scope);
    for (const [name, value] of node.named ?? []) this.add(macro.name, name, pathsOf(value, scope));
  }

  /** Notes the arguments of `function(…)`. */
  functionCall(callee: Expression, args: readonly Expression[], scope: Scope): void {
    const macro = this.called(callee);
    if (macro !== undefined) this.positional(macro, args, scope);
  }

  /** Notes the values of `<#nested …>` in a macro. */
  nested(macro: string, args: readonly Expression[], scope: Scope): void {
    for (const [i, arg] of args.entries()) this.add(macro, String(i), pathsOf(arg, scope));
  }

  /** What a loop variable of `<@macro; a, b>` may be. */
  loopVariable(node: MacroCall, index: number): Binding {
    return node.callee.kind === "identifier" ? this.get(node.callee.name, String(index)) : [];
  }

  private called(callee: Expression): Macro | undefined {
    return callee.kind === "identifier" ? this.macros.get(callee.name) : undefined;
  }

  private positional(macro: Macro, args: readonly Expression[], scope: Scope): void {
    for (const [i, { name }] of macro.parameters.entries()) {
      const arg = args[i];
      if (arg !== undefined) this.add(macro.name, name, pathsOf(arg, scope));
    }
  }

  private add(macro: string, parameter: string, binding: Binding): void {
    const known = this.get(macro, parameter);
    const all = union(known, binding);
    if (all.length === known.length) return;
    this.changed = true;
    const parameters = this.bindings.get(macro) ?? new Map<string, Binding>();
    this.bindings.set(macro, parameters.set(parameter, all));
  }
}
