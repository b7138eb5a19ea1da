import type { ErrorPlace } from "../core/errors.ts";
import type { Element, Expression, Interpolation, NumericInterpolation, Span } from "../syntax/ast.ts";
import { loopVariableBuiltins } from "../syntax/builtin-kinds.ts";
import { Source } from "../syntax/source.ts";
import type { Template } from "../template.ts";
import { type Path, pathText } from "./path.ts";
import type { TemplateAnalysis, VariableUse, DynamicUse } from "./result.ts";
import { Passed } from "./passed.ts";
import { pathsOf } from "./paths-of.ts";
import { type Binding, Scope, union } from "./scope.ts";

/**
 * Tells which variables of the data model a template reads, without rendering it.
 *
 * Loop variables, lambda parameters, assigned variables and the parameters of the template's own macros and functions are
 * followed to the part of the model that they stand for: `<#list input.items as i>${i.price}</#list>` reads
 * `input.items[*].price`. A variable that is assigned in a branch, a loop or a macro counts as the model's too, as it may not
 * have been assigned. Values that are made (`a + b`, what a function returns) are not followed, nor what other templates set.
 */
export function analyze(template: Template): TemplateAnalysis {
  const { macros, body } = template.tree;
  const source = new Source(template.name, template.source);
  const passed = new Passed(macros);
  for (let turn = 1; ; turn++) {
    passed.changed = false;
    const analyst = new Analyst(source, passed);
    const scope = new Scope();
    for (const macro of macros) scope.assign(macro.name, []);
    analyst.elements(body, scope);
    if (!passed.changed || turn === MOST_TURNS) return analyst.analysis;
  }
}

/** A macro that gives its parameters to another one is known a turn later; a chain of more is followed no further. */
const MOST_TURNS = 8;

class Analyst {
  private readonly variables: VariableUse[] = [];
  private readonly templates = new Set<string>();
  private readonly dynamic: DynamicUse[] = [];
  private readonly source: Source;
  private readonly passed: Passed;
  /** The name of the macro around. */
  private inMacro: string | undefined;

  constructor(source: Source, passed: Passed) {
    this.source = source;
    this.passed = passed;
  }

  get analysis(): TemplateAnalysis {
    const { variables, templates, dynamic } = this;
    const byPlace = (a: ErrorPlace, b: ErrorPlace): number => a.line - b.line || a.column - b.column;
    return {
      variables: variables.toSorted(byPlace),
      templates: [...templates],
      dynamic: dynamic.toSorted(byPlace),
    };
  }

  elements(elements: readonly Element[], scope: Scope): void {
    for (const element of elements) this.element(element, scope);
  }

  /** Elements that may be passed over: what they assign is sure in them alone. */
  private branch(elements: readonly Element[], scope: Scope): void {
    this.elements(elements, scope.inner());
  }

  private element(node: Element, scope: Scope): void {
    switch (node.kind) {
      case "interpolation":
      case "numericInterpolation":
        return this.read(node.expression, scope);
      case "if":
        for (const { condition, body } of node.branches) {
          this.readAll([condition], scope);
          this.branch(body, scope);
        }
        return;
      case "switch":
        this.read(node.value, scope);
        for (const { values, body } of node.cases) {
          this.readAll(values, scope);
          this.branch(body, scope);
        }
        return;
      case "list":
        return this.list(node, scope);
      case "items":
        return this.listed(node, scope);
      case "assign":
        return this.assign(node, scope);
      case "capture":
        this.elements(node.body, scope);
        return this.set(node, node.name, [], scope);
      case "macro":
        return this.macro(node, scope);
      case "macroCall":
        return this.macroCall(node, scope);
      case "include":
        this.template("<#include>", node.path, scope);
        return this.readAll([node.parse, node.encoding, node.ignoreMissing], scope);
      case "import":
        this.template("<#import>", node.path, scope);
        return scope.assign(node.namespace, []);
      case "attempt":
        this.branch(node.body, scope);
        return this.branch(node.recover, scope);
      case "sep":
        return this.branch(node.body, scope);
      case "compress":
        return this.elements(node.body, scope);
      case "nested":
        if (this.inMacro !== undefined) this.passed.nested(this.inMacro, node.args, scope);
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
    this.branch(node.otherwise ?? [], scope);
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
      this.set(node, name, paths, scope);
    }
  }

  private set(
    node: Extract<Element, { kind: "assign" | "capture" }>,
    name: string,
    paths: Binding,
    scope: Scope,
  ): void {
    const { namespace } = node;
    if (namespace !== undefined && !(namespace.kind === "special" && OWN_NAMESPACES.has(namespace.name)))
      return;
    if (node.scope === "local") scope.setLocal(name, paths);
    else scope.assign(name, paths);
  }

  private macro(node: Extract<Element, { kind: "macro" }>, scope: Scope): void {
    const inner = scope.root.inner();
    for (const { name } of node.parameters) inner.bind(name, this.passed.get(node.name, name));
    if (node.catchAll !== undefined) inner.bind(node.catchAll, []);
    for (const { name, fallback } of node.parameters) {
      if (fallback === undefined) continue;
      this.read(fallback, inner);
      inner.bind(name, union(inner.get(name) ?? [], pathsOf(fallback, inner)));
    }
    const { inMacro } = this;
    this.inMacro = node.name;
    this.elements(node.body, inner);
    this.inMacro = inMacro;
  }

  private macroCall(node: Extract<Element, { kind: "macroCall" }>, scope: Scope): void {
    this.read(node.callee, scope);
    this.readAll(node.positional ?? (node.named ?? []).map(([, value]) => value), scope);
    this.passed.macroCall(node, scope);
    const inner = scope.inner();
    for (const [i, name] of node.loopVariables.entries()) inner.bind(name, this.passed.loopVariable(node, i));
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

  private readAll(nodes: readonly (Expression | undefined)[], scope: Scope, tolerated = false): void {
    for (const node of nodes) if (node !== undefined) this.read(node, scope, tolerated, tolerated);
  }

  /** Records what an expression reads that may be missing: in parentheses all of it, else only its last step. */
  private readOptional(node: Expression, scope: Scope): void {
    this.read(node, scope, true, node.kind === "parenthesis");
  }

  /**
   * Records what an expression reads; of a path only the whole, `a.b.c`, not its beginnings.
   *
   * @param optional whether it may be missing itself
   * @param tolerated whether everything in it may be missing
   */
  private read(node: Expression, scope: Scope, optional = false, tolerated = false): void {
    switch (node.kind) {
      case "string":
      case "number":
      case "boolean":
        return;
      case "special":
        if (WHOLES.has(node.name)) this.dynamic.push({ construct: `.${node.name}`, ...this.place(node) });
        return;
      case "identifier":
      case "dot":
      case "index":
        return this.path(node, scope, optional, tolerated);
      case "parenthesis":
        return this.read(node.inner, scope, optional, tolerated);
      case "default":
        this.readOptional(node.target, scope);
        return this.readAll([node.fallback], scope, tolerated);
      case "exists":
        return this.readOptional(node.target, scope);
      case "interpolatedString":
        return this.parts(node.parts, scope, tolerated);
      case "sequence":
        return this.readAll(node.items, scope, tolerated);
      case "hash":
        return this.readAll(node.entries.flat(), scope, tolerated);
      case "builtin":
        return this.builtin(node, scope, tolerated);
      case "call":
        return this.call(node, scope, tolerated);
      case "not":
      case "negate":
      case "plus":
        return this.readAll([node.operand], scope, tolerated);
      case "arithmetic":
      case "comparison":
      case "and":
      case "or":
        return this.readAll([node.left, node.right], scope, tolerated);
      case "range":
        return this.readAll([node.from, node.to], scope, tolerated);
      case "lambda":
        return this.lambda(node, scope, []);
    }
  }

  private builtin(node: Extract<Expression, { kind: "builtin" }>, scope: Scope, tolerated: boolean): void {
    if (node.name === "eval" || node.name === "interpret") {
      this.dynamic.push({ construct: `?${node.name}`, ...this.place(node.target) });
    }
    // `i?index` is about the loop, and reads nothing of the model.
    if (loopVariableBuiltins.has(node.name)) return;
    if (EXISTENCE.has(node.name)) this.readOptional(node.target, scope);
    else this.read(node.target, scope, tolerated, tolerated);
  }

  private path(
    node: Extract<Expression, { kind: "identifier" | "dot" | "index" }>,
    scope: Scope,
    optional: boolean,
    tolerated: boolean,
  ): void {
    for (const path of pathsOf(node, scope)) this.use(path, node, optional);
    let step: Expression = node;
    while (step.kind === "dot" || step.kind === "index" || step.kind === "parenthesis") {
      if (step.kind === "index") this.key(step, scope);
      step = step.kind === "parenthesis" ? step.inner : step.target;
    }
    // `.vars.x` is the path x.
    if (step.kind !== "identifier" && step.kind !== "special") this.read(step, scope, tolerated, tolerated);
  }

  private use(path: Path, node: Span, optional: boolean): void {
    this.variables.push({ path, text: pathText(path), optional, ...this.place(node) });
  }

  private key(node: Extract<Expression, { kind: "index" }>, scope: Scope): void {
    this.read(node.key, scope);
    if (node.target.kind !== "special" || node.key.kind === "string") return;
    this.dynamic.push({ construct: `.${node.target.name}[…]`, ...this.place(node) });
  }

  private call(node: Extract<Expression, { kind: "call" }>, scope: Scope, tolerated: boolean): void {
    this.read(node.target, scope, tolerated, tolerated);
    this.passed.functionCall(node.target, node.args, scope);
    if (node.target.kind === "builtin" && node.target.name === "sort_by") this.sortKey(node, scope);
    if (node.target.kind === "special" && node.target.name === "get_optional_template") {
      const [name, ...options] = node.args;
      if (name !== undefined) this.template(".get_optional_template", name, scope);
      return this.readAll(options, scope);
    }
    const items = node.target.kind === "builtin" ? itemsOf(pathsOf(node.target.target, scope)) : [];
    for (const arg of node.args) {
      if (arg.kind === "lambda") this.lambda(arg, scope, items);
      else this.read(arg, scope, tolerated, tolerated);
    }
  }

  /** `?sort_by("price")` and `?sort_by(["product", "price"])` read a part of each item. */
  private sortKey(node: Extract<Expression, { kind: "call" }>, scope: Scope): void {
    const [key] = node.args;
    if (node.target.kind !== "builtin" || key === undefined) return;
    const steps = key.kind === "sequence" ? key.items : [key];
    const names = steps.flatMap((step) => (step.kind === "string" ? [step.value] : []));
    if (names.length === 0 || names.length < steps.length) return;
    for (const items of itemsOf(pathsOf(node.target.target, scope)))
      this.use([...items, ...names], key, false);
  }

  private lambda(node: Extract<Expression, { kind: "lambda" }>, scope: Scope, items: Binding): void {
    const inner = scope.inner();
    for (const name of node.parameters) inner.bind(name, items);
    this.read(node.body, inner);
  }

  private parts(
    parts: readonly (string | Interpolation | NumericInterpolation)[],
    scope: Scope,
    tolerated: boolean,
  ): void {
    for (const part of parts)
      if (typeof part !== "string") this.read(part.expression, scope, tolerated, tolerated);
  }

  private place(node: Span): ErrorPlace {
    return { templateName: this.source.name, ...this.source.place(node.start) };
  }
}

/** The name under which a `<#list>` keeps what its `<#items>` goes through; no variable can have it. */
const LISTED = "#list";

/** Built-ins that cope with a missing left side. */
const EXISTENCE: ReadonlySet<string> = new Set([
  "blank_to_null",
  "default",
  "empty_to_null",
  "exists",
  "has_content",
  "if_exists",
  "trim_to_null",
]);

/** Special variables for the namespace that `<#assign>` sets variables in anyway. */
const OWN_NAMESPACES: ReadonlySet<string> = new Set(["main", "namespace"]);

/** Special variables with the variables of the model in them. */
const WHOLES: ReadonlySet<string> = new Set(["data_model", "globals", "vars"]);

function itemsOf(paths: Binding): Binding {
  return paths.map((path) => [...path, null]);
}

function bindItems(scope: Scope, item: string, value: string | undefined, items: Binding): void {
  scope.bind(item, value === undefined ? items : []);
  for (const derived of ["index", "has_next"]) scope.bind(`${item}_${derived}`, []);
  if (value !== undefined) scope.bind(value, items);
}
