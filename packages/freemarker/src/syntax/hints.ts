import { directiveNames } from "./tags.ts";

const HINTS: ReadonlyMap<string, string> = new Map([
  ["set", "Use #assign, or #local inside a macro, or #global."],
  ["var", "Use #assign, or #local inside a macro, or #global."],
  ["let", "Use #assign, or #local inside a macro, or #global."],
  ["else_if", "Use #elseif."],
  ["elif", "Use #elseif."],
  ["elsif", "Use #elseif."],
  ["no_escape", "Use #noescape."],
  ["method", "Use #function."],
  ["def", "Use #function or #macro."],
  ["head", "Did you mean #ftl?"],
  ["template", "Did you mean #ftl?"],
  ["fm", "Did you mean #ftl?"],
  ["try", "Did you mean #attempt?"],
  ["catch", "Did you mean #recover?"],
  ["for", "Use #list, as in <#list sequence as item>."],
  ["each", "Use #list, as in <#list sequence as item>."],
  ["iterate", "Use #list, as in <#list sequence as item>."],
  ["iterator", "Use #list, as in <#list sequence as item>."],
  ["while", "There are no such loops; use #list over a sequence or a range."],
  ["prefix", "Did you mean #import?"],
  ["item", "Did you mean #items?"],
  ["row", "Did you mean #items?"],
  ["rows", "Did you mean #items?"],
  ["separator", "Did you mean #sep?"],
  ["separate", "Did you mean #sep?"],
  ["separ", "Did you mean #sep?"],
]);

/** What to do about a directive that doesn't exist: what was probably meant. */
export function unknownDirectiveHint(name: string): string {
  const hint = HINTS.get(name);
  if (hint !== undefined) return hint;
  const lower = name.toLowerCase();
  const squeezed = lower.replaceAll("_", "");
  for (const candidate of [lower, squeezed]) {
    if (directiveNames.has(candidate))
      return `Did you mean #${candidate}? Names of directives are case-sensitive.`;
  }
  const close = name.length <= 20 ? nearest(lower, directiveNames) : undefined;
  if (close !== undefined) return `Did you mean #${close}?`;
  return "To call a macro or a directive of the data model, write <@name> instead.";
}

/** The known name that is one edit (or a swap of two letters) away from a name, if any. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length < 3) return undefined;
  for (const candidate of known) if (candidate.length > 2 && isOneEditAway(name, candidate)) return candidate;
  return undefined;
}

function isOneEditAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0];
}
