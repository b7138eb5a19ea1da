/** Shorter values are no secrets and would take words out of every message. */
const MIN_LENGTH = 4;

/**
 * Takes a destination's own credentials out of a text. A service's answer may quote them, and what it says is stored,
 * logged and answered: customers choose the endpoint, so nothing it says is trusted.
 */
export function secretMasker(
  secrets: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const values = Object.values(secrets).filter((value) => value !== undefined && value.length >= MIN_LENGTH);
  return (text) => values.reduce<string>((masked, value) => masked.replaceAll(value ?? "", "********"), text);
}
