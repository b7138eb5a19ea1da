import type { ErrorPlace } from "../errors.ts";
import type { Element, Expression, Interpolation, NumericInterpolation, Span } from "../syntax/ast.ts";
import { Source } from "../syntax/source.ts";
import type { Template } from "../template.ts";
import { type Path, pathText } from "./path.ts";
import { pathsOf } from "./paths-of.ts";
import { type Binding, Scope } from "./scope.ts";

/** A place where a template reads something of the data model. */
export interface VariableUse extends ErrorPlace {
  /** From the root of the model; null stands for any key or index. */
  readonly path: Path;
  /** The path as a template writes it: `input.items[*].price`. */
  readonly text: string;
  /** Whether this place copes with a missing value by itself: `x!`, `x??`, `x?has_content`. */
  readonly optional: boolean;
}

/** A place where it can't be told without rendering what is read. */
export interface DynamicUse extends ErrorPlace {
  /** What it is: `?eval`, `?interpret`, a computed name in `.vars[…]`, `<#include>` or `<#import>`. */
  readonly construct: string;
}

/** What a template reads. */
export interface TemplateAnalysis {
  /** In the order of the template. */
  readonly variables: readonly VariableUse[];
  /** The templates that `<#include>` and `<#import>` name by a literal, as written; what they read isn't part of this. */
  readonly templates: readonly string[];
  readonly dynamic: readonly DynamicUse[];
}

/**
 * Tells which variables of the data model a template reads, without rendering it.
 *
 * Loop variables, lambda parameters and assigned variables are followed to the part of the model that they stand for:
 * `<#list input.items as i>${i.price}</#list>` reads `input.items[*].price`. Parameters of macros and functions are not
 * followed; what is given to them counts as read where it is given.
 */
export function analyze(template: Template): TemplateAnalysis {
  const analyst = new Analyst(new Source(template.name, template.source));
  const scope = new Scope();
  for (const macro of template.tree.macros) scope.bind(macro.name, []);
  analyst.elements(template.tree.body, scope);
  return { variables: analyst.variables, templates: [...analyst.templates], dynamic: analyst.dynamic };
}

class Analyst {
  readonly variables: VariableUse[] = [];
  readonly templates = new Set<string>();
  readonly dynamic: DynamicUse[] = [];
  private readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  elements(elements: readonly Element[], scope: Scope): void {
    for (const element of elements) this.element(element, scope);
  }

  private element(node: Element, scope: Scope): void {
    switch (node.kind) {
      case "interpolation":
      case "numericInterpolation":
        return this.read(node.expression, scope);
      case "if":
        for (const { condition, body } of node.branches) {
          this.readAll([condition], scope);
          this.elements(body, scope);
        }
        return;
      case "switch":
        this.read(node.value, scope);
        for (const { values, body } of node.cases) {
          this.readAll(values, scope);
          this.elements(body, scope);
        }
        return;
      case "list":
        return this.list(node, scope);
      case "items":
        return this.listed(node, scope);
      case "assign":
        return this.assign(node, scope);
      case "capture":
        this.elements(node.body, scope.inner());
        return scope.root.widen(node.name, []);
      case "macro":
        return this.macro(node, scope);
      case "macroCall":
        return this.macroCall(node, scope);
      case "include":
        this.template("<#include>", node.path, scope);
        return this.readAll([node.parse, node.encoding, node.ignoreMissing], scope);
      case "import":
        this.template("<#import>", node.path, scope);
        return scope.root.bind(node.namespace, []);
      case "attempt":
        this.elements(node.body, scope);
        return this.elements(node.recover, scope);
      case "sep":
      case "compress":
        return this.elements(node.body, scope);
      case "nested":
        return this.readAll(node.args, scope);
      case "return":
      case "setting":
        return this.readAll([node.value], scope);
      case "stop":
        return this.readAll([node.message], scope);
      case "visit":
      case "recurse":
      case "fallback":
        return this.readAll([node.node, node.using], scope);
      case "text":
      case "break":
      case "continue":
      case "flush":
        return;
    }
  }

  private list(node: Extract<Element, { kind: "list" }>, scope: Scope): void {
    this.read(node.source, scope);
    const items = itemsOf(pathsOf(node.source, scope));
    const inner = scope.inner();
    inner.bind(LISTED, items);
    if (node.item !== undefined) bindItems(inner, node.item, node.value, items);
    this.elements(node.body, inner);
    this.elements(node.otherwise ?? [], scope);
  }

  private listed(node: Extract<Element, { kind: "items" }>, scope: Scope): void {
    const inner = scope.inner();
    bindItems(inner, node.item, node.value, scope.get(LISTED) ?? []);
    this.elements(node.body, inner);
  }

  private assign(node: Extract<Element, { kind: "assign" }>, scope: Scope): void {
    this.readAll([node.namespace], scope);
    for (const { name, value, operator } of node.assignments) {
      const paths = value === undefined || operator !== "=" ? [] : pathsOf(value, scope);
      this.readAll([value], scope);
      if (node.namespace === undefined) scope.root.widen(name, paths);
    }
  }

  private macro(node: Extract<Element, { kind: "macro" }>, scope: Scope): void {
    const inner = scope.root.inner();
    for (const { name } of node.parameters) inner.bind(name, []);
    if (node.catchAll !== undefined) inner.bind(node.catchAll, []);
    this.readAll(
      node.parameters.map(({ fallback }) => fallback),
      inner,
    );
    this.elements(node.body, inner);
  }

  private macroCall(node: Extract<Element, { kind: "macroCall" }>, scope: Scope): void {
    this.read(node.callee, scope);
    this.readAll(node.positional ?? (node.named ?? []).map(([, value]) => value), scope);
    const inner = scope.inner();
    for (const name of node.loopVariables) inner.bind(name, []);
    this.elements(node.body ?? [], inner);
  }

  private template(construct: string, path: Expression, scope: Scope): void {
    if (path.kind === "string") {
      this.templates.add(path.value);
      return;
    }
    this.read(path, scope);
    this.dynamic.push({ construct, ...this.place(path) });
  }

  private readAll(nodes: readonly (Expression | undefined)[], scope: Scope): void {
    for (const node of nodes) if (node !== undefined) this.read(node, scope);
  }

  /** Records what an expression reads; of a path only the whole, `a.b.c`, not its beginnings. */
  private read(node: Expression, scope: Scope, optional = false): void {
    switch (node.kind) {
      case "string":
      case "number":
      case "boolean":
      case "special":
        return;
      case "identifier":
      case "dot":
      case "index":
        return this.path(node, scope, optional);
      case "parenthesis":
        return this.read(node.inner, scope, optional);
      case "default":
        this.read(node.target, scope, true);
        return this.readAll([node.fallback], scope);
      case "exists":
        return this.read(node.target, scope, true);
      case "interpolatedString":
        return this.parts(node.parts, scope);
      case "sequence":
        return this.readAll(node.items, scope);
      case "hash":
        return this.readAll(node.entries.flat(), scope);
      case "builtin":
        if (node.name === "eval" || node.name === "interpret") {
          this.dynamic.push({ construct: `?${node.name}`, ...this.place(node.target) });
        }
        return this.read(node.target, scope, optional || EXISTENCE.has(node.name));
      case "call":
        return this.call(node, scope, optional);
      case "not":
      case "negate":
      case "plus":
        return this.read(node.operand, scope);
      case "arithmetic":
      case "comparison":
      case "and":
      case "or":
        return this.readAll([node.left, node.right], scope);
      case "range":
        return this.readAll([node.from, node.to], scope);
      case "lambda":
        return this.lambda(node, scope, []);
    }
  }

  private path(
    node: Extract<Expression, { kind: "identifier" | "dot" | "index" }>,
    scope: Scope,
    optional: boolean,
  ): void {
    for (const path of pathsOf(node, scope)) {
      this.variables.push({ path, text: pathText(path), optional, ...this.place(node) });
    }
    let step: Expression = node;
    while (step.kind === "dot" || step.kind === "index" || step.kind === "parenthesis") {
      if (step.kind === "index") this.key(step, scope);
      step = step.kind === "parenthesis" ? step.inner : step.target;
    }
    if (step.kind !== "identifier") this.read(step, scope);
  }

  private key(node: Extract<Expression, { kind: "index" }>, scope: Scope): void {
    this.read(node.key, scope);
    if (node.target.kind !== "special" || node.key.kind === "string") return;
    this.dynamic.push({ construct: `.${node.target.name}[…]`, ...this.place(node) });
  }

  private call(node: Extract<Expression, { kind: "call" }>, scope: Scope, optional: boolean): void {
    this.read(node.target, scope, optional);
    const items = node.target.kind === "builtin" ? itemsOf(pathsOf(node.target.target, scope)) : [];
    for (const arg of node.args) {
      if (arg.kind === "lambda") this.lambda(arg, scope, items);
      else this.read(arg, scope);
    }
  }

  private lambda(node: Extract<Expression, { kind: "lambda" }>, scope: Scope, items: Binding): void {
    const inner = scope.inner();
    for (const name of node.parameters) inner.bind(name, items);
    this.read(node.body, inner);
  }

  private parts(parts: readonly (string | Interpolation | NumericInterpolation)[], scope: Scope): void {
    for (const part of parts) if (typeof part !== "string") this.read(part.expression, scope);
  }

  private place(node: Span): ErrorPlace {
    return { templateName: this.source.name, ...this.source.place(node.start) };
  }
}

/** The name under which a `<#list>` keeps what its `<#items>` goes through; no variable can have it. */
const LISTED = "#list";

const EXISTENCE: ReadonlySet<string> = new Set(["default", "exists", "has_content", "if_exists"]);

function itemsOf(paths: Binding): Binding {
  return paths.map((path) => [...path, null]);
}

function bindItems(scope: Scope, item: string, value: string | undefined, items: Binding): void {
  scope.bind(item, value === undefined ? items : []);
  if (value !== undefined) scope.bind(value, items);
}
