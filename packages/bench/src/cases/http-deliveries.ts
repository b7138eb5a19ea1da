import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { Stage } from "./drain.ts";

/** As many requests at once as a webhook destination has in flight. */
const CONCURRENCY = 16;

/** A backlog drained from the log to a webhook, one signed request an event. */
export const httpDeliveries: Case = {
  name: "http-deliveries",
  unit: "requests/s",
  target: 0.7,
  about: `a backlog of events drained to a webhook that only answers; bare: undici posting a prepared body, ${CONCURRENCY} at once`,
  async run(effort: Effort): Promise<readonly Round[]> {
    const sink = await Child.start("webhook-sink");
    const endpoint = `http://127.0.0.1:${await sink.ask("port")}`;
    const bare = await Child.start("bare-http", { endpoint, concurrency: CONCURRENCY });
    const stage = await Stage.set(sink, { type: "webhook", metadata: { url: `${endpoint}/in` } });
    try {
      const events = Math.round(400 * effort.scale) * 100;
      await stage.drain(5_000);
      await bare.ask("run", 5_000);
      return await inTurn(
        effort,
        () => stage.drain(events),
        () => bare.ask("run", events),
      );
    } finally {
      await stage.millrace.stop();
      await Promise.all([sink.stop(), bare.stop()]);
    }
  },
};
