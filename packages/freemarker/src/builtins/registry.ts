import type { Builtin } from "./definition.ts";

const table = new Map<string, Builtin>();

/** The names of the built-ins that are a function of their left side and arguments. */
export const BUILTIN_NAMES: readonly string[] = [...table.keys()];

/** The built-in of a name, in snake_case. */
export function builtin(name: string): Builtin | undefined {
  return table.get(name);
}
