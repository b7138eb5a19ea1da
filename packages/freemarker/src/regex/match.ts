import { holds } from "./assertions.ts";
import { fold, toLower } from "./folding.ts";
import { graphemeEnd, type Meter } from "./grapheme.ts";
import { Op, type Program } from "./program.ts";
import { giveStack, grownStack, takeStack } from "./stack.ts";

/** What a match may cost; `spend` throws the caller's error when too much is spent. */
export interface Budget {
  spend(steps: number): void;
}

const CHUNK = 1024;
const UNDO = -1;
const UNBOUNDED = 0x7fffffff;

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

/**
 * Runs one program on one input. Matching is a loop over instructions with its own stack of things to try, so the input's
 * length never shows on the JavaScript stack.
 *
 * What it undoes on backtracking is exactly what Java does: a group set inside a lookahead, an atomic group or a turn of a
 * loop that Java takes for deterministic keeps its value when the match fails later.
 */
export class Machine {
  /** Group bounds, then the program's own registers. */
  readonly registers: Int32Array;
  readonly #program: Program;
  readonly #input: string;
  readonly #budget: Budget;
  readonly #meter: Meter = { extra: 0 };
  #stack: Int32Array = new Int32Array(0);
  #fuel = CHUNK;
  #leadEnd = -1;
  /** How many code points the last scan passed. */
  #count = 0;
  #whole = false;
  #lastEnd = 0;

  constructor(program: Program, input: string, budget: Budget) {
    this.#program = program;
    this.#input = input;
    this.#budget = budget;
    this.registers = new Int32Array(program.registers);
  }

  /** Finds the first match that begins at `from` or later; `lastEnd` is where the last match ended, for `\G`. */
  find(from: number, lastEnd: number): boolean {
    this.#begin(false, lastEnd);
    try {
      return this.#search(from);
    } finally {
      this.#end();
    }
  }

  /** Matches the whole input. */
  matchWhole(): boolean {
    this.#begin(true, 0);
    try {
      return this.#run(0);
    } finally {
      this.#end();
    }
  }

  #begin(whole: boolean, lastEnd: number): void {
    this.#whole = whole;
    this.#lastEnd = lastEnd;
    this.registers.fill(-1);
    this.#stack = takeStack();
    this.#fuel = CHUNK - (this.registers.length >> 3);
  }

  #end(): void {
    giveStack(this.#stack);
    this.#stack = new Int32Array(0);
    this.#budget.spend(CHUNK - this.#fuel);
    this.#fuel = CHUNK;
  }

  #refill(): void {
    const spent = CHUNK - this.#fuel;
    this.#fuel = CHUNK;
    this.#budget.spend(spent);
  }

  #search(from: number): boolean {
    const program = this.#program;
    const input = this.#input;
    const last = input.length - program.minLength;
    if (program.anchored) return from === 0 && last >= 0 && this.#run(0);
    let at = from;
    while (at <= last) {
      const start = this.#candidate(at, last);
      this.#fuel -= 1 + ((start - at) >> 3);
      if (start > last) return false;
      this.#leadEnd = -1;
      if (this.#run(start)) return true;
      at = start + 1;
      if (this.#leadEnd > start) at = this.#leadEnd + 1;
      else if (program.byCodePoint && isHigh(input.charCodeAt(start)) && isLow(input.charCodeAt(at))) at++;
      if (this.#fuel < 0) this.#refill();
    }
    return false;
  }

  /** The next index at or after `at` where a match may begin; beyond `last` if there is none. */
  #candidate(at: number, last: number): number {
    const { prefix, first, firstOther } = this.#program;
    const input = this.#input;
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
  #scan(set: number, at: number, max: number): number {
    const input = this.#input;
    const latin = this.#program.latin;
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
        const width = this.#wide(set, pos, unit);
        if (width === 0) break;
        pos += width;
      }
      count++;
    }
    this.#count = count;
    this.#fuel -= count >> 3;
    return pos;
  }

  /** The width of the code point above 255 at `pos` if it is in the set; else 0. */
  #wide(set: number, pos: number, unit: number): number {
    const chars = this.#program.sets[set];
    if (chars === undefined) return 0;
    this.#fuel -= chars.cost;
    if (isHigh(unit) && isLow(this.#input.charCodeAt(pos + 1))) {
      return chars.has(this.#input.codePointAt(pos) ?? 0) ? 2 : 0;
    }
    return chars.has(unit) ? 1 : 0;
  }

  /** Where a set's code point at `pos` ends; -1 if it is not in the set. */
  #one(set: number, pos: number): number {
    if (pos >= this.#input.length) return -1;
    const unit = this.#input.charCodeAt(pos);
    if (unit < 256) {
      const word = this.#program.latin[(set << 3) + (unit >> 5)] ?? 0;
      return ((word >>> (unit & 31)) & 1) === 1 ? pos + 1 : -1;
    }
    const width = this.#wide(set, pos, unit);
    return width === 0 ? -1 : pos + width;
  }

  /** The index one code point before `pos`, not before `least`. */
  #before(pos: number, least: number): number {
    const input = this.#input;
    if (isLow(input.charCodeAt(pos - 1)) && pos - 2 >= least && isHigh(input.charCodeAt(pos - 2)))
      return pos - 2;
    return pos - 1;
  }

  /** Goes back from `pos`, not before `least`, to where the code unit `look` follows; -1 if it nowhere does. */
  #back(pos: number, least: number, look: number): number {
    if (look < 0) return pos < least ? -1 : pos;
    let at = pos;
    while (at >= least && this.#input.charCodeAt(at) !== look) at--;
    this.#fuel -= (pos - at) >> 3;
    return at < least ? -1 : at;
  }

  /** Where what a group matched ends if it stands at `pos` again; -1 if not. */
  #repeated(group: number, folding: number, pos: number): number {
    const input = this.#input;
    if (group > this.#program.groupCount) return -1;
    const start = this.registers[2 * group] ?? -1;
    const end = this.registers[2 * group + 1] ?? -1;
    if (start < 0) return -1;
    const stop = pos + end - start;
    if (stop > input.length) return -1;
    this.#fuel -= (end - start) >> 2;
    const kind = this.#program.foldings[folding] ?? "none";
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
  #stepsBack(at: number, count: number, byCodePoint: boolean): number {
    if (!byCodePoint || count <= 0) return at - count;
    let pos = at;
    let left = count;
    while (left > 0 && pos > 0) {
      pos = this.#before(pos, 0);
      left--;
    }
    this.#fuel -= (count - left) >> 2;
    return pos - left;
  }

  #run(start: number): boolean {
    const { code, texts, asserts, leadRun } = this.#program;
    const input = this.#input;
    const length = input.length;
    const registers = this.registers;
    let stack = this.#stack;
    let room = stack.length - 16;
    let sp = 0;
    let pc = 0;
    let pos = start;
    let argument = 0;
    for (;;) {
      if (--this.#fuel < 0) this.#refill();
      if (sp > room) {
        stack = grownStack(stack);
        this.#stack = stack;
        room = stack.length - 16;
      }
      // Each instruction either goes on with the next turn or falls out of the switch: failed.
      switch (code[pc]) {
        case Op.accept:
          if (this.#whole && pos !== length) break;
          registers[0] = start;
          registers[1] = pos;
          return true;
        case Op.char:
          if (input.charCodeAt(pos) !== code[pc + 1]) break;
          pos++;
          pc += 2;
          continue;
        case Op.char2: {
          const unit = input.charCodeAt(pos);
          if (unit !== code[pc + 1] && unit !== code[pc + 2]) break;
          pos++;
          pc += 3;
          continue;
        }
        case Op.set: {
          const end = this.#one(code[pc + 1] ?? 0, pos);
          if (end < 0) break;
          pos = end;
          pc += 2;
          continue;
        }
        case Op.text: {
          const size = code[pc + 2] ?? 0;
          this.#fuel -= size >> 3;
          if (!input.startsWith(texts[code[pc + 1] ?? 0] ?? "", pos)) break;
          pos += size;
          pc += 3;
          continue;
        }
        case Op.codePoint:
          if (pos >= length || input.codePointAt(pos) !== code[pc + 1]) break;
          pos += (code[pc + 1] ?? 0) > 0xffff ? 2 : 1;
          pc += 2;
          continue;
        case Op.jump:
          pc = code[pc + 1] ?? 0;
          continue;
        case Op.fork:
          stack[sp++] = code[pc + 1] ?? 0;
          stack[sp++] = pos;
          stack[sp++] = 0;
          pc += 2;
          continue;
        case Op.run: {
          const set = code[pc + 1] ?? 0;
          const min = code[pc + 2] ?? 0;
          const max = code[pc + 3] ?? 0;
          let least = pos;
          if (min === 1) least = this.#one(set, pos);
          else if (min > 1) {
            least = this.#scan(set, pos, min);
            if (this.#count < min) least = -1;
          }
          if (least < 0) break;
          const end = max > min ? this.#scan(set, least, max === UNBOUNDED ? max : max - min) : least;
          if (pc === leadRun) this.#leadEnd = end;
          const stop = this.#back(end, least, code[pc + 4] ?? -1);
          if (stop < 0) break;
          if (stop > least) {
            stack[sp++] = pc + 5;
            stack[sp++] = stop;
            stack[sp++] = least;
          }
          pos = stop;
          pc += 7;
          continue;
        }
        case Op.runBack: {
          const stop = this.#back(this.#before(pos, argument), argument, code[pc + 1] ?? -1);
          if (stop < 0) break;
          if (stop > argument) {
            stack[sp++] = pc;
            stack[sp++] = stop;
            stack[sp++] = argument;
          }
          pos = stop;
          pc += 2;
          continue;
        }
        case Op.runLazy: {
          const set = code[pc + 1] ?? 0;
          const min = code[pc + 2] ?? 0;
          const max = code[pc + 3] ?? 0;
          if (min > 0) {
            pos = this.#scan(set, pos, min);
            if (this.#count < min) break;
          }
          if (max > min) {
            stack[sp++] = pc + 4;
            stack[sp++] = pos;
            stack[sp++] = max - min;
          }
          pc += 6;
          continue;
        }
        case Op.runLazyMore: {
          const end = this.#one(code[pc + 1] ?? 0, pos);
          if (end < 0) break;
          pos = end;
          if (argument > 1) {
            stack[sp++] = pc;
            stack[sp++] = pos;
            stack[sp++] = argument - 1;
          }
          pc += 2;
          continue;
        }
        case Op.runPossessive: {
          pos = this.#scan(code[pc + 1] ?? 0, pos, code[pc + 3] ?? 0);
          if (this.#count < (code[pc + 2] ?? 0)) break;
          pc += 4;
          continue;
        }
        case Op.assert: {
          const test = asserts[code[pc + 1] ?? 0] ?? "begin";
          const meter = this.#meter;
          const held = holds(test, input, pos, this.#lastEnd, meter);
          this.#fuel -= meter.extra;
          meter.extra = 0;
          if (!held) break;
          pc += 2;
          continue;
        }
        case Op.open: {
          const slot = code[pc + 1] ?? 0;
          stack[sp++] = UNDO;
          stack[sp++] = slot;
          stack[sp++] = registers[slot] ?? -1;
          registers[slot] = pos;
          pc += 2;
          continue;
        }
        case Op.openOnce:
          registers[code[pc + 1] ?? 0] = pos;
          pc += 2;
          continue;
        case Op.close: {
          const group = code[pc + 2] ?? 0;
          stack[sp++] = -1 - group;
          stack[sp++] = registers[group] ?? -1;
          stack[sp++] = registers[group + 1] ?? -1;
          registers[group] = registers[code[pc + 1] ?? 0] ?? 0;
          registers[group + 1] = pos;
          pc += 3;
          continue;
        }
        case Op.loopEnter: {
          const count = code[pc + 1] ?? 0;
          const max = code[pc + 3] ?? 0;
          stack[sp++] = UNDO;
          stack[sp++] = count;
          stack[sp++] = registers[count] ?? 0;
          const must = (code[pc + 2] ?? 0) > 0;
          const lazy = code[pc + 4] === 1;
          if (!must && max > 0) {
            stack[sp++] = lazy ? pc + 6 : (code[pc + 5] ?? 0);
            stack[sp++] = pos;
            stack[sp++] = 0;
          }
          const enter = must || (!lazy && max > 0);
          registers[count] = enter ? 1 : 0;
          pc = enter ? pc + 8 : (code[pc + 5] ?? 0);
          continue;
        }
        case Op.loopMore: {
          const count = code[pc + 1] ?? 0;
          stack[sp++] = UNDO;
          stack[sp++] = count;
          stack[sp++] = registers[count] ?? 0;
          registers[count] = (registers[count] ?? 0) + 1;
          pc += 2;
          continue;
        }
        case Op.loop: {
          const done = registers[code[pc + 1] ?? 0] ?? 0;
          const moved = pos > (registers[code[pc + 2] ?? 0] ?? 0);
          const more = code[pc + 6] ?? 0;
          if (moved && done < (code[pc + 3] ?? 0)) pc = more;
          else if (moved && done < (code[pc + 4] ?? 0)) {
            const lazy = code[pc + 5] === 1;
            stack[sp++] = lazy ? more : (code[pc + 7] ?? 0);
            stack[sp++] = pos;
            stack[sp++] = 0;
            pc = lazy ? (code[pc + 7] ?? 0) : more;
          } else pc = code[pc + 7] ?? 0;
          continue;
        }
        case Op.mark:
          registers[code[pc + 2] ?? 0] = pos;
          registers[code[pc + 1] ?? 0] = sp;
          pc += 3;
          continue;
        case Op.cut:
          sp = registers[code[pc + 1] ?? 0] ?? 0;
          pc += 2;
          continue;
        case Op.cutBack:
          sp = registers[code[pc + 1] ?? 0] ?? 0;
          pos = registers[code[pc + 2] ?? 0] ?? 0;
          pc += 3;
          continue;
        case Op.cutFail:
          sp = registers[code[pc + 1] ?? 0] ?? 0;
          break;
        case Op.behind: {
          const byCodePoint = code[pc + 5] === 1;
          const next = code[pc + 2] ?? 0;
          const farthest = Math.max(this.#stepsBack(pos, code[pc + 4] ?? 0, byCodePoint), 0);
          registers[next] = farthest;
          pos = this.#stepsBack(pos, code[pc + 3] ?? 0, byCodePoint);
          if (pos < farthest) break;
          stack[sp++] = pc + 6;
          stack[sp++] = byCodePoint && pos > farthest ? this.#before(pos, 0) : pos - 1;
          stack[sp++] = 0;
          pc += 9;
          continue;
        }
        case Op.behindTry: {
          const farthest = registers[code[pc + 1] ?? 0] ?? 0;
          if (pos < farthest) break;
          stack[sp++] = pc;
          stack[sp++] = code[pc + 2] === 1 && pos > farthest ? this.#before(pos, 0) : pos - 1;
          stack[sp++] = 0;
          pc += 3;
          continue;
        }
        case Op.behindEnd:
          if (pos !== registers[code[pc + 1] ?? 0]) break;
          pc += 2;
          continue;
        case Op.zero: {
          const count = code[pc + 1] ?? 0;
          stack[sp++] = UNDO;
          stack[sp++] = count;
          stack[sp++] = registers[count] ?? 0;
          registers[count] = 0;
          pc += 2;
          continue;
        }
        case Op.turn: {
          const done = registers[code[pc + 1] ?? 0] ?? 0;
          if (done >= (code[pc + 5] ?? 0)) {
            pc = code[pc + 7] ?? 0;
            continue;
          }
          const mark = code[pc + 2] ?? 0;
          registers[mark] = sp;
          if (done >= (code[pc + 4] ?? 0)) {
            stack[sp++] = code[pc + 7] ?? 0;
            stack[sp++] = pos;
            stack[sp++] = 0;
            if (code[pc + 6] === 0) registers[mark] = sp;
          }
          registers[code[pc + 3] ?? 0] = pos;
          pc += 8;
          continue;
        }
        case Op.turnLazy: {
          const done = registers[code[pc + 1] ?? 0] ?? 0;
          if (done < (code[pc + 4] ?? 0)) {
            registers[code[pc + 2] ?? 0] = sp;
            registers[code[pc + 3] ?? 0] = pos;
            pc += 13;
            continue;
          }
          if (done < (code[pc + 5] ?? 0)) {
            stack[sp++] = pc + 8;
            stack[sp++] = pos;
            stack[sp++] = 0;
          }
          pc = code[pc + 7] ?? 0;
          continue;
        }
        case Op.turnLazyMore:
          registers[code[pc + 2] ?? 0] = sp;
          registers[code[pc + 3] ?? 0] = pos;
          pc += 5;
          continue;
        case Op.turnEnd: {
          const count = code[pc + 1] ?? 0;
          const from = registers[code[pc + 3] ?? 0] ?? 0;
          const min = code[pc + 4] ?? 0;
          const mode = code[pc + 5] ?? 0;
          const group = code[pc + 6] ?? 0;
          const done = registers[count] ?? 0;
          const still = pos === from;
          sp = registers[code[pc + 2] ?? 0] ?? 0;
          if (mode === 3) {
            pc += 8;
            continue;
          }
          if (still && done >= min) {
            // A turn that matches nothing ends the loop; its way out is still on the stack.
            if (mode === 1) break;
            if (mode === 0) sp -= 3;
            pc += 8;
            continue;
          }
          if (mode !== 2) {
            stack[sp++] = -1 - group;
            stack[sp++] = group > 0 ? (registers[group] ?? -1) : count;
            stack[sp++] = group > 0 ? (registers[group + 1] ?? -1) : done;
            if (group > 0) {
              stack[sp++] = UNDO;
              stack[sp++] = count;
              stack[sp++] = done;
              registers[group] = from;
              registers[group + 1] = pos;
            }
          }
          // Further turns that match nothing change nothing.
          registers[count] = still ? min : done + 1;
          pc = still ? pc + 8 : (code[pc + 7] ?? 0);
          continue;
        }
        case Op.backReference: {
          const end = this.#repeated(code[pc + 1] ?? 0, code[pc + 2] ?? 0, pos);
          if (end < 0) break;
          pos = end;
          pc += 3;
          continue;
        }
        case Op.lineBreak: {
          const unit = pos < length ? input.charCodeAt(pos) : 0;
          if ((unit < 10 || unit > 13) && unit !== 0x85 && unit !== 0x2028 && unit !== 0x2029) break;
          pos++;
          pc++;
          if (unit === 13 && input.charCodeAt(pos) === 10) {
            stack[sp++] = pc;
            stack[sp++] = pos;
            stack[sp++] = 0;
            pos++;
          }
          continue;
        }
        case Op.grapheme: {
          if (pos >= length) break;
          pos = graphemeEnd(input, pos, this.#meter);
          this.#fuel -= this.#meter.extra;
          this.#meter.extra = 0;
          pc++;
          continue;
        }
      }
      // Failed: undo, up to the last thing left to try.
      for (;;) {
        if (sp === 0) return false;
        sp -= 3;
        const kind = stack[sp] ?? 0;
        const a = stack[sp + 1] ?? 0;
        const b = stack[sp + 2] ?? 0;
        if (kind >= 0) {
          pc = kind;
          pos = a;
          argument = b;
          break;
        }
        if (kind === UNDO) registers[a] = b;
        else {
          registers[-1 - kind] = a;
          registers[-kind] = b;
        }
      }
    }
  }
}
