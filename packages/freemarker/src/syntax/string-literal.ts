import { isHexDigit } from "./characters.ts";
import type { InterpolationSyntax } from "./options.ts";
import type { Token } from "./tokens.ts";

/** A string literal's value, and which offset of the literal's content each of its characters comes from. */
export interface DecodedLiteral {
  readonly value: string;
  /** Undefined where offsets are the same, as nothing is escaped. */
  readonly offsets: readonly number[] | undefined;
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["f", "\f"],
  ["b", "\b"],
  ["g", ">"],
  ["l", "<"],
  ["a", "&"],
]);

/** The value of what stands between the quotes of a string literal, whose escapes are known to be valid. */
export function decodeStringLiteral(content: string): DecodedLiteral {
  if (!content.includes("\\")) return { value: content, offsets: undefined };
  let value = "";
  const offsets: number[] = [];
  let at = 0;
  while (at < content.length) {
    offsets.push(at);
    const character = content.charAt(at);
    if (character !== "\\") {
      value += character;
      at++;
      continue;
    }
    const escaped = content.charAt(at + 1);
    at += 2;
    if (escaped === "x") {
      const start = at;
      while (at < start + 4 && isHexDigit(content.charCodeAt(at))) at++;
      value += String.fromCharCode(Number.parseInt(content.slice(start, at), 16));
    } else value += SIMPLE_ESCAPES.get(escaped) ?? escaped;
  }
  offsets.push(at);
  return { value, offsets };
}

/** Whether a string literal's value is looked through for interpolations: not where it is too short for one. */
export function isLongEnoughToInterpolate(value: string): boolean {
  return value.length > 3;
}

/** Whether a string literal, as written or as its value, seems to have interpolations. */
export function mayInterpolate(written: string, syntax: InterpolationSyntax): boolean {
  if (syntax === "square_bracket") return written.includes("[=");
  return written.includes("${") || (syntax === "legacy" && written.includes("#{"));
}

/** The value of a string literal in which interpolations aren't looked for. */
export function plainString(token: Token): string {
  if (token.kind === "rawString") return token.text.slice(2, -1);
  return decodeStringLiteral(token.text.slice(1, -1)).value;
}
