import type { BuiltinTable } from "./definition.ts";
import { textProperty } from "./strings/text-property.ts";

/** Built-ins that make booleans. `?c`, `?cn` and `?string` are in `written.ts`. */
export const BOOLEANS: BuiltinTable = {
  boolean: textProperty((text, env, site) => {
    if (text === "true") return true;
    if (text === "false") return false;
    const { boolean_format: format } = env.settings;
    const comma = format.indexOf(",");
    if (comma !== -1) {
      if (text === format.slice(0, comma)) return true;
      if (text === format.slice(comma + 1)) return false;
    }
    throw site.error(
      "invalid-value",
      "The string is neither true nor false, nor what boolean_format has for them.",
    );
  }),
};
