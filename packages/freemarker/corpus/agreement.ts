import { askEngine } from "./engine.ts";
import { readAnswers, readCases, readDifferences, type Answer, type Case } from "./format.ts";

/** A case on which the engine and the reference do not agree. */
export interface Disagreement {
  readonly asked: Case;
  readonly reference: Answer;
  readonly engine: Answer;
}

/** How the engine does on one file of cases. */
export interface Agreement {
  readonly file: string;
  /** How many cases agree. */
  readonly agreed: number;
  /** What differs and is not accepted. */
  readonly disagreements: readonly Disagreement[];
  /** The ids of what differs, as `differences.json` accepts. */
  readonly accepted: readonly string[];
  /** The ids that `differences.json` accepts although they do not differ. */
  readonly outdated: readonly string[];
}

/** The same output, or an error on both sides at the same line. */
export function agree(reference: Answer, engine: Answer): boolean {
  if ("out" in reference) return "out" in engine && engine.out === reference.out;
  if ("out" in engine || engine.error.line === -1) return false;
  return reference.error.line === undefined || reference.error.line === engine.error.line;
}

/**
 * Asks the engine for every case of a file, or for those whose id holds the filter's text.
 *
 * @throws Error where a case has no answer of the reference.
 */
export function compareFile(file: string, filter = ""): Agreement {
  const accepts = readDifferences();
  const answers = new Map(readAnswers(file).map((answer) => [answer.id, answer]));
  const disagreements: Disagreement[] = [];
  const accepted: string[] = [];
  const outdated: string[] = [];
  let agreed = 0;
  for (const asked of readCases(file).filter(({ id }) => id.includes(filter))) {
    const reference = answers.get(asked.id);
    if (reference === undefined) throw new Error(`The reference was not asked for ${asked.id}: run renew.ts`);
    const engine = askEngine(asked);
    const same = agree(reference, engine);
    if (same) agreed++;
    if (accepts.has(asked.id)) (same ? outdated : accepted).push(asked.id);
    else if (!same) disagreements.push({ asked, reference, engine });
  }
  return { file, agreed, disagreements, accepted, outdated };
}

/** A disagreement in full, for reading. */
export function describeDisagreement({ asked, reference, engine }: Disagreement): string {
  const { id, template, ...rest } = asked;
  return [
    `--- ${id}`,
    template,
    `with      ${JSON.stringify(rest)}`,
    `reference ${shown(reference)}`,
    `engine    ${shown(engine)}`,
    "",
  ].join("\n");
}

function shown(answer: Answer): string {
  if ("out" in answer) return JSON.stringify(answer.out);
  const { line, column, message } = answer.error;
  return `error at line ${line ?? "?"}, column ${column ?? "?"}: ${message}`;
}
