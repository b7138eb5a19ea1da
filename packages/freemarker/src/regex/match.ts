import { holds } from "./assertions.ts";
import { graphemeEnd } from "./grapheme.ts";
import { LoopMachine, SETTLE, UNDO } from "./loops.ts";
import { Op } from "./program.ts";

const UNBOUNDED = 0x7fffffff;

/**
 * Runs one program on one input. Matching is a loop over instructions with its own stack of things to try, so the input's
 * length never shows on the JavaScript stack.
 *
 * What it undoes on backtracking is exactly what Java does: a group set inside a lookahead, an atomic group or a turn of a
 * loop that Java takes for deterministic keeps its value when the match fails later.
 */
export class Machine extends LoopMachine {
  private leadEnd = -1;
  private whole = false;
  private lastEnd = 0;

  /** Finds the first match that begins at `from` or later; `lastEnd` is where the last match ended, for `\G`. */
  find(from: number, lastEnd: number): boolean {
    this.begin(false, lastEnd);
    try {
      return this.search(from);
    } finally {
      this.end();
    }
  }

  /** Matches the whole input. */
  matchWhole(): boolean {
    this.begin(true, 0);
    try {
      return this.run(0);
    } finally {
      this.end();
    }
  }

  private begin(whole: boolean, lastEnd: number): void {
    this.whole = whole;
    this.lastEnd = lastEnd;
    const { registers } = this;
    // A loop is faster than fill() on the few there are.
    for (let i = 0; i < registers.length; i++) registers[i] = -1;
    this.openStack();
    this.fuel -= registers.length >> 3;
  }

  private end(): void {
    this.closeStack();
    this.charge();
  }

  private search(from: number): boolean {
    const { program, input } = this;
    const last = input.length - program.minLength;
    if (program.anchored) return from === 0 && last >= 0 && this.run(0);
    let at = from;
    while (at <= last) {
      const start = this.candidate(at, last);
      this.fuel -= 1 + ((start - at) >> 3);
      if (start > last) return false;
      this.leadEnd = -1;
      if (program.soleRun < 0 ? this.run(start) : this.runSole(start)) return true;
      at = start + 1;
      if (this.leadEnd > start) at = this.leadEnd + 1;
      else if (program.byCodePoint && this.splitsPair(at)) at++;
      if (this.fuel < 0) this.charge();
    }
    return false;
  }

  private runSole(start: number): boolean {
    const end = this.scan(this.program.soleRun, start, UNBOUNDED);
    this.registers[0] = start;
    this.registers[1] = end;
    return end > start;
  }

  private run(start: number): boolean {
    const { code, texts, asserts, leadRun, settles } = this.program;
    const input = this.input;
    const length = input.length;
    const registers = this.registers;
    let stack = this.stack;
    let room = stack.length - 16;
    let sp = 0;
    let pc = 0;
    let pos = start;
    let argument = 0;
    for (;;) {
      if (--this.fuel < 0) this.charge();
      if (sp > room) {
        stack = this.growStack();
        room = stack.length - 16;
      }
      // Each instruction either goes on with the next turn or falls out of the switch: failed.
      switch (code[pc] ?? 0) {
        case Op.accept:
          if (this.whole && pos !== length) break;
          if (settles) this.settle(0, sp);
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
          const end = this.one(code[pc + 1] ?? 0, pos);
          if (end < 0) break;
          pos = end;
          pc += 2;
          continue;
        }
        case Op.text: {
          const size = code[pc + 2] ?? 0;
          this.fuel -= size >> 3;
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
          if (min === 1) least = this.one(set, pos);
          else if (min > 1) {
            least = this.scan(set, pos, min);
            if (this.count < min) least = -1;
          }
          if (least < 0) break;
          const end = max > min ? this.scan(set, least, max === UNBOUNDED ? max : max - min) : least;
          if (pc === leadRun) this.leadEnd = end;
          const stop = this.back(end, least, code[pc + 4] ?? -1);
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
          const stop = this.back(this.before(pos, argument), argument, code[pc + 1] ?? -1);
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
            pos = this.scan(set, pos, min);
            if (this.count < min) break;
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
          const end = this.one(code[pc + 1] ?? 0, pos);
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
          pos = this.scan(code[pc + 1] ?? 0, pos, code[pc + 3] ?? 0);
          if (this.count < (code[pc + 2] ?? 0)) break;
          pc += 4;
          continue;
        }
        case Op.assert: {
          const test = asserts[code[pc + 1] ?? 0] ?? "begin";
          const held = holds(test, input, pos, this.lastEnd, this.meter);
          this.chargeMeter();
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
        case Op.mark:
          registers[code[pc + 2] ?? 0] = pos;
          registers[code[pc + 1] ?? 0] = sp;
          pc += 3;
          continue;
        case Op.cut:
          if (settles) this.settle(registers[code[pc + 1] ?? 0] ?? 0, sp);
          sp = registers[code[pc + 1] ?? 0] ?? 0;
          pc += 2;
          continue;
        case Op.cutBack:
          if (settles) this.settle(registers[code[pc + 1] ?? 0] ?? 0, sp);
          sp = registers[code[pc + 1] ?? 0] ?? 0;
          pos = registers[code[pc + 2] ?? 0] ?? 0;
          pc += 3;
          continue;
        case Op.cutFail:
          if (settles) this.settle(registers[code[pc + 1] ?? 0] ?? 0, sp);
          sp = registers[code[pc + 1] ?? 0] ?? 0;
          break;
        case Op.behindEnd:
          if (pos !== registers[code[pc + 1] ?? 0]) break;
          pc += 2;
          continue;
        case Op.backReference: {
          const end = this.repeated(code[pc + 1] ?? 0, code[pc + 2] ?? 0, pos);
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
          pos = graphemeEnd(input, pos, this.meter);
          this.chargeMeter();
          pc++;
          continue;
        }
        default: {
          this.sp = sp;
          const went = this.step(pc, pos);
          sp = this.sp;
          if (!went) break;
          pc = this.pc;
          pos = this.pos;
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
          const group = (kind > SETTLE ? UNDO : SETTLE) - kind;
          registers[group] = a;
          registers[group + 1] = b;
        }
      }
    }
  }
}
