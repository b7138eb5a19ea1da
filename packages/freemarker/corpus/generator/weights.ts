const even = {
  text: 5, print: 12, numeric: 1, if: 5, list: 6, switch: 2, assign: 4, capture: 1, macro: 2, function: 1, call: 3,
  attempt: 1.5, compress: 1, escape: 1, noparse: 0.5, format: 0.7, setting: 0.7, trim: 1.5, comment: 1, leave: 1,
}; // prettier-ignore

/** What a statement can be. */
export type StatementKind = keyof typeof even;

/** How likely each kind of statement is, beside the others. */
export type Weights = Readonly<Record<StatementKind, number>>;

/** Every kind of statement, some of them more or less likely than usual. */
export function allKinds(special: Partial<Weights> = {}): Weights {
  return { ...even, ...special };
}

/** Only the kinds of statements given. */
export function onlyKinds(given: Partial<Weights>): Weights {
  const none: Weights = {
    text: 0, print: 0, numeric: 0, if: 0, list: 0, switch: 0, assign: 0, capture: 0, macro: 0, function: 0, call: 0,
    attempt: 0, compress: 0, escape: 0, noparse: 0, format: 0, setting: 0, trim: 0, comment: 0, leave: 0,
  }; // prettier-ignore
  return { ...none, ...given };
}
