import { compileRegex, type Regex, type RegexFlags } from "./regex.ts";

const MAX_ENTRIES = 200;
/** Longer patterns are compiled anew each time, so that the cache stays small whatever is put into it. */
const MAX_SOURCE = 5000;

/** Keeps the patterns used last, by source and flags. */
export class RegexCache {
  readonly #regexes = new Map<string, Regex>();
  readonly #max: number;

  constructor(max = MAX_ENTRIES) {
    this.#max = max;
  }

  /** How many patterns are kept. */
  get size(): number {
    return this.#regexes.size;
  }

  /** The compiled pattern; faults are `compileRegex`'s, and are not kept. */
  get(source: string, flags: RegexFlags): Regex {
    if (source.length > MAX_SOURCE) return compileRegex(source, flags);
    const key = keyOf(source, flags);
    const known = this.#regexes.get(key);
    if (known !== undefined) {
      // What is used last goes to the end; while there is room, no one minds the order.
      if (this.#regexes.size * 2 > this.#max) {
        this.#regexes.delete(key);
        this.#regexes.set(key, known);
      }
      return known;
    }
    const regex = compileRegex(source, flags);
    this.#regexes.set(key, regex);
    if (this.#regexes.size > this.#max) {
      for (const oldest of this.#regexes.keys()) {
        this.#regexes.delete(oldest);
        break;
      }
    }
    return regex;
  }
}

function keyOf(source: string, { caseInsensitive, multiline, dotAll, comments }: RegexFlags): string {
  if (!caseInsensitive && !multiline && !dotAll && !comments) return `/${source}`;
  return `${caseInsensitive ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}${comments ? "c" : ""}/${source}`;
}

/** The cache all templates share. */
export const regexCache = new RegexCache();
