/** An integer read from a text as Java's number formats do it: its value as a 32-bit integer, and where it ends. */
export interface IntegerMatch {
  value: number;
  end: number;
}

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;
const DIGIT = /^\p{Nd}$/u;

/** The value of a decimal digit of any script; -1 for anything else. */
export function digitValue(code: number): number {
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  if (!DIGIT.test(String.fromCharCode(code))) return -1;
  // Digits of a script follow each other from zero.
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCharCode(code - value - 1))) value++;
  return value;
}

/**
 * Reads an integer at `start`, before `limit`; `minusSign` is what a negative one begins with. The match is
 * written to `into` (nothing is allocated for it).
 * @returns whether there was one.
 */
export function readInteger(
  text: string,
  start: number,
  limit: number,
  minusSign: string,
  into: IntegerMatch,
): boolean {
  let at = start;
  const negative = text.startsWith(minusSign, at);
  if (negative) at += minusSign.length;
  let value = 0;
  const first = at;
  for (; at < limit; at++) {
    const digit = digitValue(text.charCodeAt(at));
    if (digit < 0) break;
    value = value * 10 + digit;
  }
  if (at === first) return readSpecial(text, start, at, limit, negative, into);
  const next = text.charCodeAt(at);
  if (next === 69 && at < limit) return readExponent(text, at, limit, negative ? -value : value, into);
  into.end = at;
  into.value = value <= MAX_INT ? (negative ? -value : value) : wrapped(text.slice(first, at), negative);
  return true;
}

/**
 * What Java makes of digits that are no 32-bit integer: the low bits of a 64-bit one, else the nearest 32-bit
 * integer.
 */
function wrapped(digits: string, negative: boolean): number {
  let significant = "";
  for (let i = 0; i < digits.length && significant.length < 20; i++) {
    const digit = digitValue(digits.charCodeAt(i));
    if (digit > 0 || significant !== "") significant += String(digit);
  }
  const value = BigInt(significant) * (negative ? -1n : 1n);
  if (significant.length < 20 && BigInt.asIntN(64, value) === value) return Number(BigInt.asIntN(32, value));
  return negative ? MIN_INT : MAX_INT;
}

function readExponent(
  text: string,
  at: number,
  limit: number,
  mantissa: number,
  into: IntegerMatch,
): boolean {
  let end = at + 1;
  const negative = text.charCodeAt(end) === 45;
  if (negative) end++;
  const first = end;
  let exponent = 0;
  for (; end < limit; end++) {
    const digit = digitValue(text.charCodeAt(end));
    if (digit < 0) break;
    exponent = Math.min(exponent * 10 + digit, 400);
  }
  const value = end === first ? mantissa : Math.trunc(mantissa * 10 ** (negative ? -exponent : exponent));
  into.end = end === first ? at : end;
  if (Number.isNaN(value)) into.value = 0;
  else if (Math.abs(value) < 2 ** 63) into.value = Number(BigInt.asIntN(32, BigInt(value)));
  else into.value = value < 0 ? MIN_INT : MAX_INT;
  return true;
}

function readSpecial(
  text: string,
  start: number,
  at: number,
  limit: number,
  negative: boolean,
  into: IntegerMatch,
): boolean {
  if (at < limit && text.charAt(at) === "∞") {
    into.end = at + 1;
    into.value = negative ? MIN_INT : MAX_INT;
    return true;
  }
  if (start + 3 <= limit && text.startsWith("NaN", start)) {
    into.end = start + 3;
    into.value = 0;
    return true;
  }
  return false;
}
