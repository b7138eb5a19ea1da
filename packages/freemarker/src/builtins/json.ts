import { Fault } from "../core/fault.ts";
import type { BuiltinTable } from "./definition.ts";
import { stringProperty } from "./definition.ts";
import { JsonReader } from "./json-reader.ts";

/** `?eval_json`. */
export const JSON_BUILTINS: BuiltinTable = {
  eval_json: stringProperty((text, env, site) => {
    env.budget.reserve(text.length);
    try {
      return new JsonReader(text, env.budget).read();
    } catch (thrown) {
      if (thrown instanceof Fault) throw site.error("invalid-value", thrown.message, { cause: thrown });
      throw thrown;
    }
  }),
};
