/** A comment, a CDATA section, a tag, a reference, or any other unit. What isn't closed goes up to the end. */
const PIECE = /<!--[^]*?(?:-->|$)|<!\[CDATA\[([^]*?)(?:\]\]>|$)|<[^>]*>?|&([^;]*);?|[^]/g;

/** How many characters of HTML or XML are seen: tags and comments aren't, and a reference is one. */
export function markupLength(markup: string): number {
  let length = 0;
  for (const [piece, data] of markup.matchAll(PIECE)) {
    if (data !== undefined) length += data.length;
    else if (!piece.startsWith("<")) length++;
  }
  return length;
}

/** Whether the first character that is seen of HTML or XML is a dot or an ellipsis. */
export function startsWithDot(markup: string): boolean {
  for (const [piece, data, reference] of markup.matchAll(PIECE)) {
    if (reference !== undefined) return isDotReference(reference);
    if (data !== undefined && data !== "") return isDot(data.charCodeAt(0));
    if (!piece.startsWith("<")) return isDot(piece.charCodeAt(0));
  }
  return false;
}

function isDotReference(name: string): boolean {
  if (name === "hellip" || name === "period") return true;
  const [, hexadecimal, decimal] = /^#(?:[xX]([0-9a-fA-F]+)|([0-9]+))$/u.exec(name) ?? [];
  if (hexadecimal !== undefined) return isDot(Number.parseInt(hexadecimal, 16));
  return decimal !== undefined && isDot(Number(decimal));
}

function isDot(code: number): boolean {
  return code === 0x2e || code === 0x2026;
}
