import { fold, toLower } from "./folding.ts";
import type { Meter } from "./grapheme.ts";
import type { Program } from "./program.ts";

/** What a match may cost; `spend` throws the caller's error when too much is spent. */
export interface Budget {
  readonly limits: { readonly valueSize: number };
  spend(steps: number): void;
  /** Pays for a text of a size, before it is made. */
  reserve(size: number): void;
}

const CHUNK = 1024;

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

/** An input under a program: reads it in code points and keeps account of the steps. */
export class Subject {
  /** Group bounds, then the program's own registers; -1 while unset. */
  readonly registers: number[];
  protected readonly program: Program;
  protected readonly input: string;
  protected readonly meter: Meter = { extra: 0 };
  /** Steps left before the budget is asked; helpers may take it below 0. */
  protected fuel = CHUNK;
  /** How many code points the last scan passed. */
  protected count = 0;
  readonly #budget: Budget;

  constructor(program: Program, input: string, budget: Budget) {
    this.program = program;
    this.input = input;
    this.#budget = budget;
    this.registers = [];
    for (let i = 0; i < program.registers; i++) this.registers.push(-1);
  }

  /** Charges the steps taken since the last time. */
  protected charge(): void {
    const spent = CHUNK - this.fuel;
    this.fuel = CHUNK;
    this.#budget.spend(spent);
  }

  /** Charges the steps a helper counted. */
  protected chargeMeter(): void {
    this.fuel -= this.meter.extra;
    this.meter.extra = 0;
  }

  /** Whether the code unit at `at` and the one before it are the halves of a pair. */
  protected splitsPair(at: number): boolean {
    return isLow(this.input.charCodeAt(at)) && isHigh(this.input.charCodeAt(at - 1));
  }

  /** The next index at or after `at` where a match may begin; beyond `last` if there is none. */
  protected candidate(at: number, last: number): number {
    const { prefix, first, firstOther } = this.program;
    const input = this.input;
    if (prefix !== "") {
      const found = input.indexOf(prefix, at);
      return found < 0 ? last + 1 : found;
    }
    if (first === undefined) return at;
    let start = at;
    while (start <= last) {
      const unit = input.charCodeAt(start);
      if (unit > 255) {
        if (firstOther) return start;
        // A pair's second half cannot begin a match of such patterns either.
        start++;
      } else if ((((first[unit >> 5] ?? 0) >>> (unit & 31)) & 1) === 1) return start;
      else start++;
    }
    return start;
  }

  /** Passes over up to `max` code points of a set from `at`; returns where it stopped and sets the count. */
  protected scan(set: number, at: number, max: number): number {
    const input = this.input;
    const latin = this.program.latin;
    const base = set << 3;
    const length = input.length;
    let pos = at;
    let count = 0;
    while (pos < length && count < max) {
      const unit = input.charCodeAt(pos);
      if (unit < 256) {
        if ((((latin[base + (unit >> 5)] ?? 0) >>> (unit & 31)) & 1) === 0) break;
        pos++;
      } else {
        const width = this.wide(set, pos, unit);
        if (width === 0) break;
        pos += width;
      }
      count++;
    }
    this.count = count;
    this.fuel -= count >> 3;
    return pos;
  }

  /** The width of the code point above 255 at `pos` if it is in the set; else 0. */
  protected wide(set: number, pos: number, unit: number): number {
    const chars = this.program.sets[set];
    if (chars === undefined) return 0;
    this.fuel -= chars.cost;
    if (isHigh(unit) && isLow(this.input.charCodeAt(pos + 1))) {
      return chars.has(this.input.codePointAt(pos) ?? 0) ? 2 : 0;
    }
    return chars.has(unit) ? 1 : 0;
  }

  /** Where a set's code point at `pos` ends; -1 if it is not in the set. */
  protected one(set: number, pos: number): number {
    if (pos >= this.input.length) return -1;
    const unit = this.input.charCodeAt(pos);
    if (unit < 256) {
      const word = this.program.latin[(set << 3) + (unit >> 5)] ?? 0;
      return ((word >>> (unit & 31)) & 1) === 1 ? pos + 1 : -1;
    }
    const width = this.wide(set, pos, unit);
    return width === 0 ? -1 : pos + width;
  }

  /** The index one code point before `pos`, not before `least`. */
  protected before(pos: number, least: number): number {
    const input = this.input;
    if (isLow(input.charCodeAt(pos - 1)) && pos - 2 >= least && isHigh(input.charCodeAt(pos - 2)))
      return pos - 2;
    return pos - 1;
  }

  /** Goes back from `pos`, not before `least`, to where the code unit `look` follows; -1 if it nowhere does. */
  protected back(pos: number, least: number, look: number): number {
    if (look < 0) return pos < least ? -1 : pos;
    let at = pos;
    while (at >= least && this.input.charCodeAt(at) !== look) at--;
    this.fuel -= (pos - at) >> 3;
    return at < least ? -1 : at;
  }

  /** Where what a group matched ends if it stands at `pos` again; -1 if not. */
  protected repeated(group: number, folding: number, pos: number): number {
    const input = this.input;
    if (group > this.program.groupCount) return -1;
    const start = this.registers[2 * group] ?? -1;
    const end = this.registers[2 * group + 1] ?? -1;
    if (start < 0) return -1;
    const stop = pos + end - start;
    if (stop > input.length) return -1;
    this.fuel -= (end - start) >> 2;
    const kind = this.program.foldings[folding] ?? "none";
    for (let i = start, j = pos; i < end; i++, j++) {
      const a = input.charCodeAt(i);
      const b = input.charCodeAt(j);
      if (a === b) continue;
      if (kind === "none") return -1;
      if (kind === "ascii" && (a > 127 || b > 127 || toLower(a) !== toLower(b))) return -1;
      if (kind === "unicode" && fold(a) !== fold(b)) return -1;
    }
    return stop;
  }

  /** Goes back a number of code points (or units) from `at`; the result may be negative. */
  protected stepsBack(at: number, count: number, byCodePoint: boolean): number {
    // In 32 bits, as Java computes it from lengths that may have overflowed.
    if (!byCodePoint) return (at - count) | 0;
    let pos = at;
    let left = count;
    while (left > 0 && pos > 0) {
      pos = this.before(pos, 0);
      left--;
    }
    this.fuel -= (count - left) >> 2;
    return pos - left;
  }
}
