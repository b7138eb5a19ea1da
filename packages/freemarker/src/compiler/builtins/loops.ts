import type { Rendering } from "../../runtime/rendering.ts";
import { ListScope } from "../../runtime/scope.ts";
import type { BuiltinReference } from "../../syntax/ast.ts";
import type { Value } from "../../values/value.ts";
import type { Compiler } from "../compiler.ts";
import { present } from "../literals.ts";
import type { SpecialBuiltins, SpecialCalls } from "./special.ts";

/** Finds the list that the variable before a built-in is of. */
function compileScope({ target, name }: BuiltinReference, compiler: Compiler): (env: Rendering) => ListScope {
  const variable = target.kind === "identifier" ? target.name : undefined;
  const site = compiler.site(target);
  return (env) => {
    for (let scope = env.locals; scope !== undefined; scope = scope.parent) {
      if (!(scope instanceof ListScope) || variable === undefined) continue;
      if (scope.running && (scope.item === variable || scope.second === variable)) return scope;
    }
    throw site.error(
      "invalid-argument",
      `?${name} is asked of ${site.text}, which is no loop variable of a list here.`,
    );
  };
}

function ofLoop(read: (scope: ListScope) => Value): SpecialBuiltins[string] {
  return (node, compiler) => {
    const scope = compileScope(node, compiler);
    return (env) => read(scope(env));
  };
}

/** Built-ins of loop variables. */
export const loopBuiltins: SpecialBuiltins = {
  index: ofLoop(({ index }) => index),
  counter: ofLoop(({ index }) => index + 1),
  has_next: ofLoop(({ hasNext }) => hasNext),
  is_first: ofLoop(({ index }) => index === 0),
  is_last: ofLoop(({ hasNext }) => !hasNext),
  is_odd_item: ofLoop(({ index }) => index % 2 === 0),
  is_even_item: ofLoop(({ index }) => index % 2 === 1),
  item_parity: ofLoop(({ index }) => (index % 2 === 0 ? "odd" : "even")),
  item_parity_cap: ofLoop(({ index }) => (index % 2 === 0 ? "Odd" : "Even")),
};

export const loopCalls: SpecialCalls = {
  item_cycle: (node, reference, compiler) => {
    const scope = compileScope(reference, compiler);
    const args = node.args.map((arg) => present(arg, compiler));
    const site = compiler.site(reference.target);
    return (env) => {
      const { index } = scope(env);
      const values = args.map((arg) => arg(env));
      const value = values[index % values.length];
      if (value === undefined)
        throw site.elementError("invalid-argument", "?item_cycle(…) takes at least 1 argument.");
      return value;
    };
  },
};
