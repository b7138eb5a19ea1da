import { Fault } from "../core/fault.ts";
import { TemplateSyntaxError } from "../core/errors.ts";
import { LimitFault } from "../core/limits.ts";
import { MacroValue } from "./macros.ts";
import { type CompiledTemplate, NORMAL, type Rendering, type Signal } from "./rendering.ts";
import { Namespace } from "./scope.ts";
import { ensureLittleStack, ensureStack } from "../core/stack.ts";

/** The longest name of a template: far above what file systems take, and little to take apart. */
const LONGEST_NAME = 5_000;
/** What asking for a template costs, besides what it does. */
const LOADING_STEPS = 16;

/**
 * The full name of a template that another one names: `/a/b` counts from the root, `b` from the folder of `base`; `.` and `..`
 * are resolved.
 * @throws {Fault} for a name that leads out of the root
 */
export function resolveName(base: string, target: string): string {
  if (target.length > LONGEST_NAME)
    throw new Fault(
      "template-not-found",
      `A template's name can't be longer than ${LONGEST_NAME} characters.`,
    );
  if (target.includes("\0"))
    throw new Fault("invalid-argument", "A template's name can't have a null character in it.");
  if (schemeOf(target) !== "") return normalize(target, target);
  const start = target.startsWith("/") ? schemeOf(base) : base.slice(0, base.lastIndexOf("/") + 1);
  return normalize(start + (target.startsWith("/") ? target.slice(1) : target), target);
}

/** `classpath://` of the name `classpath://a/b`: what names of other templates are relative to, if they begin with `/`. */
export function schemeOf(name: string): string {
  const end = name.indexOf("://");
  return end > 0 ? name.slice(0, end + 3) : "";
}

/**
 * Resolves `.` and `..` as FreeMarker does: `..` first, for which any text is a folder, even one of no name, or a `..` that had
 * nothing to leave (`../../a` is `a`). No `..` is left in what it gives.
 */
function normalize(path: string, target: string): string {
  const folders: string[] = [];
  for (const part of path.split("/")) {
    if (part !== "..") folders.push(part);
    else if (folders.length === 1 && folders[0] === "") throw leavesRoot(target);
    else if (folders.pop() === undefined) folders.push(part);
  }
  if (folders[0] === "..") throw leavesRoot(target);
  const name = folders.filter((part) => part !== ".").join("/");
  const full = name.startsWith("/") ? name.slice(1) : name;
  // A loader is never asked for a name that begins with "/".
  if (full.startsWith("/")) throw leavesRoot(target);
  return full;
}

function leavesRoot(target: string): Fault {
  return new Fault("template-not-found", `The template name "${target}" leads out of the root folder.`);
}

/** Renders a template in place, with all variables of where it is included. */
export function includeTemplate(env: Rendering, name: string, ignoreMissing: boolean): Signal {
  const template = load(env, name);
  if (template === undefined) {
    if (ignoreMissing) return NORMAL;
    throw notFound(name);
  }
  return run(env, template);
}

/** The text of a template; undefined where the loader has none. */
export function loadText(env: Rendering, name: string): string | undefined {
  env.budget.spend(LOADING_STEPS + name.length);
  return env.engine.loadText(name);
}

/** Prints the text of a template as it is. */
export function includeText(env: Rendering, name: string, ignoreMissing: boolean): void {
  const text = loadText(env, name);
  if (text !== undefined) env.write(text);
  else if (!ignoreMissing) throw notFound(name);
}

/** The namespace of a template, which is rendered into nowhere the first time it is imported. */
export function importTemplate(env: Rendering, name: string): Namespace {
  const known = env.imported.get(name);
  if (known !== undefined) return known;
  const template = load(env, name);
  if (template === undefined) throw notFound(name);
  const namespace = new Namespace(name);
  env.imported.set(name, namespace);
  const { namespace: outer } = env;
  env.namespace = namespace;
  try {
    env.capture(() => run(env, template));
  } finally {
    env.namespace = outer;
  }
  return namespace;
}

/** The template of a full name: with a `*` in it, the nearest one on the way up to the root. */
export function load(env: Rendering, name: string): CompiledTemplate | undefined {
  env.budget.spend(LOADING_STEPS + name.length);
  try {
    const star = name.indexOf("*/");
    if (star === -1 || (star > 0 && name[star - 1] !== "/")) return env.load(name);
    const rest = name.slice(star + 2);
    for (
      let folder = name.slice(0, star);
      ;
      folder = folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1)
    ) {
      env.budget.spend(LOADING_STEPS + name.length);
      const template = env.load(folder + rest);
      if (template !== undefined || folder === "") return template;
    }
  } catch (thrown) {
    if (!(thrown instanceof TemplateSyntaxError)) throw thrown;
    throw new Fault("template-not-found", `The template "${name}" can't be parsed: ${thrown.message}`);
  }
}

/**
 * Defines the macros of a template, and renders it.
 * @returns `RETURN` for a `<#return value>` that stands in no macro or function: it ends those that include the template
 */
export function run(env: Rendering, template: CompiledTemplate): Signal {
  if (++env.includeDepth > env.limits.includeDepth) {
    throw new LimitFault(
      "includeDepth",
      `Templates include each other deeper than the limit of ${env.limits.includeDepth}.`,
    );
  }
  const { template: outer } = env;
  env.template = template;
  env.templateName = template.source.name;
  try {
    if (env.includeDepth === 1) ensureLittleStack();
    else ensureStack();
    defineMacros(env, template);
    return template.body(env);
  } finally {
    env.template = outer;
    env.templateName = env.mainTemplate.source.name;
    env.includeDepth--;
  }
}

function defineMacros(env: Rendering, template: CompiledTemplate): void {
  for (const definition of template.macros) {
    env.namespace.variables.set(definition.name, new MacroValue(definition, env.namespace));
  }
}

function notFound(name: string): Fault {
  return new Fault(
    "template-not-found",
    `There is no template called "${name}". Names are relative to the folder of the template that uses them, ` +
      `unless they begin with “/”.`,
  );
}
