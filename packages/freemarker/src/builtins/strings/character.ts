// What Java says of single UTF-16 units, where JavaScript says something else or nothing.

/** Whether a unit is white space to `Character.isWhitespace`: no-break spaces aren't. */
export function isWhitespace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x1f);
  if (code < 0x1680) return false;
  if (code === 0x1680 || code === 0x2028 || code === 0x2029 || code === 0x205f || code === 0x3000)
    return true;
  return code >= 0x2000 && code <= 0x200a && code !== 0x2007;
}

/** A unit in upper case by the simple mapping, which never makes two of one. */
export function upperCaseUnit(unit: string): string {
  const upper = unit.toUpperCase();
  if (upper.length === 1) return upper;
  return SIMPLE_UPPER.get(unit.charCodeAt(0)) ?? unit;
}

/** A unit in lower case by the simple mapping. */
export function lowerCaseUnit(unit: string): string {
  const lower = unit.toLowerCase();
  return lower.length === 1 ? lower : lower.charAt(0);
}

/** Greek letters with an iota below: their capital is one unit in the simple mapping, and two letters in the full one. */
const SIMPLE_UPPER: ReadonlyMap<number, string> = new Map([
  ...[0x1f80, 0x1f90, 0x1fa0].flatMap((first) =>
    Array.from({ length: 8 }, (_, i): [number, string] => [first + i, String.fromCharCode(first + i + 8)]),
  ),
  [0x1fb3, "\u1fbc"],
  [0x1fc3, "\u1fcc"],
  [0x1ff3, "\u1ffc"],
]);
