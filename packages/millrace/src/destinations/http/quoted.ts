/** Most texts need no escapes, and are quoted at a fraction of the cost. */
// oxlint-disable-next-line no-control-regex
const NEEDS_ESCAPES = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The text as a JSON string. */
export function quoted(text: string): string {
  return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`;
}
