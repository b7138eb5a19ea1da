import type { Element, Expression, IfBranch, SwitchCase } from "../ast.ts";
import type { Source } from "../source.ts";

/** A template's elements in a compact notation, for tests: `(name parts…)`, texts and strings in JSON's quotes. */
export function printElements(elements: readonly Element[], source: Source): string {
  return elements.map((element) => printElement(element, source)).join(" ");
}

function form(name: string, ...parts: readonly (string | undefined)[]): string {
  return `(${[name, ...parts.filter((part) => part !== undefined && part !== "")].join(" ")})`;
}

function printElement(element: Element, source: Source): string {
  const body = (elements: readonly Element[] | undefined): string | undefined =>
    elements === undefined ? undefined : `{${printElements(elements, source)}}`;
  const print = (expression: Expression | undefined): string | undefined =>
    expression === undefined ? undefined : printExpression(expression, source);
  switch (element.kind) {
    case "text":
      return JSON.stringify(element.text);
    case "interpolation":
      return form(
        element.context.autoEscaping ? `$${element.context.format}` : "$",
        print(element.expression),
      );
    case "numericInterpolation":
      return form("#", print(element.expression), `${element.minimumDigits}..${element.maximumDigits}`);
    case "if":
      return form("if", ...element.branches.map((branch) => printBranch(branch, source)));
    case "list":
      return form(
        "list",
        print(element.source),
        names(element.item, element.value),
        body(element.body),
        body(element.otherwise),
      );
    case "items":
      return form("items", names(element.item, element.value), body(element.body));
    case "switch":
      return form("switch", print(element.value), ...element.cases.map((one) => printCase(one, source)));
    case "assign": {
      const all = element.assignments.map(
        ({ name, operator, value }) => `${name}${operator}${print(value) ?? ""}`,
      );
      return form(element.scope, ...all, inNamespace(print(element.namespace)));
    }
    case "capture":
      return form(element.scope, element.name, inNamespace(print(element.namespace)), body(element.body));
    case "macro": {
      const parameters = element.parameters.map(({ name, fallback }) =>
        fallback === undefined ? name : `${name}=${print(fallback)}`,
      );
      const rest = element.catchAll === undefined ? undefined : `${element.catchAll}...`;
      return form(
        element.isFunction ? "function" : "macro",
        element.name,
        ...parameters,
        rest,
        body(element.body),
      );
    }
    case "macroCall": {
      const named = element.named?.map(([name, value]) => `${name}=${print(value)}`) ?? [];
      const positional = element.positional?.map(print) ?? [];
      const loopVariables =
        element.loopVariables.length === 0 ? undefined : `; ${element.loopVariables.join(" ")}`;
      return form("@", print(element.callee), ...named, ...positional, loopVariables, body(element.body));
    }
    case "nested":
      return form("nested", ...element.args.map(print));
    case "include":
      return form(
        "include",
        ...[element.path, element.parse, element.encoding, element.ignoreMissing].map(print),
      );
    case "import":
      return form("import", print(element.path), element.namespace);
    case "setting":
      return form("setting", element.name, print(element.value));
    case "return":
      return form("return", print(element.value));
    case "stop":
      return form("stop", print(element.message));
    case "attempt":
      return form("attempt", body(element.body), body(element.recover));
    case "sep":
    case "compress":
      return form(element.kind, body(element.body));
    case "visit":
    case "recurse":
    case "fallback":
      return form(element.kind, print(element.node), print(element.using));
    case "break":
    case "continue":
    case "flush":
      return form(element.kind);
  }
}

function names(item: string | undefined, value: string | undefined): string | undefined {
  if (item === undefined) return undefined;
  return value === undefined ? `as ${item}` : `as ${item},${value}`;
}

function inNamespace(namespace: string | undefined): string | undefined {
  return namespace === undefined ? undefined : `in ${namespace}`;
}

function printBranch({ condition, body }: IfBranch, source: Source): string {
  const test = condition === undefined ? "else" : printExpression(condition, source);
  return `${test}{${printElements(body, source)}}`;
}

function printCase({ kind, values, body }: SwitchCase, source: Source): string {
  return form(
    kind,
    ...values.map((value) => printExpression(value, source)),
    `{${printElements(body, source)}}`,
  );
}

/** An expression in the notation of `printElements`; numbers as the source writes them. */
export function printExpression(expression: Expression, source: Source): string {
  const print = (part: Expression): string => printExpression(part, source);
  switch (expression.kind) {
    case "string":
      return JSON.stringify(expression.value);
    case "interpolatedString":
      return form(
        "concat",
        ...expression.parts.map((part) =>
          typeof part === "string" ? JSON.stringify(part) : printElement(part, source),
        ),
      );
    case "number":
      return source.slice(expression);
    case "boolean":
      return String(expression.value);
    case "identifier":
      return expression.name;
    case "special":
      return `.${expression.name}`;
    case "sequence":
      return `[${expression.items.map(print).join(" ")}]`;
    case "hash":
      return form("hash", ...expression.entries.map(([key, value]) => `${print(key)}:${print(value)}`));
    case "dot":
      return form(".", print(expression.target), JSON.stringify(expression.name));
    case "index":
      return form("at", print(expression.target), print(expression.key));
    case "call":
      return form("call", print(expression.target), ...expression.args.map(print));
    case "builtin":
      return form(`?${expression.name}`, print(expression.target));
    case "default":
      return form("!", print(expression.target), expression.fallback && print(expression.fallback));
    case "exists":
      return form("??", print(expression.target));
    case "parenthesis":
      return form("paren", print(expression.inner));
    case "not":
    case "negate":
    case "plus":
      return form(expression.kind, print(expression.operand));
    case "arithmetic":
    case "comparison":
      return form(expression.operator, print(expression.left), print(expression.right));
    case "and":
    case "or":
      return form(expression.kind, print(expression.left), print(expression.right));
    case "range":
      return form(expression.mode, print(expression.from), expression.to && print(expression.to));
    case "lambda":
      return form("->", expression.parameters.join(" "), print(expression.body));
  }
}
