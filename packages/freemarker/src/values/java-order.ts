/** The hash code of a text in Java. */
function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/**
 * Names in the order in which Java's `HashMap` gives them: FreeMarker keeps the variables of a namespace and the named arguments
 * of a macro call in one, so that templates see this order.
 */
export function inJavaOrder(names: Iterable<string>): string[] {
  const all = [...names];
  let capacity = 16;
  while (all.length > capacity * 0.75) capacity *= 2;
  const slot = (name: string): number => {
    const hash = hashCode(name);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return all
    .map((name) => ({ name, slot: slot(name) }))
    .sort((a, b) => a.slot - b.slot)
    .map(({ name }) => name);
}
