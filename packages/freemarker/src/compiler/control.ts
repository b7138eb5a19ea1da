import { requireBoolean, requireText, toText } from "../runtime/convert.ts";
import {
  BREAK,
  CONTINUE,
  type Evaluate,
  type Execute,
  NORMAL,
  type Rendering,
  type Signal,
} from "../runtime/rendering.ts";
import { compress } from "../output/compress.ts";
import { LimitError, RenderError } from "../core/errors.ts";
import type { Site } from "../runtime/site.ts";
import type { IfBranch, SwitchCase } from "../syntax/ast.ts";
import { compareValues } from "../operations/compare.ts";
import type { Value } from "../values/value.ts";
import type { Compiler, ElementCompiler } from "./compiler.ts";
import { present } from "./literals.ts";

export const compileIf: ElementCompiler<"if"> = (node, compiler) => {
  const branches = node.branches.map((branch) =>
    compiler.within(branch, () => compileBranch(branch, compiler)),
  );
  return (env) => {
    for (const { condition, site, body } of branches) {
      env.budget.spend(1);
      if (condition === undefined || requireBoolean(condition(env), site)) return body(env);
    }
    return NORMAL;
  };
};

function compileBranch(
  { condition, body, ...span }: IfBranch,
  compiler: Compiler,
): {
  condition: Evaluate | undefined;
  site: Site;
  body: Execute;
} {
  return {
    condition: condition === undefined ? undefined : compiler.expression(condition),
    site: compiler.site(condition ?? span),
    body: compiler.body(body),
  };
}

interface CompiledCase {
  readonly values: readonly { evaluate: Evaluate; site: Site }[];
  readonly body: Execute;
}

function compileCase(node: SwitchCase, compiler: Compiler): CompiledCase {
  return {
    values: node.values.map((value) => ({
      evaluate: compiler.expression(value),
      site: compiler.site(value),
    })),
    body: compiler.body(node.body),
  };
}

/**
 * Of `on`s the first that fits runs, alone; of `case`s all from the first that fits up to a `<#break>`. `<#default>` runs where
 * none fits, alone, wherever it stands.
 */
export const compileSwitch: ElementCompiler<"switch"> = (node, compiler) => {
  const value = present(node.value, compiler);
  const cases = node.cases.map((each) => compileCase(each, compiler));
  const fallback = node.cases.findIndex(({ kind }) => kind === "default");
  if (node.cases.some(({ kind }) => kind === "on")) {
    return (env) => {
      const chosen = findCase(cases, value(env), env) ?? fallback;
      return cases[chosen]?.body(env) ?? NORMAL;
    };
  }
  return (env) => {
    const first = findCase(cases, value(env), env);
    if (first === undefined) return withoutBreak(cases[fallback]?.body(env) ?? NORMAL);
    for (let i = first; i < cases.length; i++) {
      const signal = cases[i]?.body(env) ?? NORMAL;
      if (signal !== NORMAL) return withoutBreak(signal);
    }
    return NORMAL;
  };
};

/** `<#break>` and, in a switch of `case`s, `<#continue>` end the switch alone. */
function withoutBreak(signal: Signal): Signal {
  return signal === BREAK || signal === CONTINUE ? NORMAL : signal;
}

function findCase(cases: readonly CompiledCase[], value: Value, env: Rendering): number | undefined {
  for (let i = 0; i < cases.length; i++) {
    for (const { evaluate, site } of cases[i]?.values ?? []) {
      env.budget.spend(1);
      if (compareValues(value, "==", evaluate(env), site, site, env)) return i;
    }
  }
  return undefined;
}

export const compileBreak: ElementCompiler<"break"> = () => () => BREAK;
export const compileContinue: ElementCompiler<"continue"> = () => () => CONTINUE;
export const compileFlush: ElementCompiler<"flush"> = () => () => NORMAL;

export const compileStop: ElementCompiler<"stop"> = (node, compiler) => {
  const site = compiler.site(node);
  const message = node.message === undefined ? undefined : compiler.expression(node.message);
  const messageSite = compiler.site(node.message ?? node);
  return (env) => {
    const text = message === undefined ? "Stopped by <#stop>." : requireText(message(env), env, messageSite);
    throw site.elementError("stopped", text);
  };
};

const FAILURE_STEPS = 128;

/** What `<#attempt>` printed before it failed is dropped, and `<#recover>` printed instead. Limits are not recovered from. */
export const compileAttempt: ElementCompiler<"attempt"> = (node, compiler) => {
  const body = compiler.body(node.body);
  const recover = compiler.body(node.recover);
  return (env) => {
    let signal: Signal = NORMAL;
    let failure: RenderError | undefined;
    const text = env.capture(() => {
      try {
        signal = body(env);
      } catch (thrown) {
        if (thrown instanceof LimitError || !(thrown instanceof RenderError)) throw thrown;
        // Making an error takes as long as a hundred directives.
        env.budget.spend(FAILURE_STEPS);
        failure = thrown;
      }
    });
    // A <#break>, <#continue> or <#return> out of the body leaves what it printed behind, as in FreeMarker.
    if (failure === undefined) {
      if (signal === NORMAL) env.write(text);
      return signal;
    }
    const outer = env.recovered;
    env.recovered = failure.message;
    try {
      return recover(env);
    } finally {
      env.recovered = outer;
    }
  };
};

export const compileCompress: ElementCompiler<"compress"> = (node, compiler) => {
  const body = compiler.body(node.body);
  return (env) => {
    let signal: Signal = NORMAL;
    const text = env.capture(() => {
      signal = body(env);
    });
    env.budget.reserve(text.length);
    env.write(compress(text));
    return signal;
  };
};

export const compileSetting: ElementCompiler<"setting"> = (node, compiler) => {
  const value = present(node.value, compiler);
  const valueSite = compiler.site(node.value);
  const site = compiler.site(node);
  return (env) => {
    const setting = value(env);
    const text = typeof setting === "boolean" || typeof setting === "number" ? String(setting) : undefined;
    try {
      env.change(node.name, text ?? toText(setting, env, valueSite) ?? requireText(setting, env, valueSite));
    } catch (thrown) {
      throw site.locate(thrown);
    }
    return NORMAL;
  };
};

/** JSON models have no nodes to visit. */
export const compileNodeDirective: ElementCompiler<"visit" | "recurse" | "fallback"> = (node, compiler) => {
  const site = compiler.site(node);
  const target = node.node === undefined ? undefined : present(node.node, compiler);
  return (env) => {
    target?.(env);
    throw site.elementError(
      "unsupported",
      `<#${node.kind}> works on the nodes of a tree, such as XML; a JSON model has none.`,
    );
  };
};
