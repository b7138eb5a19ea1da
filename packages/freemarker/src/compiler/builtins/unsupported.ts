import { describeType } from "../../runtime/convert.ts";
import { present } from "../literals.ts";
import type { SpecialBuiltins } from "./special.ts";

/** What each is about, for the error that says a JSON model has none. */
const JAVA = "gives access to Java objects";
const NODE = "works on the nodes of a tree, such as XML";

function refused(what: string): SpecialBuiltins[string] {
  return (node, compiler) => {
    const left = present(node.target, compiler);
    const site = compiler.site(node.target);
    return (env) => {
      const type = describeType(left(env));
      throw site.error(
        "unsupported",
        `?${node.name} ${what}; a JSON model has none, and ${site.text} is a ${type}.`,
      );
    };
  };
}

/** Built-ins of what a JSON model can't have. */
export const unsupportedBuiltins: SpecialBuiltins = {
  api: refused(JAVA),
  new: refused(JAVA),
  has_api: (node, compiler) => {
    const left = present(node.target, compiler);
    return (env) => {
      left(env);
      return false;
    };
  },
  ancestors: refused(NODE),
  children: refused(NODE),
  next_sibling: refused(NODE),
  node_name: refused(NODE),
  node_namespace: refused(NODE),
  node_type: refused(NODE),
  parent: refused(NODE),
  previous_sibling: refused(NODE),
  root: refused(NODE),
};
