import type { Budget, Regex } from "./regex.ts";

/**
 * Splits as FreeMarker's `?split(…, 'r')` does, which is Java's `Pattern.split(input)`: empty strings at the end are left
 * out, an empty match at the beginning gives none; an input without a match is given whole, even if empty.
 */
export function split(regex: Regex, input: string, budget: Budget): string[] {
  const finder = regex.finder(input, budget);
  const parts: string[] = [];
  let from = 0;
  while (finder.advance()) {
    if (from === 0 && finder.end === 0) continue;
    parts.push(input.slice(from, finder.start));
    from = finder.end;
  }
  if (from === 0) return [input];
  parts.push(input.slice(from));
  while (parts.length > 0 && parts.at(-1) === "") parts.pop();
  return parts;
}
