/** Stands for a unit that is escaped in some places only. */
export const IN_CONTEXT: unique symbol = Symbol("in context");

/** What stands for a unit, by its code. */
export type Replacements = ReadonlyMap<number, string | typeof IN_CONTEXT>;

/** Replacements by character, for `unitEscaper`. */
export function entities(byCharacter: Readonly<Record<string, string>>): Replacements {
  return new Map(Object.entries(byCharacter).map(([character, entity]) => [character.charCodeAt(0), entity]));
}

/** Units from here on have no place in the table; of them, the line and the paragraph separator alone may be escaped. */
const TABLE_SIZE = 256;
const PARAGRAPH_SEPARATOR = 0x2029;
/** Looking for a unit of a set by a regular expression pays off from this length on. */
const LONG = 32;

/**
 * Makes a function that replaces units of a text one by one, and gives a text that has none of them back as it is.
 *
 * @param inContext what stands for a unit that is marked as `IN_CONTEXT`; undefined where it stands for itself
 */
export function unitEscaper(
  replacements: Replacements,
  inContext?: (text: string, index: number) => string | undefined,
): (text: string) => string {
  const marked = new Uint8Array(TABLE_SIZE);
  let units = "";
  for (const code of replacements.keys()) {
    if (code < TABLE_SIZE) marked[code] = 1;
    units += String.raw`\u${code.toString(16).padStart(4, "0")}`;
  }
  const any = new RegExp(`[${units}]`, "u");
  return (text) => {
    const { length } = text;
    let i = length < LONG ? 0 : text.search(any);
    if (i < 0) return text;
    let escaped = "";
    let start = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < TABLE_SIZE ? marked[unit] === 0 : (unit | 1) !== PARAGRAPH_SEPARATOR) continue;
      let replacement = replacements.get(unit);
      if (replacement === IN_CONTEXT) replacement = inContext?.(text, i);
      if (replacement === undefined) continue;
      escaped += start === i ? replacement : text.slice(start, i) + replacement;
      start = i + 1;
    }
    if (start === 0) return text;
    return start === length ? escaped : escaped + text.slice(start);
  };
}
