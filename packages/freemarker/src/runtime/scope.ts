import type { Site } from "./site.ts";
import type { ItemReader } from "../values/lazy.ts";
import { inJavaOrder } from "../values/java-order.ts";
import { type Collection, Hash, type Maybe, type Value } from "../values/value.ts";

/** Variables that live while a part of the template runs: loop variables, and what `<#nested>` hands to its caller. */
export abstract class LocalScope {
  readonly parent: LocalScope | undefined;

  constructor(parent: LocalScope | undefined) {
    this.parent = parent;
  }

  /** The variable of a name; undefined where this scope has none, or it is missing now. */
  abstract get(name: string): Maybe;
  /** Whether a variable of this name hides those further out even where it is missing now. */
  abstract hides(name: string): boolean;

  /** The names of the variables that have a value now. */
  abstract names(): string[];
}

/** What is listed by a `<#list>`, before and while its items are gone through. */
export class ListScope extends LocalScope {
  /** What is listed, or undefined once `<#items>` (or the list itself) has begun. */
  readonly source: Collection | Hash;
  /** Of what is listed. */
  readonly site: Site;
  /** Reads a source whose items are made as they are read: once, although it is asked first whether there are any. */
  reader: ItemReader | undefined;
  item: string | undefined;
  itemValue: Maybe;
  second: string | undefined;
  secondValue: Maybe;
  index = 0;
  hasNext = false;
  /** Whether items are being gone through. */
  running = false;
  /** Whether they have been, once, by `<#items>`. */
  listed = false;

  private readonly hideByMissing: boolean;

  constructor(parent: LocalScope | undefined, source: Collection | Hash, site: Site, hideByMissing: boolean) {
    super(parent);
    this.hideByMissing = hideByMissing;
    this.source = source;
    this.site = site;
  }

  get(name: string): Maybe {
    if (!this.running) return undefined;
    if (name === this.item) return this.itemValue;
    if (name === this.second) return this.secondValue;
    return this.item === undefined ? undefined : this.derived(name);
  }

  names(): string[] {
    const names: string[] = [];
    if (!this.running || this.item === undefined) return names;
    if (this.itemValue !== undefined) names.push(this.item);
    if (this.second !== undefined && this.secondValue !== undefined) names.push(this.second);
    return names;
  }

  hides(name: string): boolean {
    return this.hideByMissing && this.running && (name === this.item || name === this.second);
  }

  /** `item_index` and `item_has_next`, which old templates use. */
  private derived(name: string): Maybe {
    const { item } = this;
    if (item === undefined || !name.startsWith(item)) return undefined;
    if (name.length === item.length + 6 && name.endsWith("_index")) return this.index;
    if (name.length === item.length + 9 && name.endsWith("_has_next")) return this.hasNext;
    return undefined;
  }
}

/** Variables by name: the parameters of a lambda, the loop variables of `<@x; a, b>`. */
export class NamedScope extends LocalScope {
  private readonly variables: readonly string[];
  private readonly values: readonly Maybe[];

  private readonly hideByMissing: boolean;

  constructor(
    parent: LocalScope | undefined,
    variables: readonly string[],
    values: readonly Maybe[],
    hideByMissing: boolean,
  ) {
    super(parent);
    this.variables = variables;
    this.values = values;
    this.hideByMissing = hideByMissing;
  }

  hides(name: string): boolean {
    return this.hideByMissing && this.variables.includes(name);
  }

  get(name: string): Maybe {
    const index = this.variables.indexOf(name);
    return index === -1 ? undefined : this.values[index];
  }

  names(): string[] {
    return this.variables.filter((_, index) => this.values[index] !== undefined);
  }
}

/** The variables of a template that is included or imported: what `<#assign>` sets. */
export class Namespace extends Hash {
  readonly variables = new Map<string, Value>();
  /** The template that the namespace was made for. */
  readonly templateName: string;

  constructor(templateName: string) {
    super();
    this.templateName = templateName;
  }

  get(key: string): Maybe {
    return this.variables.get(key);
  }

  keys(): readonly string[] {
    return inJavaOrder(this.variables.keys());
  }

  override get size(): number {
    return this.variables.size;
  }
}
