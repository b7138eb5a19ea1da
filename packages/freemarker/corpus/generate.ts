/**
 * Generates cases, and the reference's answers to them, into `generated-*.jsonl`. The same seed gives the same bytes.
 *
 *     npx tsx packages/freemarker/corpus/generate.ts --jar freemarker-2.3.34.jar
 *
 * The jar is the one of Apache FreeMarker 2.3.34, from Maven Central. Needs Java 17: a later one has other locale data.
 */
import { writeAnswers, writeCases, type Answer, type Case } from "./format.ts";
import { generateCase, themes } from "./generator/themes.ts";
import { askReference, jarFromArguments } from "./reference.ts";

const LONGEST_OUTPUT = 4096;

/** Text that only Java would write: names of its classes, and identities of its objects. */
const javaText = /\b(?:freemarker|java|org\.\w+)\.[a-z]|\bf\.[a-z]+\.|@[0-9a-f]{5,}\b/;

const seen = new Set<string>();
const jar = jarFromArguments();
const generated = themes.map((theme) => ({
  file: `generated-${theme.name}.jsonl`,
  cases: Array.from({ length: theme.count }, (_, index) => generateCase(theme, index + 1)).filter(isNew),
}));
const answers = askReference(
  jar,
  generated.flatMap(({ cases }) => cases),
);
const kept = new Map(answers.filter(isOfUse).map((answer) => [answer.id, answer]));

for (const { file, cases } of generated) {
  const chosen = cases.filter(({ id }) => kept.has(id));
  const theirs = chosen.flatMap(({ id }) => kept.get(id) ?? []);
  writeCases(file, chosen);
  writeAnswers(file, theirs);
  const rendered = theirs.filter((answer) => "out" in answer).length;
  const share = Math.round((100 * rendered) / Math.max(theirs.length, 1));
  process.stdout.write(`${file}: ${chosen.length} cases, ${share} % render\n`);
}

/** Whether another engine can be held to the answer. */
function isOfUse(answer: Answer): boolean {
  if ("out" in answer) return answer.out.length <= LONGEST_OUTPUT && !javaText.test(answer.out);
  return answer.error.line !== undefined && !/@[0-9a-f]{5,}\b/.test(answer.error.message);
}

function isNew({ template, data }: Case): boolean {
  const text = JSON.stringify([template, data]);
  return !seen.has(text) && seen.add(text).size > 0;
}
