import { Pool } from "undici";
import { answerQuestions, sinkArgument } from "../child.ts";
import { eventData } from "../events.ts";

/** The bare loop under webhooks: undici posts one prepared body, as many at once as Millrace does. */
const { endpoint, concurrency } = sinkArgument();
const pool = new Pool(endpoint, { connections: concurrency, pipelining: 1 });
const body = Buffer.from(JSON.stringify(eventData(1)));
const headers = { "content-type": "application/json" };

answerQuestions({
  async run(count: number) {
    let left = count;
    const started = performance.now();
    const loop = async (): Promise<void> => {
      while (left-- > 0) {
        const answer = await pool.request({ method: "POST", path: "/in", headers, body });
        await answer.body.dump();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, loop));
    return (count * 1_000) / (performance.now() - started);
  },
});
