/** Shorter values are no secrets and would take words out of every message. */
const MIN_LENGTH = 4;

/** As much of a secret's beginning gives it away: errors cut long values off. */
const TELLING = 8;

const MASK = "********";

/** Where secrets stand in a text: from, and just behind. */
type Range = readonly [start: number, end: number];

/**
 * The secrets of a destination in the forms in which templates print them, to be taken out of what is told to people: of
 * errors that quote values, and of bodies that are shown in part.
 */
export class SecretTexts {
  /** Every form of every secret, for whoever masks what a stranger said. */
  readonly forms: readonly string[];

  constructor(secrets: Iterable<string>) {
    const forms = [...secrets].filter((secret) => secret.length >= MIN_LENGTH).flatMap(formsOf);
    this.forms = [...new Set(forms)];
  }

  /** The text with a mask in place of each secret, whole or begun. */
  hide(text: string): string {
    let hidden = "";
    let at = 0;
    for (const [start, end] of this.#rangesIn(text)) {
      if (end <= at) continue;
      if (start >= at) hidden += text.slice(at, start) + MASK;
      at = end;
    }
    return hidden + text.slice(at);
  }

  /** The text with as many stars as a secret has characters: what stands behind it stays where it was. */
  hideInPlace(text: string): string {
    let hidden = "";
    let at = 0;
    for (const [start, end] of this.#rangesIn(text)) {
      if (end <= at) continue;
      const from = Math.max(start, at);
      hidden += text.slice(at, from) + "*".repeat(end - from);
      at = end;
    }
    return hidden + text.slice(at);
  }

  #rangesIn(text: string): readonly Range[] {
    const ranges = this.forms.flatMap((form) => rangesOf(text, form));
    return ranges.toSorted(([a], [b]) => a - b);
  }
}

function rangesOf(text: string, secret: string): readonly Range[] {
  const ranges: Range[] = [];
  const begin = secret.slice(0, TELLING);
  for (let start = text.indexOf(begin); start >= 0;) {
    let end = start + begin.length;
    while (end - start < secret.length && text[end] === secret[end - start]) end++;
    ranges.push([start, end]);
    start = text.indexOf(begin, end);
  }
  return ranges;
}

/** A secret as it is, and as it comes out of what templates usually do with it. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    // The end of it depends on what follows.
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    secret.toLowerCase(),
    secret.toUpperCase(),
  ];
}
