import { asCollection, asHash, describeType } from "../runtime/convert.ts";
import { BREAK, type Execute, NORMAL, type Rendering, RETURN, type Signal } from "../runtime/rendering.ts";
import type { Budget } from "../core/limits.ts";
import { ListScope, type LocalScope } from "../runtime/scope.ts";
import type { Site } from "../runtime/site.ts";
import type { Items, List } from "../syntax/ast.ts";
import { ItemReader } from "../values/lazy.ts";
import { paidSize } from "../values/hash.ts";
import type { ElementCompiler } from "./compiler.ts";
import { type Collection, type Hash, type Maybe, Sequence } from "../values/value.ts";

export const compileList: ElementCompiler<"list"> = (node, compiler) => {
  const source = compiler.listed(node.source);
  const site = compiler.site(node.source);
  const body = compiler.body(node.body);
  const otherwise = node.otherwise === undefined ? undefined : compiler.body(node.otherwise);
  return (env) => {
    const value = source(env);
    const scope = new ListScope(env.locals, listable(value, node, site), site, env.engine.hideByMissing);
    env.locals = scope;
    try {
      const { signal, empty } =
        node.item === undefined ? whole(env, scope, body) : each(env, scope, node, body, site);
      if (!empty || otherwise === undefined) return signal;
    } finally {
      env.locals = scope.parent;
    }
    return otherwise(env);
  };
};

export const compileItems: ElementCompiler<"items"> = (node, compiler) => {
  const body = compiler.body(node.body);
  const site = compiler.site(node);
  return (env) => {
    const scope = openList(env.locals);
    if (scope === undefined) {
      throw site.elementError("invalid-argument", "<#items> needs a <#list …> without “as” around it.");
    }
    if (scope.listed)
      throw site.elementError("invalid-argument", "The items of a list can only be gone through once.");
    checkVariables(scope, node);
    scope.listed = true;
    const { locals } = env;
    try {
      return each(env, scope, node, body, site).signal;
    } finally {
      env.locals = locals;
      scope.running = false;
    }
  };
};

export const compileSep: ElementCompiler<"sep"> = (node, compiler) => {
  const body = compiler.body(node.body);
  const site = compiler.site(node);
  return (env) => {
    for (let scope = env.locals; scope !== undefined; scope = scope.parent) {
      if (scope instanceof ListScope) return scope.hasNext ? body(env) : NORMAL;
    }
    throw site.elementError("invalid-argument", "<#sep> needs a list that is being gone through around it.");
  };
};

/** A hash needs two loop variables, a sequence one; the error is about the `<#list>`. */
function checkVariables(scope: ListScope, node: Items): void {
  const isHash = asHash(scope.source) !== undefined && asCollection(scope.source) === undefined;
  if (isHash === (node.value !== undefined)) return;
  throw scope.site.elementError(
    "wrong-type",
    isHash
      ? "What is listed is a hash: <#items> needs two loop variables, as in <#items as key, value>."
      : "What is listed is a sequence: <#items> takes one loop variable, as in <#items as item>.",
  );
}

function openList(locals: LocalScope | undefined): ListScope | undefined {
  for (let scope = locals; scope !== undefined; scope = scope.parent) {
    if (scope instanceof ListScope) return scope;
  }
  return undefined;
}

function listable(value: Maybe, node: List, site: Site): Collection | Hash {
  if (value === undefined) throw site.missing();
  if (node.value === undefined) {
    const collection = asCollection(value);
    if (collection !== undefined) return collection;
  }
  const hash = asHash(value);
  if (hash !== undefined && (node.value !== undefined || node.item === undefined)) return hash;
  if (hash !== undefined) {
    throw site.error(
      "wrong-type",
      `${site.text} is a hash: list it with two variables, as in <#list ${site.text} as key, value>, or list its ?keys or ?values.`,
    );
  }
  throw site.error(
    "wrong-type",
    `A sequence or hash is expected to list, but ${site.text} is a ${describeType(value)}.`,
  );
}

interface Outcome {
  readonly signal: Signal;
  readonly empty: boolean;
}

const EMPTY: Outcome = { signal: NORMAL, empty: true };
const DONE: Outcome = { signal: NORMAL, empty: false };
const RETURNED: Outcome = { signal: RETURN, empty: false };

/** `<#list xs>…</#list>`: the body once, where there is anything to list; a `<#break>` in it is one of what is around it. */
function whole(env: Rendering, scope: ListScope, body: Execute): Outcome {
  if (isEmpty(scope, env.budget)) return EMPTY;
  return { signal: body(env), empty: false };
}

function isEmpty(scope: ListScope, budget: Budget): boolean {
  const { source } = scope;
  if (source instanceof Sequence) return source.length === 0;
  const items = asCollection(source);
  if (items === undefined) {
    const hash = asHash(source);
    return hash !== undefined && paidSize(hash, budget) === 0;
  }
  return !readerOf(scope, items).hasNext();
}

function readerOf(scope: ListScope, items: Iterable<Maybe>): ItemReader {
  scope.reader ??= new ItemReader(items);
  return scope.reader;
}

type Variables = Pick<List | Items, "item" | "value">;

function each(env: Rendering, scope: ListScope, variables: Variables, body: Execute, site: Site): Outcome {
  scope.item = variables.item;
  scope.second = variables.value;
  scope.running = true;
  try {
    const { source } = scope;
    if (source instanceof Sequence) return overSequence(env, scope, source, body);
    const hash = asHash(source);
    if (hash !== undefined) return overHash(env, scope, hash, body);
    return overCollection(env, scope, asCollection(source) ?? [], body);
  } catch (thrown) {
    throw site.locate(thrown);
  }
}

/** Whether the list ends here: by `<#break>`, or because something further out does. */
function ends(signal: Signal): boolean {
  return signal === BREAK || signal === RETURN;
}

function ended(signal: Signal): Outcome {
  return signal === RETURN ? RETURNED : DONE;
}

function overSequence(env: Rendering, scope: ListScope, sequence: Sequence, body: Execute): Outcome {
  const { length } = sequence;
  if (length === 0) return EMPTY;
  for (let i = 0; i < length; i++) {
    scope.itemValue = sequence.at(i);
    scope.index = i;
    scope.hasNext = i + 1 < length;
    env.budget.spend(1);
    const signal = body(env);
    if (signal !== NORMAL && ends(signal)) return ended(signal);
  }
  return DONE;
}

function overHash(env: Rendering, scope: ListScope, hash: Hash, body: Execute): Outcome {
  const keys = hash.keys();
  if (keys.length === 0) return EMPTY;
  env.budget.spend(keys.length >> 3);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? "";
    scope.itemValue = key;
    scope.secondValue = hash.get(key);
    scope.index = i;
    scope.hasNext = i + 1 < keys.length;
    env.budget.spend(1);
    const signal = body(env);
    if (signal !== NORMAL && ends(signal)) return ended(signal);
  }
  return DONE;
}

function overCollection(env: Rendering, scope: ListScope, items: Iterable<Maybe>, body: Execute): Outcome {
  const reader = readerOf(scope, items);
  if (!reader.hasNext()) return EMPTY;
  for (let i = 0, next = reader.next(); next.done !== true; i++, next = reader.next()) {
    scope.itemValue = next.value;
    scope.index = i;
    scope.hasNext = reader.hasNext();
    env.budget.spend(1);
    const signal = body(env);
    if (signal !== NORMAL && ends(signal)) return ended(signal);
  }
  return DONE;
}
