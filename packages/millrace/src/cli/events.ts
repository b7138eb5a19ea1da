import type { Command } from "commander";
import { connect, wholeNumber, withConnection } from "./context.ts";
import { printable } from "./output.ts";
import { memberOf, readPageText } from "./page-text.ts";

/** Seconds a call waits for the next event, so that watching costs next to nothing. */
const WAIT = 25;

/** Events asked for at once. */
const PAGE = 100;

interface TailOptions {
  readonly topic?: string;
  readonly from: string;
  readonly limit?: number;
}

/** `millrace events tail|show` */
export function addEvents(program: Command): void {
  const events = program.command("events").description("Events in the log.");
  withConnection(events.command("tail"))
    .description("Show events as they are accepted; --json prints one a line.")
    .option("--topic <topic>", "of one topic")
    .option("--from <position>", "start behind this position; 0 shows all there are", "end")
    .option("--limit <n>", "stop after this many", wholeNumber)
    .action(async (options: TailOptions, command: Command) => {
      const { api, project, json } = connect(command);
      const topic = options.topic === undefined ? "" : `&topic=${encodeURIComponent(options.topic)}`;
      let left = options.limit ?? Infinity;
      let query = options.from === "end" ? "from=end" : `after=${encodeURIComponent(options.from)}`;
      while (left > 0) {
        const wait = query === "from=end" ? "" : `&limit=${Math.min(left, PAGE)}&wait=${WAIT}${topic}`;
        const page = readPageText(await api.text("GET", `${project}/events?${query}${wait}`));
        for (const event of page.results) process.stdout.write(`${json ? onOneLine(event) : line(event)}\n`);
        left -= page.results.length;
        query = `after=${page.next ?? "0"}`;
      }
    });
  withConnection(
    events.command("show").description("Show an event and what became of it on each route, as JSON."),
  )
    .argument("<id>")
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, project } = connect(command);
      process.stdout.write(`${await api.text("GET", `${project}/events/${encodeURIComponent(id)}`)}\n`);
    });
}

/** Line breaks stand between values only: inside a string they are escaped. */
function onOneLine(event: string): string {
  return event.replaceAll(/[\r\n]+/g, " ");
}

/** An event on one line for a person: position, time, topic, id, data. */
function line(event: string): string {
  const parts = ["position", "time", "topic", "id", "data"].map((key) => {
    const member = memberOf(event, 0, key);
    return member === undefined ? "" : event.slice(member.start, member.end).replace(/^"(.*)"$/, "$1");
  });
  return printable(parts.join("  "));
}
