import { RegexReplacementFault } from "./fault.ts";
import type { Budget, Finder, Regex } from "./regex.ts";

type Part = string | number;

/** The groups and texts of Java's replacement syntax: `$1`, `${name}`, and `\` before a literal character. */
function parseReplacement(replacement: string, regex: Regex): Part[] {
  if (!replacement.includes("$") && !replacement.includes("\\")) return [replacement];
  const parts: Part[] = [];
  let text = "";
  let at = 0;
  const group = (index: number): void => {
    if (text !== "") parts.push(text);
    text = "";
    parts.push(index);
  };
  while (at < replacement.length) {
    const char = replacement.charAt(at++);
    if (char === "\\") {
      if (at === replacement.length) throw new RegexReplacementFault("character to be escaped is missing");
      text += replacement.charAt(at++);
    } else if (char === "$") {
      const reference = parseReference(replacement, at, regex);
      group(reference.index);
      at = reference.end;
    } else text += char;
  }
  if (text !== "") parts.push(text);
  return parts;
}

function parseReference(replacement: string, from: number, regex: Regex): { index: number; end: number } {
  if (from === replacement.length) {
    throw new RegexReplacementFault("Illegal group reference: group index is missing");
  }
  if (replacement.charAt(from) === "{") return namedReference(replacement, from + 1, regex);
  let index = digitAt(replacement, from);
  if (index < 0) throw new RegexReplacementFault("Illegal group reference");
  let end = from + 1;
  if (index > regex.groupCount) throw new RegexReplacementFault(`No group ${index}`);
  // A further digit counts only while there is a group of that number.
  for (;;) {
    const digit = digitAt(replacement, end);
    if (digit < 0 || index * 10 + digit > regex.groupCount) return { index, end };
    index = index * 10 + digit;
    end++;
  }
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

function namedReference(replacement: string, from: number, regex: Regex): { index: number; end: number } {
  let end = from;
  while (/^[A-Za-z0-9]$/.test(replacement.charAt(end))) end++;
  const name = replacement.slice(from, end);
  if (name === "") throw new RegexReplacementFault("named capturing group has 0 length name");
  if (replacement.charAt(end) !== "}") {
    throw new RegexReplacementFault("named capturing group is missing trailing '}'");
  }
  if (digitAt(name, 0) >= 0) {
    throw new RegexReplacementFault(`capturing group name {${name}} starts with digit character`);
  }
  const index = regex.groupNames.get(name);
  if (index === undefined) throw new RegexReplacementFault(`No group with name {${name}}`);
  return { index, end: end + 1 };
}

function expand(parts: readonly Part[], finder: Finder, budget: Budget): string {
  let size = 0;
  for (const part of parts) size += typeof part === "string" ? part.length : finder.groupLength(part);
  budget.reserve(size);
  budget.spend(parts.length >> 1);
  let out = "";
  for (const part of parts) out += typeof part === "string" ? part : (finder.group(part) ?? "");
  return out;
}

function replace(regex: Regex, input: string, replacement: string, budget: Budget, all: boolean): string {
  const finder = regex.finder(input, budget);
  // Java reads the replacement only when there is a match, so that a wrong one may go unnoticed.
  if (!finder.advance()) return input;
  const parts = parseReplacement(replacement, regex);
  let out = "";
  let end = 0;
  let found = true;
  while (found) {
    const text = expand(parts, finder, budget);
    const size = out.length + text.length;
    if (size > budget.limits.valueSize) budget.reserve(size);
    budget.spend(text.length >> 3);
    out += end === finder.start ? text : input.slice(end, finder.start) + text;
    end = finder.end;
    found = all && finder.advance();
  }
  return out + input.slice(end);
}

/**
 * Replaces every match, as Java's `Matcher.replaceAll`.
 * @throws RegexReplacementFault if the replacement is malformed or names a group that does not exist.
 */
export function replaceAll(regex: Regex, input: string, replacement: string, budget: Budget): string {
  return replace(regex, input, replacement, budget, true);
}

/**
 * Replaces the first match, as Java's `Matcher.replaceFirst`.
 * @throws RegexReplacementFault if the replacement is malformed or names a group that does not exist.
 */
export function replaceFirst(regex: Regex, input: string, replacement: string, budget: Budget): string {
  return replace(regex, input, replacement, budget, false);
}
