/** Names a text can have at a place, and the number each stands for; longest first. */
export type NameTable = readonly { readonly name: string; readonly folded: string; readonly value: number }[];

/** A table of lists of names, in each of which the first one stands for `firstValue`; empty names are left out. */
export function nameTable(lists: readonly (readonly string[])[], firstValue: number): NameTable {
  const values = new Map<string, number>();
  for (const list of lists) {
    for (const [i, name] of list.entries()) if (name !== "") values.set(name, i + firstValue);
  }
  return [...values]
    .map(([name, value]) => ({ name, folded: foldCase(name), value }))
    .sort((a, b) => b.name.length - a.name.length);
}

/** The longest name that stands at `start` of a text, whatever its case. */
export function matchName(text: string, start: number, names: NameTable): NameTable[number] | undefined {
  const longest = names[0]?.name.length ?? 0;
  const ahead = foldCase(text.slice(start, start + longest));
  return names.find((entry) => ahead.startsWith(entry.folded));
}

/** Folds case one UTF-16 unit at a time, so that the length stays. */
function foldCase(text: string): string {
  let out = "";
  for (const c of text) {
    const upper = c.toUpperCase();
    const lower = (upper.length === c.length ? upper : c).toLowerCase();
    out += lower.length === c.length ? lower : c;
  }
  return out;
}
