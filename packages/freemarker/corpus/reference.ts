import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseAnswers, type Answer, type Case } from "./format.ts";

/**
 * The path given as `--jar`: the jar of Apache FreeMarker 2.3.34, from Maven Central.
 *
 * @throws Error where it is not given.
 */
export function jarFromArguments(): string {
  const { values } = parseArgs({ options: { jar: { type: "string" } } });
  if (values.jar === undefined) throw new Error("Give --jar <the jar of Apache FreeMarker 2.3.34>");
  return values.jar;
}

/**
 * Renders cases with Apache FreeMarker. Needs Java 17: a later one has other locale data.
 *
 * @param jar path of the jar of Apache FreeMarker 2.3.34
 * @throws Error where Java cannot be run or does not answer every case.
 */
export function askReference(jar: string, cases: readonly Case[]): Answer[] {
  const program = join(import.meta.dirname, "reference", "Reference.java");
  const run = spawnSync("java", ["-Dfile.encoding=UTF-8", "-cp", jar, program], {
    input: cases.map((one) => `${JSON.stringify(one)}\n`).join(""),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.error !== undefined) throw run.error;
  const answers = parseAnswers(run.stdout);
  if (answers.length !== cases.length) throw new Error(`The reference stopped early: ${run.stderr}`);
  return answers;
}
