import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { eventsBody } from "../events.ts";
import { Millrace } from "../millrace.ts";

const BATCH = 100;

/** Durable ingestion over HTTP against a loop that only parses the same bodies and inserts their events into SQLite. */
export const ingestBatch: Case = {
  name: "ingest-batch",
  unit: "events/s",
  target: 0.6,
  about:
    "POST …/events, 100 events a call, 16 connections, answered after fsync; bare: JSON.parse + SQLite insert, one transaction a body",
  async run(effort: Effort): Promise<readonly Round[]> {
    const body = eventsBody(BATCH);
    const bodies = Math.round(1_000 * effort.scale);
    const millrace = await Millrace.start();
    const bare = await Child.start("bare-ingest");
    try {
      await millrace.postEvents([body], 200);
      await bare.ask("run", { body, times: 200 });
      const measure = async (): Promise<number> => {
        const started = performance.now();
        await millrace.postEvents([body], bodies);
        return (bodies * BATCH * 1_000) / (performance.now() - started);
      };
      return await inTurn(effort, measure, () => bare.ask("run", { body, times: bodies }));
    } finally {
      await Promise.all([millrace.stop(), bare.stop()]);
    }
  },
};
