import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { answerQuestions, sinkArgument } from "../child.ts";
import { eventData } from "../events.ts";

/** The bare loop under Kinesis deliveries: the SDK sends prepared records, 500 a call, as many calls at once as Millrace has. */
const { endpoint, concurrency } = sinkArgument();
const client = new KinesisClient({
  region: "us-west-2",
  endpoint,
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: concurrency } }),
});
const records = Array.from({ length: 500 }, (_, n) => ({
  PartitionKey: `0199e0a8-149d-7ee9-9f50-${String(n).padStart(12, "0")}`,
  Data: Buffer.from(`{"data":${JSON.stringify(eventData(n))}}`),
}));

answerQuestions({
  async run(count: number) {
    let left = count / 500;
    const started = performance.now();
    const loop = async (): Promise<void> => {
      while (left-- > 0) await client.send(new PutRecordsCommand({ StreamName: "bench", Records: records }));
    };
    await Promise.all(Array.from({ length: concurrency }, loop));
    return (count * 1_000) / (performance.now() - started);
  },
});
