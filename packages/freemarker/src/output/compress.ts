// Java counts the separators U+001C to U+001F as white space.
// oxlint-disable-next-line no-control-regex
const WHITE_SPACE = /[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+/gu;
const LINE_BREAK = /\r\n|\r|\n/u;

/**
 * What `<#compress>` prints: each run of white space (as Java defines it) becomes a line break, the first that is in it, or a
 * single space; none is left at the start and the end.
 */
export function compress(text: string): string {
  return text.replace(WHITE_SPACE, (run, offset: number) => {
    if (offset === 0 || offset + run.length === text.length) return "";
    return LINE_BREAK.exec(run)?.[0] ?? " ";
  });
}
