import type { Issue } from "../errors.ts";

/** One sentence over a list of faults: what is wrong where there is one, else how many there are. */
export function summaryOf(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "The input is not valid.";
  const name = first.name === "" ? `The ${first.in}` : first.name;
  const more = issues.length === 1 ? "" : ` (and ${issues.length - 1} more, see issues)`;
  const sentence = `${name}: ${first.detail.replace(/[.]$/, "")}${more}`;
  // A hint ends as a question: `did you mean "name"?`
  return sentence.endsWith("?") ? sentence : `${sentence}.`;
}
