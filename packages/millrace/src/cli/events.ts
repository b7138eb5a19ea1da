import type { Command } from "commander";
import { isObject } from "./client.ts";
import { connect, withConnection } from "./context.ts";
import { printTable } from "./output.ts";

/** Seconds a call waits for the next event, so that watching costs next to nothing. */
const WAIT = 25;

/** `millrace events tail` */
export function addEvents(program: Command): void {
  const events = program.command("events").description("Events in the log.");
  withConnection(events.command("tail"))
    .description("Show events as they are accepted; --json prints one a line.")
    .option("--topic <topic>", "of one topic")
    .option("--from <position>", "start behind this position; 0 shows all there are", "end")
    .option("--limit <n>", "stop after this many", Number)
    .action(async (options: { topic?: string; from: string; limit?: number }, command: Command) => {
      const { api, project, json } = connect(command);
      const topic = options.topic === undefined ? "" : `&topic=${encodeURIComponent(options.topic)}`;
      let left = options.limit ?? Infinity;
      let after =
        options.from === "end" ? await headOf(api.call("GET", `${project}/events?from=end`)) : options.from;
      while (left > 0) {
        const limit = Math.min(left, 100);
        const answer = await api.call(
          "GET",
          `${project}/events?after=${after}&limit=${limit}&wait=${WAIT}${topic}`,
        );
        const found = resultsOf(answer);
        for (const event of found) show(event, json);
        left -= found.length;
        after = await headOf(Promise.resolve(answer), after);
      }
    });
}

function show(event: unknown, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(event)}\n`);
    return;
  }
  printTable(
    [event],
    [
      { title: "POSITION", member: "position" },
      { title: "TIME", member: "time" },
      { title: "TOPIC", member: "topic" },
      { title: "ID", member: "id" },
      { title: "DATA", member: "data" },
    ],
  );
}

function resultsOf(answer: unknown): readonly unknown[] {
  return isObject(answer) && Array.isArray(answer.results) ? answer.results : [];
}

async function headOf(call: Promise<unknown>, otherwise = "0"): Promise<string> {
  const answer = await call;
  const { pagination } = isObject(answer) ? answer : { pagination: undefined };
  return isObject(pagination) && pagination.nextPageToken !== undefined
    ? String(pagination.nextPageToken)
    : otherwise;
}
