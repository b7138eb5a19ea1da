import type { Command } from "commander";
import type { Span } from "../core/json/scan.ts";
import { elements, members } from "../core/json/scan.ts";
import { connect, wholeNumber, withConnection } from "./context.ts";
import { printable } from "./output.ts";

/** Seconds a call waits for the next event, so that watching costs next to nothing. */
const WAIT = 25;

/** Events asked for at once. */
const PAGE = 100;

interface TailOptions {
  readonly topic?: string;
  readonly from: string;
  readonly limit?: number;
}

/** `millrace events tail` */
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
        const page = readPage(await api.text("GET", `${project}/events?${query}${wait}`));
        for (const event of page.events) process.stdout.write(`${json ? onOneLine(event) : line(event)}\n`);
        left -= page.events.length;
        query = `after=${page.next}`;
      }
    });
}

/** A page of events, each as its own characters: customers' numbers are not parsed here either. */
function readPage(answer: string): { readonly events: readonly string[]; readonly next: string } {
  const results = memberOf(answer, 0, "results");
  const pagination = memberOf(answer, 0, "pagination");
  const next = pagination && memberOf(answer, pagination.start, "nextPageToken");
  return {
    events:
      results === undefined
        ? []
        : elements(answer, results.start).map(({ start, end }) => answer.slice(start, end)),
    next: next === undefined ? "0" : answer.slice(next.start, next.end).replaceAll('"', ""),
  };
}

/** Line breaks stand between values only: inside a string they are escaped. */
function onOneLine(event: string): string {
  return event.replaceAll(/[\r\n]+/g, " ");
}

function memberOf(text: string, at: number, key: string): Span | undefined {
  return members(text, at).find((member) => member.key === key);
}

/** An event on one line for a person: position, time, topic, id, data. */
function line(event: string): string {
  const parts = ["position", "time", "topic", "id", "data"].map((key) => {
    const member = memberOf(event, 0, key);
    return member === undefined ? "" : event.slice(member.start, member.end).replace(/^"(.*)"$/, "$1");
  });
  return printable(parts.join("  "));
}
