/** Shorter values are no secrets and would take words out of every message. */
const MIN_LENGTH = 4;

/**
 * Takes a destination's own credentials out of a text. A service's answer may quote them, and what it says is stored,
 * logged and answered: customers choose the endpoint, so nothing it says is trusted.
 */
export function masker(secrets: Iterable<string | undefined>): (text: string) => string {
  // The longest first: one that holds another must go as a whole.
  const values = [...new Set(secrets)]
    .filter((value) => value !== undefined && value.length >= MIN_LENGTH)
    .toSorted((a = "", b = "") => b.length - a.length);
  return (text) => values.reduce<string>((masked, value) => masked.replaceAll(value ?? "", MASK), text);
}

const MASK = "********";

/**
 * The same for a text that was cut off: the beginning of a secret at its very end goes too.
 * @param cut whether more would have followed
 */
export function maskerOfCut(secrets: readonly string[]): (text: string, cut: boolean) => string {
  const mask = masker(secrets);
  return (text, cut) => {
    const masked = mask(text);
    if (!cut) return masked;
    const most = secrets.reduce((longest, secret) => Math.max(longest, begunAtEnd(masked, secret)), 0);
    return most === 0 ? masked : masked.slice(0, -most) + MASK;
  };
}

/** How many characters at the end of a text are the beginning of a secret. */
function begunAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length >= MIN_LENGTH; length--)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}
