/** A kind of JSON value with its article, for a sentence: `an array`, `a string`, `null`. */
export function withArticle(kind: string): string {
  if (kind === "null") return kind;
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
