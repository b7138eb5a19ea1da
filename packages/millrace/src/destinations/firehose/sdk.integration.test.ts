import {
  DescribeDeliveryStreamCommand,
  FirehoseClient as SdkClient,
  InvalidArgumentException,
  PutRecordBatchCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-firehose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventWith, LOCAL_POLICY, messagesOf } from "../testing/destination-suite.ts";
import { FirehoseServer } from "../testing/firehose-server.ts";
import { firehose } from "./index.ts";

let server: FirehoseServer;
let sdk: SdkClient;
beforeAll(async () => {
  server = await FirehoseServer.start();
  server.createStream("stream");
  server.createStream("reader", "KinesisStreamAsSource");
  sdk = new SdkClient({
    region: "us-west-2",
    endpoint: server.endpointUrl,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});
afterAll(async () => {
  sdk.destroy();
  await server.close();
});

/** What counts of the last request, whoever sent it. */
const lastRequest = () => {
  const last = server.seen.at(-1);
  const sent: unknown = JSON.parse(last?.body ?? "{}");
  const { "x-amz-target": target, "content-type": type } = last?.headers ?? {};
  return { method: last?.method, url: last?.url, target, type, sent };
};

it("the local Firehose speaks with the SDK, and Millrace sends what the SDK sends", async () => {
  const settings = { deliveryStreamName: "stream", region: "us-west-2", endpointUrl: server.endpointUrl };
  const messages = messagesOf(firehose, settings, [eventWith(1, '{"s":"é 😀"}'), eventWith(2)]);
  const Records = messages.map(({ body }) => ({ Data: Buffer.from(body) }));
  const answer = await sdk.send(new PutRecordBatchCommand({ DeliveryStreamName: "stream", Records }));
  expect(answer).toMatchObject({ FailedPutCount: 0, Encrypted: false });
  expect(answer.RequestResponses?.map(({ RecordId }) => typeof RecordId)).toEqual(["string", "string"]);
  const bySdk = lastRequest();

  const sender = firehose.open(settings, { awsKeyId: "local", awsSecretKey: "local" }, LOCAL_POLICY);
  const outcomes = await sender.send(messages, new AbortController().signal);
  await sender.close();
  expect(outcomes.map(({ kind }) => kind)).toEqual(["delivered", "delivered"]);
  expect(lastRequest()).toEqual(bySdk);
  const bodies = messages.map(({ body }) => body);
  expect(server.records("stream")).toEqual([...bodies, ...bodies]);
});

it("the SDK reads the local Firehose's failures as it reads AWS's", async () => {
  server.faultOf = ({ request }) => (request > 0 ? "ServiceUnavailableException" : undefined);
  const Records = [{ Data: Buffer.from("x") }];
  const put = (DeliveryStreamName: string) =>
    sdk.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
  expect(await put("stream")).toMatchObject({
    FailedPutCount: 1,
    RequestResponses: [{ ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." }],
  });
  await expect(put("nowhere")).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(put("reader")).rejects.toBeInstanceOf(InvalidArgumentException);
  expect(await sdk.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "stream" }))).toMatchObject({
    DeliveryStreamDescription: { DeliveryStreamStatus: "ACTIVE", DeliveryStreamType: "DirectPut" },
  });
});
