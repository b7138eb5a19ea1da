import { giveStack, grownStack, NO_STACK, takeStack } from "./stack.ts";
import { Op } from "./program.ts";
import { Subject } from "./subject.ts";

/** Frames that begin with this undo a register; less than this, a group's two registers. */
export const UNDO = -1;

/** Frames that begin with this less a group's register are those of turns whose group `settle` sets again. */
export const SETTLE = -(1 << 24);

/**
 * The instructions of loops and lookbehinds. Each takes the instruction's index and the position, sets what comes next in
 * `pc` and `pos`, and returns false if it failed.
 */
export class LoopMachine extends Subject {
  protected stack: Int32Array = NO_STACK;
  protected sp = 0;
  protected pc = 0;
  protected pos = 0;

  /** Makes a stack ready. */
  protected openStack(): void {
    this.stack = takeStack();
  }

  /** Makes the stack larger. */
  protected growStack(): Int32Array {
    this.stack = grownStack(this.stack);
    return this.stack;
  }

  /** Gives the stack back. */
  protected closeStack(): void {
    giveStack(this.stack);
    this.stack = NO_STACK;
  }

  /** Runs one such instruction; there must be room for 16 words on the stack. */
  protected step(pc: number, pos: number): boolean {
    this.pos = pos;
    switch (this.program.code[pc] ?? 0) {
      case Op.loopEnter:
        return this.#loopEnter(pc, pos);
      case Op.loopMore:
        this.#setCount(
          this.program.code[pc + 1] ?? 0,
          (this.registers[this.program.code[pc + 1] ?? 0] ?? 0) + 1,
        );
        this.pc = pc + 2;
        return true;
      case Op.loop:
        return this.#loop(pc, pos);
      case Op.behind:
        return this.#behind(pc, pos);
      case Op.behindTry:
        return this.#behindFrom(pc, pos, this.registers[this.program.code[pc + 1] ?? 0] ?? 0);
      case Op.zero:
        this.#setCount(this.program.code[pc + 1] ?? 0, 0);
        this.pc = pc + 2;
        return true;
      case Op.turn:
        return this.#turn(pc, pos);
      case Op.turnLazy:
        return this.#turnLazy(pc, pos);
      case Op.turnLazyMore:
        return this.#beginTurn(pc, pos, pc + 5);
      default:
        return this.#turnEnd(pc, pos);
    }
  }

  /**
   * Does what Java does when what follows a greedy loop of a capturing group has matched: it sets the group to the loop's
   * last turn once more. If the loop stands in another loop, that undoes what the other's later turns have set. `from` is
   * how far down the stack to look, `to` where it ends.
   */
  protected settle(from: number, to: number): void {
    const stack = this.stack;
    this.fuel -= (to - from) >> 4;
    for (let at = to - 3; at >= from; at -= 3) {
      const kind = stack[at] ?? 0;
      if (kind > SETTLE) continue;
      // Below it is the turn's way out, with where the turn began and ended.
      this.registers[SETTLE - kind] = stack[at - 2] ?? 0;
      this.registers[SETTLE - kind + 1] = stack[at - 1] ?? 0;
      // Earlier turns of the same loop lie right below, each with its way out, its group and its count.
      while (stack[at - 9] === kind) at -= 9;
    }
  }

  #push(pc: number, pos: number, argument: number): void {
    const stack = this.stack;
    const sp = this.sp;
    stack[sp] = pc;
    stack[sp + 1] = pos;
    stack[sp + 2] = argument;
    this.sp = sp + 3;
  }

  #setCount(register: number, value: number): void {
    this.#push(UNDO, register, this.registers[register] ?? 0);
    this.registers[register] = value;
  }

  #loopEnter(pc: number, pos: number): boolean {
    const code = this.program.code;
    const next = code[pc + 5] ?? 0;
    const must = (code[pc + 2] ?? 0) > 0;
    const may = (code[pc + 3] ?? 0) > 0;
    const lazy = code[pc + 4] === 1;
    const enter = must || (!lazy && may);
    this.#setCount(code[pc + 1] ?? 0, enter ? 1 : 0);
    if (!must && may) this.#push(lazy ? pc + 6 : next, pos, 0);
    this.pc = enter ? pc + 8 : next;
    return true;
  }

  /** After a turn of a loop: once more, on, or first one and then the other. A turn that matched nothing is the last. */
  #loop(pc: number, pos: number): boolean {
    const code = this.program.code;
    const done = this.registers[code[pc + 1] ?? 0] ?? 0;
    const more = code[pc + 6] ?? 0;
    const next = code[pc + 7] ?? 0;
    if (pos <= (this.registers[code[pc + 2] ?? 0] ?? 0)) this.pc = next;
    else if (done < (code[pc + 3] ?? 0)) this.pc = more;
    else if (done < (code[pc + 4] ?? 0)) {
      const lazy = code[pc + 5] === 1;
      this.#push(lazy ? more : next, pos, 0);
      this.pc = lazy ? next : more;
    } else this.pc = next;
    return true;
  }

  #behind(pc: number, pos: number): boolean {
    const code = this.program.code;
    const byCodePoint = code[pc + 5] === 1;
    const farthest = Math.max(this.stepsBack(pos, code[pc + 4] ?? 0, byCodePoint), 0);
    this.registers[code[pc + 2] ?? 0] = farthest;
    return this.#behindFrom(pc + 6, this.stepsBack(pos, code[pc + 3] ?? 0, byCodePoint), farthest);
  }

  /** Tries a lookbehind from `pos`, and if that fails from before it; `pc` is the `behindTry`. */
  #behindFrom(pc: number, pos: number, farthest: number): boolean {
    if (pos < farthest) return false;
    if (pos > farthest) this.#push(pc, this.program.code[pc + 2] === 1 ? this.before(pos, 0) : pos - 1, 0);
    this.pos = pos;
    this.pc = pc + 3;
    return true;
  }

  #beginTurn(pc: number, pos: number, body: number): boolean {
    const code = this.program.code;
    this.registers[code[pc + 2] ?? 0] = this.sp;
    this.registers[code[pc + 3] ?? 0] = pos;
    this.pc = body;
    return true;
  }

  #turn(pc: number, pos: number): boolean {
    const code = this.program.code;
    const done = this.registers[code[pc + 1] ?? 0] ?? 0;
    const next = code[pc + 7] ?? 0;
    if (done >= (code[pc + 5] ?? 0)) {
      this.pc = next;
      return true;
    }
    const greedy = code[pc + 6] === 0;
    // What a possessive turn leaves to be tried goes when it ends, the way out included.
    if (!greedy) this.#beginTurn(pc, pos, pc + 8);
    if (done >= (code[pc + 4] ?? 0)) this.#push(next, pos, 0);
    if (greedy) this.#beginTurn(pc, pos, pc + 8);
    return true;
  }

  #turnLazy(pc: number, pos: number): boolean {
    const code = this.program.code;
    const done = this.registers[code[pc + 1] ?? 0] ?? 0;
    if (done < (code[pc + 4] ?? 0)) return this.#beginTurn(pc, pos, pc + 13);
    if (done < (code[pc + 5] ?? 0)) this.#push(pc + 8, pos, 0);
    this.pc = code[pc + 7] ?? 0;
    return true;
  }

  #turnEnd(pc: number, pos: number): boolean {
    const code = this.program.code;
    const registers = this.registers;
    const count = code[pc + 1] ?? 0;
    const from = registers[code[pc + 3] ?? 0] ?? 0;
    const min = code[pc + 4] ?? 0;
    const mode = code[pc + 5] ?? 0;
    const done = registers[count] ?? 0;
    const still = pos === from;
    if (this.program.settles) this.settle(registers[code[pc + 2] ?? 0] ?? 0, this.sp);
    this.sp = registers[code[pc + 2] ?? 0] ?? 0;
    this.pc = pc + 8;
    if (mode === 3) return true;
    if (still && done >= min) {
      // A turn that matches nothing ends the loop; its way out is still on the stack.
      if (mode === 0) this.sp -= 3;
      return mode !== 1;
    }
    const group = code[pc + 6] ?? 0;
    if (group > 0) {
      const settles = this.program.settles && mode === 0 && done >= min;
      if (settles) this.stack[this.sp - 1] = pos;
      this.#push((settles ? SETTLE : UNDO) - group, registers[group] ?? -1, registers[group + 1] ?? -1);
      registers[group] = from;
      registers[group + 1] = pos;
    }
    if (mode !== 2) this.#push(UNDO, count, done);
    // Further turns that match nothing change nothing, unless they look at groups.
    const over = still && !this.program.hasBackReference;
    registers[count] = over ? min : done + 1;
    if (!over) this.pc = code[pc + 7] ?? 0;
    return true;
  }
}
