/*
 * Nested fields. A manifest writes the field `Name` of the member `Owner` as `$['Owner']['Name']`: a dollar sign, then
 * each name in brackets and quotes, single or double ones. Everything else is a plain name.
 */

/** The names along a nested field, or what is wrong with it. */
export type ParsedFieldPath =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly fault: string };

/** True for what means to be a nested field. A plain name may begin with `$` too, such as Mixpanel's `$email`. */
export function isFieldPath(fieldName: string): boolean {
  return fieldName === "$" || fieldName.startsWith("$[") || fieldName.startsWith("$.");
}

/** Reads a nested field; `fault` is one sentence that says where it breaks. */
export function parseFieldPath(text: string): ParsedFieldPath {
  const names: string[] = [];
  let at = 1;
  if (text.length === 1) return broken(text, at, "a name in brackets must follow");
  while (at < text.length) {
    if (text[at] !== "[") return broken(text, at, 'expected "["');
    const quote = text[at + 1];
    if (quote !== "'" && quote !== '"') return broken(text, at + 1, "expected a name in quotes");
    const end = text.indexOf(quote, at + 2);
    if (end === -1) return broken(text, at + 1, "the quote is not closed");
    if (end === at + 2) return broken(text, at + 2, "the name is empty");
    if (text[end + 1] !== "]") return broken(text, end + 1, 'expected "]"');
    names.push(text.slice(at + 2, end));
    at = end + 2;
  }
  return { ok: true, names };
}

/** What is wrong with a field's name, in one sentence. Plain names are always right. */
export function fieldPathFault(fieldName: string): string | undefined {
  if (!isFieldPath(fieldName)) return undefined;
  const parsed = parseFieldPath(fieldName);
  return parsed.ok ? undefined : parsed.fault;
}

function broken(text: string, at: number, what: string): ParsedFieldPath {
  const fault = `"${text}" is no path, ${what} at character ${at + 1}; a nested field is written $['a']['b'].`;
  return { ok: false, fault };
}
