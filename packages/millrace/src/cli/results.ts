import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import { checkDocument, elements, kindAt } from "../core/json/scan.ts";
import { connect, wholeNumber, withConnection } from "./context.ts";
import { printJson } from "./output.ts";
import { readInput } from "./read-input.ts";
import { underBar } from "./under-bar.ts";

/** `millrace results send FILE` */
export function addResults(program: Command): void {
  const results = program.command("results").description("Results of reads and subscriptions.");
  withConnection(results.command("send"))
    .description("Hand in what reads and subscriptions produced, for one installation.")
    .argument("<file>", "one JSON body, an array of them, or one a line; - for standard input")
    .requiredOption("-i, --installation <id>", "installation the results belong to")
    .option("--concurrency <n>", "calls at once", wholeNumber, 8)
    .action(
      async (file: string, options: { installation: string; concurrency: number }, command: Command) => {
        const { api, project, json } = connect(command);
        const bodies = splitBodies(await readInput(file), file);
        const path = `${project}/installations/${encodeURIComponent(options.installation)}/results`;
        const answers = await underBar(bodies, options.concurrency, !json, (body) =>
          api.call("POST", path, body),
        );
        if (json) printJson(answers);
        else process.stdout.write(`Handed in ${answers.length} result${answers.length === 1 ? "" : "s"}.\n`);
      },
    );
}

/**
 * Cuts a file into the bodies of calls, each as its own characters: customers' numbers are not parsed here either.
 * @throws {MillraceError} that says which line or character is no JSON
 */
export function splitBodies(input: string, file: string): readonly string[] {
  const documents = input.trim() === "" ? [] : documentsOf(input, file);
  if (documents.length === 0) throw new MillraceError("unreadable_file", `${file} holds no results.`);
  return documents;
}

function documentsOf(input: string, file: string): readonly string[] {
  try {
    const { start, end } = checkDocument(input);
    if (kindAt(input, start) !== "array") return [input.slice(start, end)];
    return elements(input, start).map((span) => input.slice(span.start, span.end));
  } catch (whole) {
    const lines = input.split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 1) throw unreadable(file, whole);
    lines.forEach((line, i) => {
      try {
        checkDocument(line);
      } catch (error) {
        throw unreadable(`${file}, line ${i + 1},`, error);
      }
    });
    return lines;
  }
}

function unreadable(what: string, error: unknown): MillraceError {
  return new MillraceError(
    "unreadable_file",
    `${what} is not JSON: ${error instanceof Error ? error.message : ""}`,
  );
}
