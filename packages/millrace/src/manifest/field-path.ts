/** What is wrong with a field's name, in words. Plain names are always right; those that start with `$` are paths. */
export function fieldPathFault(fieldName: string): string | undefined {
  if (!fieldName.startsWith("$")) return undefined;
  return parseFieldPath(fieldName) === undefined
    ? `"${fieldName}" is no path; a nested field is written $['a']['b']`
    : undefined;
}

/** The names along a nested field `$['a']['b']`; undefined for what is not one. */
export function parseFieldPath(fieldName: string): readonly string[] | undefined {
  if (!/^\$(\[(?:'[^']+'|"[^"]+")\])+$/.test(fieldName)) return undefined;
  return [...fieldName.matchAll(/\[(?:'([^']+)'|"([^"]+)")\]/g)].map(
    ([, single, double]) => single ?? double ?? "",
  );
}
