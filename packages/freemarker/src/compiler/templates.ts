import { requireBoolean, requireText, toText } from "../runtime/convert.ts";
import { importTemplate, includeTemplate, includeText, resolveName } from "../runtime/templates.ts";
import { NORMAL, type Rendering } from "../runtime/rendering.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Compiler, ElementCompiler } from "./compiler.ts";

export const compileInclude: ElementCompiler<"include"> = (node, compiler) => {
  const path = compiler.expression(node.path);
  const pathSite = compiler.site(node.path);
  const site = compiler.site(node);
  const parse = compileFlag(node.parse, true, compiler);
  const ignoreMissing = compileFlag(node.ignoreMissing, false, compiler);
  const base = site.source.name;
  return (env) => {
    const target = requireText(path(env), env, pathSite);
    const parsed = parse(env);
    const optional = ignoreMissing(env);
    try {
      const name = resolveName(base, target);
      if (parsed) return includeTemplate(env, name, optional);
      includeText(env, name, optional);
      return NORMAL;
    } catch (thrown) {
      throw site.locate(thrown);
    }
  };
};

/** `parse` and `ignore_missing`: booleans, or the texts of old templates. */
function compileFlag(
  node: Expression | undefined,
  otherwise: boolean,
  compiler: Compiler,
): (env: Rendering) => boolean {
  if (node === undefined) return () => otherwise;
  const evaluate = compiler.expression(node);
  const site = compiler.site(node);
  return (env) => {
    const value = evaluate(env);
    const text = typeof value === "boolean" ? undefined : toText(value, env, site);
    if (text === undefined) return requireBoolean(value, site);
    if (text === "y" || text === "yes" || text === "t" || text === "true") return true;
    if (text === "n" || text === "no" || text === "f" || text === "false") return false;
    throw site.elementError("invalid-argument", `A boolean is expected here, not the text "${text}".`);
  };
}

export const compileImport: ElementCompiler<"import"> = (node, compiler) => {
  const path = compiler.expression(node.path);
  const pathSite = compiler.site(node.path);
  const site = compiler.site(node);
  const base = site.source.name;
  return (env) => {
    const target = requireText(path(env), env, pathSite);
    try {
      const namespace = importTemplate(env, resolveName(base, target));
      env.namespace.variables.set(node.namespace, namespace);
      if (env.namespace === env.main) env.globals.set(node.namespace, namespace);
    } catch (thrown) {
      throw site.locate(thrown);
    }
    return NORMAL;
  };
};
