/** What made a loop variable: a directive of FreeMarker's own or `<@… ; name>`. */
type LoopKind = "list" | "foreach" | "items" | "call";

/** A loop around the place in the template. */
export interface LoopScope {
  kind: LoopKind;
  /** Undefined outside of `<#items>` in a `<#list>` without `as`. */
  item: string | undefined;
  value: string | undefined;
}

/** The loops around the place in the template, and with them the names that built-ins like `?index` can be used on. */
export class LoopScopes {
  private readonly scopes: LoopScope[] = [];
  private readonly counts = new Map<string, LoopScope[]>();
  /** Set where a loop could not be parsed, so that its variables aren't known. */
  incomplete = false;

  get innermost(): LoopScope | undefined {
    return this.scopes.at(-1);
  }

  /** Enters a loop. */
  push(kind: LoopKind, item?: string, value?: string): LoopScope {
    const scope: LoopScope = { kind, item: undefined, value: undefined };
    this.scopes.push(scope);
    if (item !== undefined) this.name(scope, item, value);
    return scope;
  }

  /** Leaves the innermost loop. */
  pop(): void {
    const scope = this.scopes.pop();
    if (scope !== undefined) this.unname(scope);
  }

  /** Gives a loop its variables. */
  name(scope: LoopScope, item: string, value: string | undefined): void {
    scope.item = item;
    scope.value = value;
    for (const name of value === undefined ? [item] : [item, value]) {
      const known = this.counts.get(name);
      if (known === undefined) this.counts.set(name, [scope]);
      else known.push(scope);
    }
  }

  /** Takes a loop's variables away. */
  unname(scope: LoopScope): void {
    for (const name of [scope.item, scope.value]) if (name !== undefined) this.counts.get(name)?.pop();
    scope.item = undefined;
    scope.value = undefined;
  }

  /** The innermost loop that has a variable. */
  find(name: string): LoopScope | undefined {
    return this.counts.get(name)?.at(-1);
  }
}
