import { describeType } from "../runtime/convert.ts";
import { callFunction, MacroValue } from "../runtime/macros.ts";
import {
  type CompiledTemplate,
  type Engine,
  type Evaluate,
  type Execute,
  type MacroDefinition,
  NORMAL,
  type Rendering,
} from "../runtime/rendering.ts";
import { Site } from "../runtime/site.ts";
import { ensureStack } from "../core/stack.ts";
import type { Element, Expression, Macro, Span, TemplateTree } from "../syntax/ast.ts";
import type { Source } from "../syntax/source.ts";
import { compileAssign, compileCapture } from "./assignments.ts";
import { compileBuiltin, compileCall } from "./calls.ts";
import type { Compiler } from "./compiler.ts";
import * as control from "./control.ts";
import { compileDefault, compileExists, compileOptional } from "./existence.ts";
import { compileItems, compileList, compileSep } from "./lists.ts";
import { compileListed } from "./lazy.ts";
import { compileHash, compileLambda, compileRange, compileSequence } from "./literals.ts";
import { compileMacro, compileMacroCall, compileNested, compileReturn } from "./macros.ts";
import * as operators from "./operators.ts";
import { compileDot, compileIdentifier, compileIndex } from "./paths.ts";
import { compileInterpolation, compileNumericInterpolation, compileText } from "./printing.ts";
import { compileSpecialVariable } from "./special-variables.ts";
import { compileInterpolatedString } from "./strings.ts";
import { compileImport, compileInclude } from "./templates.ts";

/** Compiles a parsed template into functions. */
export function compileTree(source: Source, tree: TemplateTree): CompiledTemplate {
  const compiler = new TreeCompiler(source, { start: 0, end: 0 });
  return {
    source,
    context: tree.context,
    escapedNodes: tree.escapedNodes,
    macros: tree.macros.map((macro) => compiler.macro(macro)),
    body: compiler.body(tree.body),
  };
}

/** Compiles an expression that stands alone; errors that are about none of its parts are placed at `element`. */
export function compileStandalone(source: Source, node: Expression, element: Span): Evaluate {
  return new TreeCompiler(source, element).expression(node);
}

/** After so many levels of bodies, or of expressions, the stack is looked at. */
const BODY_PROBED = 8;
const EXPRESSION_PROBED = 16;

function withRoom<E extends Rendering, R>(run: (env: E) => R): (env: E) => R {
  return (env) => {
    ensureStack();
    return run(env);
  };
}

class TreeCompiler implements Compiler {
  private readonly source: Source;
  /** The directive or interpolation that is compiled now. */
  private element: Span;
  private readonly macros = new Map<Macro, MacroDefinition>();
  /** How many bodies, and how many expressions, are around what is compiled now. */
  private bodyLevel = 0;
  private expressionLevel = 0;

  constructor(source: Source, element: Span) {
    this.source = source;
    this.element = element;
  }

  site(node: Span): Site {
    return new Site(this.source, node, this.element);
  }

  macro(node: Macro): MacroDefinition {
    const known = this.macros.get(node);
    if (known !== undefined) return known;
    const definition = this.within(node, () => this.define(node));
    this.macros.set(node, definition);
    return definition;
  }

  private define(node: Macro): MacroDefinition {
    const site = this.site(node);
    return {
      name: node.name,
      isFunction: node.isFunction,
      parameters: node.parameters.map(({ name, fallback }) => ({
        name,
        fallback: fallback === undefined ? undefined : this.expression(fallback),
        site: fallback === undefined ? site : this.site(fallback),
      })),
      names: new Set(node.parameters.map(({ name }) => name)),
      catchAll: node.catchAll,
      body: this.body(node.body),
      site,
    };
  }

  listed(node: Expression): Evaluate {
    return compileListed(node, this);
  }

  optional(node: Expression): Evaluate {
    return compileOptional(node, this);
  }

  body(elements: readonly Element[]): Execute {
    this.bodyLevel++;
    const probed = this.bodyLevel % BODY_PROBED === 0;
    try {
      if (!probed) return this.row(elements);
      ensureStack();
      return withRoom(this.row(elements));
    } finally {
      this.bodyLevel--;
    }
  }

  private row(elements: readonly Element[]): Execute {
    const steps = elements.map((element) => this.execute(element));
    const [first, second] = steps;
    if (first === undefined) return () => NORMAL;
    const sites = elements.map((element) => this.within(element, () => this.site(element)));
    // What is thrown without a place, by limits above all, is placed at the element that it happened in.
    if (second === undefined) {
      return (env) => {
        try {
          return first(env);
        } catch (thrown) {
          throw sites[0]?.locate(thrown) ?? thrown;
        }
      };
    }
    return (env) => {
      let i = 0;
      try {
        env.budget.spend(steps.length);
        for (const step of steps) {
          const signal = step(env);
          if (signal !== NORMAL) return signal;
          i++;
        }
      } catch (thrown) {
        throw sites[i]?.locate(thrown) ?? thrown;
      }
      return NORMAL;
    };
  }

  private execute(element: Element): Execute {
    return this.within(element, () => this.dispatch(element));
  }

  within<T>(part: Span, compile: () => T): T {
    const outer = this.element;
    this.element = part;
    try {
      return compile();
    } finally {
      this.element = outer;
    }
  }

  private dispatch(element: Element): Execute {
    switch (element.kind) {
      case "text":
        return compileText(element, this);
      case "interpolation":
        return compileInterpolation(element, this);
      case "numericInterpolation":
        return compileNumericInterpolation(element, this);
      case "if":
        return control.compileIf(element, this);
      case "list":
        return compileList(element, this);
      case "items":
        return compileItems(element, this);
      case "sep":
        return compileSep(element, this);
      case "switch":
        return control.compileSwitch(element, this);
      case "break":
        return control.compileBreak(element, this);
      case "continue":
        return control.compileContinue(element, this);
      case "assign":
        return compileAssign(element, this);
      case "capture":
        return compileCapture(element, this);
      case "macro":
        return compileMacro(element, this);
      case "nested":
        return compileNested(element, this);
      case "return":
        return compileReturn(element, this);
      case "macroCall":
        return compileMacroCall(element, this);
      case "include":
        return compileInclude(element, this);
      case "import":
        return compileImport(element, this);
      case "setting":
        return control.compileSetting(element, this);
      case "attempt":
        return control.compileAttempt(element, this);
      case "compress":
        return control.compileCompress(element, this);
      case "flush":
        return control.compileFlush(element, this);
      case "stop":
        return control.compileStop(element, this);
      case "visit":
      case "recurse":
      case "fallback":
        return control.compileNodeDirective(element, this);
    }
  }

  expression(node: Expression): Evaluate {
    this.expressionLevel++;
    const probed = this.expressionLevel % EXPRESSION_PROBED === 0;
    try {
      if (!probed) return this.compileExpression(node);
      ensureStack();
      return withRoom(this.compileExpression(node));
    } finally {
      this.expressionLevel--;
    }
  }

  private compileExpression(node: Expression): Evaluate {
    switch (node.kind) {
      case "string":
      case "number":
      case "boolean": {
        const { value } = node;
        return () => value;
      }
      case "interpolatedString":
        return compileInterpolatedString(node, this);
      case "sequence":
        return compileSequence(node, this);
      case "hash":
        return compileHash(node, this);
      case "identifier":
        return compileIdentifier(node, this);
      case "special":
        return compileSpecialVariable(node, this);
      case "dot":
        return compileDot(node, this);
      case "index":
        return compileIndex(node, this);
      case "call":
        return compileCall(node, this);
      case "builtin":
        return compileBuiltin(node, this);
      case "default":
        return compileDefault(node, this);
      case "exists":
        return compileExists(node, this);
      case "parenthesis":
        return this.expression(node.inner);
      case "not":
        return operators.compileNot(node, this);
      case "negate":
        return operators.compileNegate(node, this);
      case "plus":
        return operators.compilePlus(node, this);
      case "arithmetic":
        return operators.compileArithmetic(node, this);
      case "comparison":
        return operators.compileComparison(node, this);
      case "and":
        return operators.compileAnd(node, this);
      case "or":
        return operators.compileOr(node, this);
      case "range":
        return compileRange(node, this);
      case "lambda":
        return compileLambda(node, this);
    }
  }
}

/** Calls what is no method: a function of the template. */
export const callTemplateFunction: Engine["call"] = (env, callee, args, site) => {
  if (callee instanceof MacroValue) {
    if (callee.definition.isFunction) return callFunction(env, callee, args, site);
    throw site.error(
      "wrong-type",
      `${site.text} is a macro: it is called as <@${site.text} …/>, not in an expression.`,
    );
  }
  throw site.error(
    "wrong-type",
    `A method or function is expected, but ${site.text} is a ${describeType(callee)}.`,
  );
};
