import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { answerQuestions, sinkArgument } from "../child.ts";
import { eventData } from "../events.ts";

/** The bare loop under S3 deliveries: the SDK puts prepared objects, as many at once as Millrace does. */
const { endpoint, concurrency } = sinkArgument();
const client = new S3Client({
  region: "us-west-2",
  endpoint,
  forcePathStyle: true,
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: concurrency } }),
});
const body = Buffer.from(`{"data":${JSON.stringify(eventData(1))}}`);

answerQuestions({
  async run(count: number) {
    let left = count;
    const started = performance.now();
    const loop = async (): Promise<void> => {
      while (left-- > 0) {
        await client.send(
          new PutObjectCommand({
            Bucket: "bench",
            Key: `2025-10-14T02:58:59.323405308Z_0199e0a8-149d-7ee9-9f50-${String(left).padStart(12, "0")}.json`,
            Body: body,
            ContentType: "application/json",
            StorageClass: "STANDARD",
            Metadata: {
              projectId: "bench",
              destinationId: "bench",
              "event-id": "bench",
              timestamp: "bench",
              topic: "orders",
            },
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: concurrency }, loop));
    return (count * 1_000) / (performance.now() - started);
  },
});
