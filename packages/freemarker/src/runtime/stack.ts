/** Whether something was thrown because the JavaScript stack is full: `<#macro m><@m/></#macro>` in deep enough a host. */
export function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes("call stack");
}
