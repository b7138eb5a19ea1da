/** Writes a text in a charset, byte by byte; what the charset doesn't have becomes a question mark. */
export type Encoder = (text: string) => Uint8Array;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const QUESTION_MARK = 0x3f;

const utf8 = new TextEncoder();

/** UTF-8, which is the charset of most texts. */
export function encodeUtf8(text: string): Uint8Array {
  return utf8.encode(text.replace(LONE_SURROGATE, "?"));
}

function encodeUtf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const units = `${mark ? "\ufeff" : ""}${text.replace(LONE_SURROGATE, "\ufffd")}`;
  const bytes = new Uint8Array(units.length * 2);
  for (let i = 0; i < units.length; i++) {
    const code = units.charCodeAt(i);
    bytes[i * 2] = bigEndian ? code >> 8 : code & 0xff;
    bytes[i * 2 + 1] = bigEndian ? code & 0xff : code >> 8;
  }
  return bytes;
}

/** An encoder for a charset of one byte a character; `byteOf` answers undefined for what it doesn't have. */
function singleByte(byteOf: (character: string) => number | undefined): Encoder {
  return (text) => {
    const bytes = [];
    for (const character of text) bytes.push(byteOf(character) ?? QUESTION_MARK);
    return Uint8Array.from(bytes);
  };
}

function upTo(last: number): Encoder {
  return singleByte((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code <= last ? code : undefined;
  });
}

/** The charsets that the platform can read are turned around to write them. */
function inverted(label: string): Encoder {
  const bytes = new Map<string, number>();
  const decoder = new TextDecoder(label);
  for (let byte = 0; byte < 256; byte++) {
    const character = decoder.decode(Uint8Array.of(byte));
    if (character !== "\ufffd" && !bytes.has(character)) bytes.set(character, byte);
  }
  return singleByte((character) => bytes.get(character));
}

const FIXED: ReadonlyMap<string, Encoder> = new Map([
  ["utf8", encodeUtf8],
  ["unicode11utf8", encodeUtf8],
  ["utf16", (text) => encodeUtf16(text, true, true)],
  ["unicode", (text) => encodeUtf16(text, true, true)],
  ["utf16be", (text) => encodeUtf16(text, true, false)],
  ["unicodebigunmarked", (text) => encodeUtf16(text, true, false)],
  ["utf16le", (text) => encodeUtf16(text, false, false)],
  ["unicodelittleunmarked", (text) => encodeUtf16(text, false, false)],
  ["latin1", upTo(0xff)],
  ["l1", upTo(0xff)],
  ["iso88591", upTo(0xff)],
  ["88591", upTo(0xff)],
  ["cp819", upTo(0xff)],
  ["ibm819", upTo(0xff)],
  ["usascii", upTo(0x7f)],
  ["ascii", upTo(0x7f)],
  ["ascii7", upTo(0x7f)],
  ["iso646us", upTo(0x7f)],
  ["cp367", upTo(0x7f)],
  ["koi8r", inverted("koi8-r")],
  ["koi8u", inverted("koi8-u")],
]);

const ISO_PARTS = new Set(["2", "3", "4", "5", "6", "7", "8", "13", "15", "16"]);
const made = new Map<string, Encoder>();

/**
 * The encoder of a charset by any of its usual names; undefined for one that isn't known. Those of several bytes a character
 * other than Unicode's aren't.
 */
export function encoderOf(charset: string): Encoder | undefined {
  const name = charset.toLowerCase().replace(/[-_:]/gu, "");
  const fixed = FIXED.get(name) ?? made.get(name);
  if (fixed !== undefined) return fixed;
  const label = labelOf(name);
  if (label === undefined) return undefined;
  const encoder = inverted(label);
  made.set(name, encoder);
  return encoder;
}

function labelOf(name: string): string | undefined {
  const [, part] = /^iso8859(\d{1,2})$/u.exec(name) ?? [];
  if (part !== undefined && ISO_PARTS.has(part)) return `iso-8859-${part}`;
  const [, page] = /^(?:windows|cp)(125[0-8])$/u.exec(name) ?? [];
  return page === undefined ? undefined : `windows-${page}`;
}
