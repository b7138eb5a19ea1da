import type { Issue } from "../../core/errors.ts";

/** A fault of the settings. @param at where in a template; lines and columns count from 1 */
export function issueOf(
  name: string,
  detail: string,
  at?: { readonly line: number; readonly column: number },
): Issue {
  if (at === undefined) return { in: "body", name, detail };
  const { line, column } = at;
  return { in: "body", name, detail: `At line ${line}, column ${column}: ${detail}`, line, column };
}
