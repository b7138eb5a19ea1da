/**
 * Asks Apache FreeMarker for the answers to every case of the corpus, and prints what changed.
 *
 *     npx tsx packages/freemarker/corpus/renew.ts --jar freemarker-2.3.34.jar
 *
 * The jar is the one of Apache FreeMarker 2.3.34, from Maven Central. Needs Java 17: a later one has other locale data.
 */
import { caseFiles, readAnswers, readCases, writeAnswers, type Answer } from "./format.ts";
import { askReference, jarFromArguments } from "./reference.ts";

const jar = jarFromArguments();
const files = caseFiles().map((file) => ({ file, cases: readCases(file) }));
refuseDoubleIds(files.flatMap(({ cases }) => cases.map(({ id }) => id)));

const answers = new Map(
  askReference(
    jar,
    files.flatMap(({ cases }) => cases),
  ).map((a) => [a.id, a]),
);
for (const { file, cases } of files) {
  const before = new Map(readAnswers(file).map((answer) => [answer.id, JSON.stringify(answer)]));
  const now = cases.flatMap(({ id }) => answers.get(id) ?? []);
  const changed = now.filter((answer) => before.get(answer.id) !== JSON.stringify(answer));
  const ids = new Set(now.map(({ id }) => id));
  const gone = [...before.keys()].filter((id) => !ids.has(id));
  writeAnswers(file, now);
  process.stdout.write(
    `${file}: ${now.length} answers, ${changed.length} new or changed, ${gone.length} gone\n`,
  );
  for (const answer of changed.filter(({ id }) => before.has(id))) {
    process.stdout.write(
      `  ${answer.id}\n    was ${before.get(answer.id)}\n    is  ${JSON.stringify(answer)}\n`,
    );
  }
  for (const id of gone) process.stdout.write(`  ${id} gone\n`);
}

function refuseDoubleIds(ids: readonly Answer["id"][]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new Error(`Two cases have the id ${id}`);
    seen.add(id);
  }
}
