import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { answerQuestions } from "../child.ts";

/** The bare loop under ingestion: parse a body, insert its events, one durable transaction a body. No index but the key. */
const folder = mkdtempSync(join(tmpdir(), "millrace-bare-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("SIGTERM", () => process.exit(0));

const database = new Database(join(folder, "bare.db"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("CREATE TABLE events (position INTEGER PRIMARY KEY, topic TEXT NOT NULL, data TEXT NOT NULL)");
const insert = database.prepare("INSERT INTO events (topic, data) VALUES (?, ?)");
const store = database.transaction((events: readonly { topic: string; data: unknown }[]) => {
  for (const event of events) insert.run(event.topic, JSON.stringify(event.data));
});

answerQuestions({
  run({ body, times }: { body: Uint8Array; times: number }) {
    const text = Buffer.from(body);
    let events = 0;
    const started = performance.now();
    for (let i = 0; i < times; i++) {
      const parsed: { events: { topic: string; data: unknown }[] } = JSON.parse(text.toString());
      store(parsed.events);
      events += parsed.events.length;
    }
    return (events * 1_000) / (performance.now() - started);
  },
});
