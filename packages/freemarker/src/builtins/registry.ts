import { BOOLEANS } from "./booleans.ts";
import { DATES } from "./dates.ts";
import type { Builtin } from "./definition.ts";
import { hashBuiltins } from "./hashes.ts";
import { ISO } from "./iso.ts";
import { JSON_BUILTINS } from "./json.ts";
import { NUMBERS } from "./numbers.ts";
import { sequenceBuiltins } from "./sequences/index.ts";
import { STRINGS } from "./strings/table.ts";
import { typeBuiltins } from "./types.ts";
import { WRITTEN } from "./written.ts";

const table = new Map<string, Builtin>(
  Object.entries({
    ...STRINGS,
    ...NUMBERS,
    ...BOOLEANS,
    ...DATES,
    ...ISO,
    ...WRITTEN,
    ...JSON_BUILTINS,
    ...sequenceBuiltins,
    ...hashBuiltins,
    ...typeBuiltins,
  }),
);

/** The names of the built-ins that are a function of their left side and arguments. */
export const BUILTIN_NAMES: readonly string[] = [...table.keys()];

/** The built-in of a name, in snake_case. */
export function builtin(name: string): Builtin | undefined {
  return table.get(name);
}
