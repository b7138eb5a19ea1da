import type { LookNode, Node, ParsedRegex, RepeatNode } from "./ast.ts";
import { unionOf, type CharSet } from "./charset.ts";
import { Emitter, fewOf } from "./emitter.ts";
import { Op, type Program } from "./program.ts";
import { firstOf, isAnchored, leading, prefixOf } from "./start.ts";
import { isOpenLoop, study } from "./study.ts";

const UNBOUNDED = 0x7fffffff;
const MODES = { greedy: 0, lazy: 1, possessive: 2 } as const;

function bound(count: number): number {
  return Math.min(count, UNBOUNDED);
}

class Compiler {
  readonly out: Emitter;
  leadRun = -1;
  /** A group is set where a failure does not unset it again: then what failed starts leave behind may show. */
  leaks = false;
  hasBackReference = false;
  /** A greedy loop of a capturing group stands inside another loop. */
  settles = false;
  #loops = 0;
  #atomics = 0;

  constructor(groupCount: number) {
    this.out = new Emitter(groupCount);
  }

  /** Compiles a node; `look` is the code unit that must follow it, -1 if not known. */
  node(node: Node, look = -1): void {
    switch (node.kind) {
      case "set":
        return this.out.one(node.set);
      case "literal":
        return this.out.text(node.codePoints);
      case "assert":
        return this.out.assertion(node.test);
      case "sequence":
        return this.#sequence(node.items, look);
      case "choice":
        return this.#choice(node.branches, look);
      case "group":
        this.#group(node.index, node.body);
        return;
      case "atomic":
        return this.#atomic(node.body);
      case "backReference":
        this.hasBackReference = true;
        return this.out.backReference(node.group, node.folding);
      case "lineBreak":
        this.out.emit(Op.lineBreak);
        return;
      case "grapheme":
        this.out.emit(Op.grapheme);
        return;
      case "repeat":
        return this.#repeat(node, look);
      case "look":
        return this.#look(node);
    }
  }

  #sequence(items: readonly Node[], look: number): void {
    for (const [i, item] of items.entries()) {
      const following = items[i + 1];
      this.node(item, following === undefined ? look : unitOf(following));
    }
  }

  #choice(branches: readonly Node[], look: number): void {
    const sets = branches.flatMap((branch) => (branch.kind === "set" ? [branch.set] : []));
    // Of sets only one character can match, whichever is tried first.
    if (sets.length === branches.length) return this.out.one(unionOf(sets));
    const jumps: number[] = [];
    for (const [i, branch] of branches.entries()) {
      if (i === branches.length - 1) {
        this.node(branch, look);
        break;
      }
      const fork = this.out.emit(Op.fork, 0);
      this.node(branch, look);
      jumps.push(this.out.emit(Op.jump, 0));
      this.out.patch(fork + 1);
    }
    for (const jump of jumps) this.out.patch(jump + 1);
  }

  #group(index: number, body: Node, needsStart = false): number {
    if (index === 0 && !needsStart) {
      this.node(body);
      return -1;
    }
    if (this.#atomics > 0 && index > 0) this.leaks = true;
    const start = this.out.register();
    this.out.emit(this.#loops > 0 || needsStart ? Op.open : Op.openOnce, start);
    this.node(body);
    if (index > 0) this.out.emit(Op.close, start, 2 * index);
    return start;
  }

  /** Compiles what matches in one way only: once it has matched, it is not tried again. */
  #inside(body: () => void): void {
    this.#atomics++;
    body();
    this.#atomics--;
  }

  #atomic(body: Node): void {
    const mark = this.out.register();
    this.out.emit(Op.mark, mark, mark);
    this.#inside(() => this.node(body));
    this.out.emit(Op.cut, mark);
  }

  #look(node: LookNode): void {
    const out = this.out;
    const mark = out.register();
    const at = out.register();
    out.emit(Op.mark, mark, at);
    const fork = node.negative ? out.emit(Op.fork, 0) : -1;
    if (node.behind) {
      const next = out.register();
      out.emit(Op.behind, at, next, bound(node.min), node.max, node.supplementary ? 1 : 0);
      out.emit(Op.behindTry, next, node.supplementary ? 1 : 0);
    }
    this.#inside(() => this.node(node.body));
    if (node.behind) out.emit(Op.behindEnd, at);
    if (node.negative) {
      out.emit(Op.cutFail, mark);
      out.patch(fork + 1);
    } else out.emit(Op.cutBack, mark, at);
  }

  #repeat(node: RepeatNode, look: number): void {
    if (node.body.kind === "set") this.#run(node, node.body.set, look);
    else if (node.optional && node.body.kind === "group" && node.mode !== "possessive") this.#optional(node);
    else if (isOpenLoop(node) && node.body.kind === "group")
      this.#loop(node, node.body.index, node.body.body);
    else this.#turns(node);
  }

  #run(node: RepeatNode, set: CharSet, look: number): void {
    const index = this.out.set(set);
    const min = bound(node.min);
    const max = bound(node.max);
    if (node.mode === "possessive") this.out.emit(Op.runPossessive, index, min, max);
    else if (node.mode === "lazy") {
      this.out.emit(Op.runLazy, index, min, max, Op.runLazyMore, index);
    } else this.out.emit(Op.run, index, min, max, look, Op.runBack, look);
  }

  /** A greedy or reluctant `(…)?`: a choice between the group and nothing. */
  #optional(node: RepeatNode): void {
    const fork = this.out.emit(Op.fork, 0);
    if (node.mode === "greedy") {
      this.node(node.body);
      this.out.patch(fork + 1);
      return;
    }
    // Nothing first: jump over the group, which the frame leads back to.
    const over = this.out.emit(Op.jump, 0);
    this.out.patch(fork + 1);
    this.node(node.body);
    this.out.patch(over + 1);
  }

  /** A group that may match in several ways, again and again: each turn can be backtracked into. */
  #loop(node: RepeatNode, index: number, body: Node): void {
    const out = this.out;
    const count = out.register();
    const min = bound(node.min);
    const max = bound(node.max);
    const lazy = MODES[node.mode];
    const enter = out.emit(Op.loopEnter, count, min, max, lazy, 0);
    out.emit(Op.loopMore, count);
    const from = out.here;
    this.#loops++;
    const start = this.#group(index, body, true);
    this.#loops--;
    const loop = out.emit(Op.loop, count, start, min, max, lazy, from - 2, 0);
    out.patch(enter + 5);
    out.patch(loop + 7);
  }

  /** Anything else repeated: each turn matches in one way only. */
  #turns(node: RepeatNode): void {
    const out = this.out;
    const { mode, body } = node;
    const owns = body.kind === "group" && mode !== "possessive" ? body.index : 0;
    if (owns > 0 && this.#atomics > 0) this.leaks = true;
    if (owns > 0 && this.#loops > 0 && mode === "greedy" && node.max > node.min) this.settles = true;
    const [count, mark, start] = [out.register(), out.register(), out.register()];
    const min = bound(node.min);
    const max = bound(node.max);
    out.emit(Op.zero, count);
    const turn = out.emit(
      mode === "lazy" ? Op.turnLazy : Op.turn,
      count,
      mark,
      start,
      min,
      max,
      MODES[mode],
      0,
    );
    if (mode === "lazy") out.emit(Op.turnLazyMore, count, mark, start, max);
    this.#inside(() => {
      if (owns > 0 && body.kind === "group") this.node(body.body);
      else this.node(body);
    });
    out.emit(Op.turnEnd, count, mark, start, min, node.optional ? 3 : MODES[mode], 2 * owns, turn);
    out.patch(turn + 7);
  }
}

/** The code unit a node must begin with; -1 if not known. */
function unitOf(node: Node): number {
  if (node.kind === "set") {
    const few = fewOf(node.set);
    return few !== undefined && few[0] === few[1] ? few[0] : -1;
  }
  if (node.kind === "literal") {
    const [first = -1] = node.codePoints;
    return first < 0xd800 ? first : -1;
  }
  return -1;
}

function latinBits(sets: readonly CharSet[]): Int32Array {
  const bits = new Int32Array(8 * sets.length);
  for (const [s, set] of sets.entries()) {
    for (let cp = 0; cp < 256; cp++) {
      if (set.has(cp)) bits[8 * s + (cp >> 5)] = (bits[8 * s + (cp >> 5)] ?? 0) | (1 << (cp & 31));
    }
  }
  return bits;
}

/** Compiles a parsed pattern, in time and memory proportional to its source. */
export function compileProgram(parsed: ParsedRegex): Program {
  const compiler = new Compiler(parsed.groupCount);
  const { out } = compiler;
  compiler.node(parsed.root);
  out.emit(Op.accept);
  const code = Int32Array.from(out.code);
  const lead = leading(parsed.root);
  const skips =
    lead.kind === "repeat" &&
    lead.body.kind === "set" &&
    lead.mode === "greedy" &&
    lead.max === Infinity &&
    lead.min <= 1 &&
    !compiler.hasBackReference &&
    !compiler.leaks;
  // Only groups' starts can come before the run.
  let run = 0;
  while (code[run] === Op.openOnce || code[run] === Op.open) run += 2;
  return {
    code,
    sets: out.sets,
    latin: latinBits(out.sets),
    texts: out.texts,
    asserts: out.asserts,
    foldings: out.foldings,
    groupCount: parsed.groupCount,
    registers: out.registers,
    byCodePoint: parsed.byCodePoint,
    minLength: study(parsed.root).min,
    ...(compiler.leaks ? { first: undefined, firstOther: true } : firstOf(parsed.root)),
    prefix: compiler.leaks ? "" : prefixOf(parsed.root),
    anchored: isAnchored(parsed.root),
    soleRun:
      run === 0 && code[7] === Op.accept && code[0] === Op.run && skips && lead.min === 1
        ? (code[1] ?? 0)
        : -1,
    settles: compiler.settles,
    hasBackReference: compiler.hasBackReference,
    leadRun: skips && code[run] === Op.run ? run : -1,
  };
}
