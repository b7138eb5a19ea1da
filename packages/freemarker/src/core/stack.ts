/** As many words as have to be left of the stack: on 64 bits about 110 kB. */
const ROOM: readonly number[] = Array.from({ length: 14_000 }, () => 0);

/** What every rendering asks for must cost next to nothing: a hundred nanoseconds, where all the room takes microseconds. */
const LITTLE_ROOM = ROOM.slice(0, 250);

/** All there is to it is that its arguments have to fit on the stack. */
function nothing(): void {}

/**
 * Makes sure that there is some room on the JavaScript stack.
 *
 * Going on to the very end of the stack is not safe: where a regular expression of ours has to be compiled there, V8 ends the
 * whole process. So whatever can nest by what a template says asks for room every few levels, and no template gets that far.
 *
 * @throws {RangeError} as the JavaScript engine does where the stack is full: see `isStackOverflow`
 */
export function ensureStack(): void {
  Reflect.apply(nothing, undefined, ROOM);
}

/** As `ensureStack`, before anything has nested. @throws {RangeError} */
export function ensureLittleStack(): void {
  Reflect.apply(nothing, undefined, LITTLE_ROOM);
}

/** Whether something was thrown because the JavaScript stack is full: `<#macro m><@m/></#macro>` in deep enough a host. */
export function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes("call stack");
}
