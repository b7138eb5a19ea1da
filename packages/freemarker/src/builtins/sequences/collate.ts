import { type CollationElement, collationTable } from "./collation-table.ts";

/** How strings are sorted in a locale. */
export interface Collator {
  /** What stands for a text in `compare`. */
  sortKey(text: string): string;
  /** Negative, zero or positive, for two sort keys. */
  compare(a: string, b: string): number;
}

const collators = new Map<string, Collator>();

const CYRILLIC =
  "а,А б,Б в,В г,Г;ґ,Ґ;ѓ,Ѓ д,Д ђ,Ђ е,Е;ё,Ё є,Є ж,Ж з,З ѕ,Ѕ и,И і,І ї,Ї й,Й ј,Ј к,К;ќ,Ќ л,Л љ,Љ м,М н,Н њ,Њ " +
  "о,О п,П р,Р с,С т,Т ћ,Ћ у,У ў,Ў ф,Ф х,Х ц,Ц ч,Ч џ,Џ ш,Ш щ,Щ ъ,Ъ ы,Ы";
const RUSSIAN = { z: `${CYRILLIC} ь,Ь э,Э ю,Ю я,Я` };
const NORWEGIAN = { d: "Ð,ð", v: "w,W", y: ",,ü;Ü", z: "æ,Æ ä,Ä ø,Ø ö,Ö ő,Ő å,Å" };

/** The letters of their own that languages have, as `collationTable` takes them. */
const OWN_LETTERS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map<
  string,
  Readonly<Record<string, string>>
>([
  ["es", { n: "ñ,Ñ" }],
  ["pl", { a: "ą,Ą", c: "ć,Ć", d: "đ,Đ", e: "ę,Ę", l: "ł,Ł", n: "ń,Ń", o: "ó,Ó", s: "ś,Ś", z: "ź,Ź ż,Ż" }],
  ["tr", { a: "ä,Ä", c: "ç,Ç", g: "ğ,Ğ", h: "ı,I", i: "i,İ ĳ,Ĳ", o: "ö,Ö", s: "ş,Ş", u: "ü,Ü" }],
  // Without the letters that are written as two: ch, cs, dz, gy, ly, nj, ny, sz, zs.
  ["cs", { c: "č,Č", r: "ř,Ř", s: "š,Š", z: "ž,Ž" }],
  ["sk", { a: "ä,Ä", c: "č,Č", d: "đ,Đ", l: "ł,Ł", o: "ô,Ô", r: "ř,Ř", s: "š,Š", z: "ž,Ž ż,Ż" }],
  ["hr", { c: "č,Č ć,Ć", d: "đ,Đ", s: "š,Š", z: "ž,Ž" }],
  ["sl", { c: "č,Č ć,Ć", d: "đ,Đ", l: "ł,Ł", s: "š,Š ś,Ś", z: "ž,Ž ź,Ź ż,Ż" }],
  ["hu", { d: "đ,Đ", o: "ö,Ö ő,Ő", u: "ü,Ü ű,Ű" }],
  ["ro", { a: "ă,Ă", d: "đ,Đ", i: "î,Î", s: "ş,Ş", t: "ţ,Ţ", z: "ż,Ż" }],
  ["sv", { v: ";w,W", y: ",,ü,Ü;ű,Ű", z: "å,Å ä,Ä æ,Æ ö,Ö ő,Ő;ø,Ø" }],
  ["fi", { v: ";w,W", y: ";ű,Ű;ü,Ü", z: "å,Å ä,Ä ö,Ö ő,Ő;ø,Ø" }],
  ...["nb", "nn", "no"].map((language): [string, Readonly<Record<string, string>>] => [language, NORWEGIAN]),
  ...["ru", "be", "bg", "mk", "sr"].map((language): [string, Readonly<Record<string, string>>] => [
    language,
    RUSSIAN,
  ]),
  ["uk", { z: `${CYRILLIC} э,Э ю,Ю я,Я ь,Ь` }],
]);

/** Languages whose rules aren't written down here sort by `Intl`, where spaces and hyphens count last, as they do in Java. */
const TAILORED = new Set("ar da el et he hi is iw ja ko lt lv th vi zh".split(" "));

/** Languages in which the last accent of a word tells more than the first. */
const BACKWARD_ACCENTS = new Set(["fr", "ca", "sq"]);

/** The collator of a locale, such as `en_US`. */
export function collatorOf(locale: string): Collator {
  const language = locale.split(/[_-]/u, 1)[0] ?? "";
  let collator = collators.get(language);
  if (collator === undefined) {
    collator = TAILORED.has(language)
      ? new LanguageCollator(language)
      : new TableCollator(collationTable(OWN_LETTERS.get(language) ?? {}), BACKWARD_ACCENTS.has(language));
    if (collators.size < 100) collators.set(language, collator);
  }
  return collator;
}

class LanguageCollator implements Collator {
  private readonly collator: Intl.Collator;

  constructor(language: string) {
    this.collator = new Intl.Collator(language, { ignorePunctuation: true });
  }

  sortKey(text: string): string {
    return text;
  }

  compare(a: string, b: string): number {
    return this.collator.compare(a, b) || (a < b ? -1 : Number(a > b));
  }
}

/** What lifts accents above the differences of letters. */
const ACCENTS = 8;

/** How many characters are remembered that have no row in the table. */
const MOST_COMPOSED = 5_000;

/** Sorts as Java does, by a table of its collation. */
class TableCollator implements Collator {
  private readonly table: ReadonlyMap<string, readonly CollationElement[]>;
  private readonly backwardAccents: boolean;
  /** Characters without a row in the table. */
  private readonly composed = new Map<string, readonly CollationElement[]>();

  constructor(table: ReadonlyMap<string, readonly CollationElement[]>, backwardAccents: boolean) {
    this.table = table;
    this.backwardAccents = backwardAccents;
  }

  sortKey(text: string): string {
    const primaries: number[] = [];
    const secondaries: number[] = [];
    const tertiaries: number[] = [];
    for (const char of text) {
      for (const { primary, secondary, tertiary } of this.elementsOf(char)) {
        if (primary > 0) primaries.push(primary);
        if (primary > 0 || secondary > 0) {
          secondaries.push(primary > 0 ? secondary + 1 : secondary + ACCENTS);
          tertiaries.push(tertiary + 1);
        }
      }
    }
    const accents = this.backwardAccents ? lettersBackward(secondaries) : secondaries;
    return `${units(primaries)}\0${units(accents)}\0${units(tertiaries)}`;
  }

  compare(a: string, b: string): number {
    return a < b ? -1 : Number(a > b);
  }

  private elementsOf(char: string): readonly CollationElement[] {
    const known = this.table.get(char) ?? this.composed.get(char);
    if (known !== undefined) return known;
    const elements = elementsOf(char, this.table);
    if (this.composed.size < MOST_COMPOSED) this.composed.set(char, elements);
    return elements;
  }
}

/** A character with a place in the order, or its parts where all of them have one; others come last, by their code. */
function elementsOf(
  char: string,
  table: ReadonlyMap<string, readonly CollationElement[]>,
): readonly CollationElement[] {
  const elements = table.get(char);
  if (elements !== undefined) return elements;
  const parts = Array.from(char.normalize("NFD"), (part) => table.get(part));
  if (parts.length > 1 && parts.every((part) => part !== undefined)) return parts.flat();
  return [
    { primary: 0x7f_ff, secondary: 0, tertiary: 0 },
    { primary: ((char.codePointAt(0) ?? 0) & 0xff_ff) + 1, secondary: 0, tertiary: 0 },
  ];
}

/** Puts the letters of a text in reverse order, each after what follows it: its accents, spaces and hyphens, in their order. */
function lettersBackward(secondaries: readonly number[]): number[] {
  const backward: number[] = [];
  let end = secondaries.length;
  for (let i = end - 1; i >= 0; i--) {
    if ((secondaries[i] ?? 0) > ACCENTS) continue;
    for (let accent = i + 1; accent < end; accent++) backward.push(secondaries[accent] ?? 0);
    backward.push(secondaries[i] ?? 0);
    end = i;
  }
  for (let accent = 0; accent < end; accent++) backward.push(secondaries[accent] ?? 0);
  return backward;
}

/** As many arguments as a call can surely take. */
const AT_ONCE = 4096;

function units(codes: readonly number[]): string {
  if (codes.length <= AT_ONCE) return String.fromCharCode(...codes);
  let text = "";
  for (let i = 0; i < codes.length; i += AT_ONCE) text += String.fromCharCode(...codes.slice(i, i + AT_ONCE));
  return text;
}
