import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { Stage } from "./drain.ts";

/** As many uploads at once as an S3 lane has in flight. */
const CONCURRENCY = 16;

/** A backlog drained from the log into a bucket, one object an event. */
export const s3Objects: Case = {
  name: "s3-objects",
  unit: "objects/s",
  target: 0.7,
  about: `a backlog of events drained into a bucket that only answers; bare: the SDK putting prepared objects, ${CONCURRENCY} at once`,
  async run(effort: Effort): Promise<readonly Round[]> {
    const sink = await Child.start("s3-sink");
    const endpoint = `http://127.0.0.1:${await sink.ask("port")}`;
    const bare = await Child.start("bare-s3", { endpoint, concurrency: CONCURRENCY });
    const stage = await Stage.set(sink, {
      type: "s3",
      metadata: { bucket: "bench", region: "us-west-2", endpointUrl: endpoint },
      secrets: { awsKeyId: "bench", awsSecretKey: "bench" },
    });
    try {
      const objects = Math.round(50 * effort.scale) * 100;
      await stage.drain(1_000);
      await bare.ask("run", 1_000);
      return await inTurn(
        effort,
        () => stage.drain(objects),
        () => bare.ask("run", objects),
      );
    } finally {
      await stage.millrace.stop();
      await Promise.all([sink.stop(), bare.stop()]);
    }
  },
};
