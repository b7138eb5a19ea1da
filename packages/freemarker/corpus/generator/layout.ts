import type { Place, Scope } from "./scope.ts";

/** A directive's start tag, such as `<#if x>`. */
export function open(scope: Scope, text: string): string {
  const [start, end] = scope.style.squareTags ? ["[#", "]"] : ["<#", ">"];
  return start + text + (scope.random.chance(0.05) ? " " : "") + end;
}

/** A directive without content, such as `<#else>`, now and then written `<#else/>`. */
export function empty(scope: Scope, text: string): string {
  const [start, end] = scope.style.squareTags ? ["[#", "]"] : ["<#", ">"];
  return start + text + (scope.random.chance(0.1) ? "/" : "") + end;
}

/** A directive's end tag, such as `</#if>`. */
export function close(scope: Scope, name: string): string {
  return scope.style.squareTags ? `[/#${name}]` : `</#${name}>`;
}

/** The start tag of a call of a macro; `self` where it has no content. */
export function callTag(scope: Scope, text: string, self: boolean): string {
  const [start, end] = scope.style.squareTags ? ["[@", "]"] : ["<@", ">"];
  return start + text + (self ? "/" : "") + end;
}

/** The end tag of a call of a macro. */
export function callEnd(scope: Scope, name: string): string {
  const named = scope.random.chance(0.5) ? name : "";
  return scope.style.squareTags ? `[/@${named}]` : `</@${named}>`;
}

/** A comment. */
export function comment(scope: Scope, text: string): string {
  return scope.style.squareTags ? `[#-- ${text} --]` : `<#-- ${text} -->`;
}

/** An interpolation. */
export function interpolation(scope: Scope, text: string): string {
  return scope.style.squareInterpolation ? `[=${text}]` : `\${${text}}`;
}

/** The place of what is inside a tag at this place. */
export function deeper(scope: Scope, place: Place): Place {
  const { random } = scope;
  if (place.inline || random.chance(0.15)) return { pad: "", inline: true };
  return { pad: place.pad + random.pick(["  ", "  ", "\t", "", " "]), inline: false };
}

/** One piece at its place: a line of its own, or as it is. */
export function line(scope: Scope, place: Place, text: string): string {
  if (place.inline) return text;
  const trailing = scope.random.chance(0.08) ? scope.random.pick([" ", "  ", "\t"]) : "";
  return place.pad + text + trailing + scope.random.weighted([[20, "\n"], [1, "\n\n"], [1, "\r\n"], [1, ""]]); // prettier-ignore
}

/** Tags with what follows each, and the end tag: on lines of their own, or all in one line. */
export function around(
  scope: Scope,
  place: Place,
  inner: Place,
  parts: readonly (readonly [tag: string, body: string])[],
  end: string,
): string {
  if (inner.inline) return line(scope, place, parts.flat().join("") + end);
  const own = (tag: string) => `${place.pad}${tag}${scope.random.chance(0.05) ? " " : ""}\n`;
  return parts.map(([tag, body]) => own(tag) + body).join("") + line(scope, place, end);
}
