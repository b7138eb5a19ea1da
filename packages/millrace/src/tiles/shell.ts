/** A text with places in it where a shell variable goes. */
export type Segment = { readonly text: string } | { readonly variable: string };

/**
 * The segments as one word of a POSIX shell: texts in single quotes, in which nothing means anything, variables in double
 * quotes. Only for texts that a terminal takes as they are: see {@link isPlain}.
 */
export function shellWord(segments: readonly Segment[]): string {
  const word = joined(segments)
    .map((each) => ("text" in each ? quoted(each.text) : `"$${each.variable}"`))
    .join("");
  return word === "" ? "''" : word;
}

/**
 * Commands that print the segments, byte by byte, whatever they hold.
 * @example printf -- 'a\011b'; printf %s "$API_KEY"
 */
export function printCommands(segments: readonly Segment[]): readonly string[] {
  return segments.map((each) =>
    "text" in each ? `printf -- ${quoted(printFormat(each.text))}` : `printf %s "$${each.variable}"`,
  );
}

/** Longer texts are no arguments of commands: Linux takes 131,072 bytes each. */
const MAX_ARGUMENT_BYTES = 100_000;

/** A terminal takes these for keys: a tab completes names, an escape begins a command of the line editor. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const KEYS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

/** True where a text can be pasted into a terminal within quotes, and handed to a command as an argument. */
export function isPlain(text: string): boolean {
  return !KEYS.test(text) && Buffer.byteLength(text) <= MAX_ARGUMENT_BYTES;
}

/** Texts that follow each other as one. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const found: Segment[] = [];
  for (const each of segments) {
    const last = found.at(-1);
    if (last !== undefined && "text" in last && "text" in each)
      found[found.length - 1] = { text: last.text + each.text };
    else found.push(each);
  }
  return found;
}

function quoted(text: string): string {
  return text === "" ? "" : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function printFormat(text: string): string {
  return text
    .replaceAll("\\", String.raw`\\`)
    .replaceAll("%", "%%")
    .replaceAll(ALL_KEYS, (character) =>
      [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
    );
}

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const ALL_KEYS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
