import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { Stage } from "./drain.ts";

/** As many calls at once as a Kinesis lane has in flight. */
const CONCURRENCY = 4;

const BARE = `bare: the SDK sending prepared records, 500 a call, ${CONCURRENCY} calls at once, to the same sink`;

/** A backlog drained from the log into a stream. */
export const logToKinesis: Case = {
  name: "log-to-kinesis",
  unit: "events/s",
  target: 0.5,
  about: `a backlog of events drained into a sink that only answers; ${BARE}`,
  run: (effort) => run(effort, (stage, events) => stage.drain(events)),
};

/** From the HTTP request to the stream. */
export const httpToKinesis: Case = {
  name: "http-to-kinesis",
  unit: "events/s",
  target: 0.25,
  about: `POST …/events, 100 a call, until the last record is at the sink; ${BARE}`,
  run: (effort) => run(effort, (stage, events) => stage.endToEnd(events)),
};

async function run(
  effort: Effort,
  measure: (stage: Stage, events: number) => Promise<number>,
): Promise<readonly Round[]> {
  const sink = await Child.start("kinesis-sink");
  const endpoint = `http://127.0.0.1:${await sink.ask("port")}`;
  const bare = await Child.start("bare-kinesis", { endpoint, concurrency: CONCURRENCY });
  const stage = await Stage.set(sink, {
    type: "kinesis",
    metadata: { streamName: "bench", region: "us-west-2", endpointUrl: endpoint },
    secrets: { awsKeyId: "bench", awsSecretKey: "bench" },
  });
  try {
    const events = Math.round(100 * effort.scale) * 1_000;
    await measure(stage, 20_000);
    await bare.ask("run", 20_000);
    return await inTurn(
      effort,
      () => measure(stage, events),
      () => bare.ask("run", events),
    );
  } finally {
    await stage.millrace.stop();
    await Promise.all([sink.stop(), bare.stop()]);
  }
}
