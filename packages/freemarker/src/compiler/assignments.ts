import { knownOutputFormat } from "../output/formats.ts";
import { describeType } from "../runtime/convert.ts";
import { type Execute, NORMAL, type Rendering } from "../runtime/rendering.ts";
import { Namespace } from "../runtime/scope.ts";
import type { Site } from "../runtime/site.ts";
import type { Assign, Assignment, AssignmentOperator, AssignmentScope, Expression } from "../syntax/ast.ts";
import { Markup } from "../values/markup.ts";
import type { Value } from "../values/value.ts";
import type { Compiler, ElementCompiler } from "./compiler.ts";
import { present } from "./literals.ts";
import { calculate, plus } from "./operators.ts";

type Variables = Map<string, Value>;

export const compileAssign: ElementCompiler<"assign"> = (node, compiler) => {
  const target = compileTarget(node.scope, node.namespace, compiler);
  const single = node.assignments.length === 1;
  const assignments = node.assignments.map((assignment) =>
    compiler.within(single ? node : assignment, () => compileAssignment(assignment, node, compiler)),
  );
  return (env) => {
    const variables = target(env);
    for (const assign of assignments) assign(env, variables);
    return NORMAL;
  };
};

export const compileCapture: ElementCompiler<"capture"> = (node, compiler) => {
  const target = compileTarget(node.scope, node.namespace, compiler);
  const body: Execute = compiler.body(node.body);
  const { markup } = knownOutputFormat(node.context.format);
  return (env) => {
    let signal: ReturnType<Execute> = NORMAL;
    const text = env.capture(() => {
      signal = body(env);
    });
    if (signal !== NORMAL) return signal;
    env.budget.join(text.length);
    target(env).set(node.name, markup === undefined ? text : Markup.ofMarkup(markup, text));
    return NORMAL;
  };
};

/** Where the variables go: into the namespace, the data of all templates, or the macro. */
function compileTarget(
  scope: AssignmentScope,
  namespace: Expression | undefined,
  compiler: Compiler,
): (env: Rendering) => Variables {
  if (namespace !== undefined) {
    const evaluate = present(namespace, compiler);
    const site = compiler.site(namespace);
    return (env) => {
      const value = evaluate(env);
      if (value instanceof Namespace) return value.variables;
      throw site.error(
        "wrong-type",
        `A namespace is expected after “in”, but ${site.text} is a ${describeType(value)}.`,
      );
    };
  }
  if (scope === "global") return (env) => env.globals;
  if (scope === "assign") return (env) => env.namespace.variables;
  return (env) => {
    if (env.macro === undefined) throw new TypeError("the parser let <#local> through outside of a macro");
    return env.macro.variables;
  };
}

type Assigner = (env: Rendering, variables: Variables) => void;

function compileAssignment(node: Assignment, directive: Assign, compiler: Compiler): Assigner {
  const { name, operator } = node;
  const site = compiler.site(directive);
  if (node.value === undefined) {
    return (env, variables) => {
      const before = existing(variables, name, operator, site);
      variables.set(name, calculate(operator === "++" ? "+" : "-", before, 1, site, site, env.budget));
    };
  }
  const value = present(node.value, compiler);
  if (operator === "=") {
    return (env, variables) => {
      variables.set(name, value(env));
    };
  }
  const valueSite = compiler.site(node.value);
  if (operator === "+=") {
    return (env, variables) => {
      const before = existing(variables, name, operator, site);
      variables.set(name, plus(before, value(env), env, site, valueSite, site));
    };
  }
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic === undefined) throw new TypeError(`the parser made ${operator} with a value`);
  return (env, variables) => {
    const before = existing(variables, name, operator, site);
    variables.set(name, calculate(arithmetic, before, value(env), site, valueSite, env.budget));
  };
}

const ARITHMETIC: Partial<Record<AssignmentOperator, "-" | "*" | "/" | "%">> = {
  "-=": "-",
  "*=": "*",
  "/=": "/",
  "%=": "%",
};

function existing(variables: Variables, name: string, operator: string, site: Site): Value {
  const value = variables.get(name);
  if (value !== undefined) return value;
  throw site.missingTarget(
    `${operator} changes the variable ${name}, but it isn't set in this scope. Set it first by =, ` +
      `which may take it from another scope: ${name} = ${name}!0.`,
  );
}
