import { type CollationElement, collationTable } from "./collation-table.ts";

/** How strings are sorted in a locale. */
export interface Collator {
  /** What stands for a text in `compare`. */
  sortKey(text: string): string;
  /** Negative, zero or positive, for two sort keys. */
  compare(a: string, b: string): number;
}

const collators = new Map<string, Collator>();

/** Languages whose order Java keeps no rules of its own for sort by `Intl`, ignoring spaces and hyphens first as Java does. */
const TAILORED = new Set(
  "ar be bg cs da el es et fi he hi hr hu is ja ko lt lv mk nb nn no pl ro ru sk sl sr sv th tr uk vi zh iw".split(
    " ",
  ),
);

/** Languages in which the last accent of a word tells more than the first. */
const BACKWARD_ACCENTS = new Set(["fr", "ca", "sq"]);

/** The collator of a locale, such as `en_US`. */
export function collatorOf(locale: string): Collator {
  const language = locale.split(/[_-]/u, 1)[0] ?? "";
  let collator = collators.get(language);
  if (collator === undefined) {
    collator = TAILORED.has(language)
      ? new LanguageCollator(language)
      : new RootCollator(BACKWARD_ACCENTS.has(language));
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

let table: ReadonlyMap<string, readonly CollationElement[]> | undefined;

/** Sorts as Java does where a language has no rules of its own. */
class RootCollator implements Collator {
  private readonly backwardAccents: boolean;

  constructor(backwardAccents: boolean) {
    this.backwardAccents = backwardAccents;
  }

  sortKey(text: string): string {
    const primaries: number[] = [];
    const secondaries: number[] = [];
    const tertiaries: number[] = [];
    for (const char of text) {
      for (const { primary, secondary, tertiary } of elementsOf(char)) {
        if (primary > 0) primaries.push(primary);
        if (primary > 0 || secondary > 0) {
          secondaries.push(secondary + 1);
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
}

/** A character with a place in the order, or its parts where all of them have one; others come last, by their code. */
function elementsOf(char: string): readonly CollationElement[] {
  table ??= collationTable();
  const elements = table.get(char);
  if (elements !== undefined) return elements;
  const parts = Array.from(char.normalize("NFD"), (part) => table?.get(part));
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
    if (secondaries[i] !== 1) continue;
    for (let accent = i + 1; accent < end; accent++) backward.push(secondaries[accent] ?? 0);
    backward.push(1);
    end = i;
  }
  for (let accent = 0; accent < end; accent++) backward.push(secondaries[accent] ?? 0);
  return backward;
}

function units(codes: readonly number[]): string {
  let text = "";
  for (const code of codes) text += String.fromCharCode(code);
  return text;
}
