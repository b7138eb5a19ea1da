import { RegexLimitFault } from "./fault.ts";

/** Words a match may keep on its stack: 32 MB. */
const MAX_WORDS = 1 << 23;
const KEPT_WORDS = 1 << 16;

/** A stack without room, for a machine at rest: made once, as typed arrays are dear to make. */
export const NO_STACK: Int32Array = new Int32Array(0);

let spare: Int32Array = new Int32Array(1024);

/** The stack to begin a match with. */
export function takeStack(): Int32Array {
  const stack = spare;
  // A match begun while another runs makes its own.
  spare = NO_STACK;
  return stack.length > 0 ? stack : new Int32Array(1024);
}

/** Gives a stack back after a match; big ones are let go. */
export function giveStack(stack: Int32Array): void {
  if (stack.length <= KEPT_WORDS) spare = stack;
}

/** A stack of twice the size with the same content. */
export function grownStack(stack: Int32Array): Int32Array {
  if (stack.length >= MAX_WORDS) {
    throw new RegexLimitFault("The regular expression needs too much memory to backtrack on this input");
  }
  const grown = new Int32Array(stack.length * 2);
  grown.set(stack);
  return grown;
}
