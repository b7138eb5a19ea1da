import { SplitShardCommand } from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Message } from "../../core/message.ts";
import { StaticCredentials } from "../aws/credentials.ts";
import { eventWith, LOCAL_POLICY } from "../testing/destination-suite.ts";
import type { KinesisEmulator } from "../testing/kinesis-emulator.ts";
import { startKinesis } from "../testing/kinesis-emulator.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { KinesisClient } from "./client.ts";
import { KinesisSender } from "./sender.ts";
import { Shards } from "./shards.ts";

const credentials = new StaticCredentials({ accessKeyId: "local", secretAccessKey: "local" });
const keyed = (key: string): Message => ({
  event: eventWith(1),
  body: "1",
  bodyBytes: 1,
  key,
  keyBytes: key.length,
  attributes: {},
});

let emulator: KinesisEmulator;
let client: KinesisClient;
beforeAll(async () => {
  emulator = await startKinesis();
  await emulator.createStream("s", 5);
  client = new KinesisClient(
    { streamName: "s", region: "us-west-2", endpointUrl: emulator.endpointUrl },
    credentials,
    LOCAL_POLICY,
  );
});
afterAll(async () => {
  await client.close();
  await emulator.close();
});

it("knows the shard of every key as the stream itself does, also after a split", async () => {
  let now = 0;
  const shards = new Shards(client, "s", () => now);
  expect(shards.of(keyed("a"))).toBeUndefined();
  const sameAsTheStream = async (round: string): Promise<void> => {
    const keys = Array.from({ length: 200 }, (_, i) => `${round}-${i}-ü`);
    const sender = new KinesisSender(client, "s");
    await sender.send(keys.map(keyed), AbortSignal.timeout(10_000));
    const placed = new Map(
      (await emulator.readAll("s")).map((record) => [record.partitionKey, record.shardId]),
    );
    for (const key of keys) expect(shards.of(keyed(key))).toBe(placed.get(key));
  };
  shards.learn();
  await shards.settled();
  await sameAsTheStream("before");
  await emulator.client.send(
    new SplitShardCommand({
      StreamName: "s",
      ShardToSplit: "shardId-000000000000",
      NewStartingHashKey: "20000000000000000000000000000000000000",
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  // Not asked again so soon.
  shards.learn();
  await shards.settled();
  now += 31_000;
  shards.learn();
  await shards.settled();
  await sameAsTheStream("after");
});

it("gives up on a stream that says it has more shards than any has", async () => {
  const endpoint = await ScriptedServer.start();
  const many = Array.from({ length: 40_000 }, (_, i) => ({
    ShardId: `s${i}`,
    HashKeyRange: { StartingHashKey: String(i) },
  }));
  const body = JSON.stringify({ StreamDescription: { HasMoreShards: true, Shards: many } });
  endpoint.script = () => ({ status: 200, body });
  const settings = { streamName: "s", region: "us-west-2", endpointUrl: endpoint.endpointUrl };
  const endless = new KinesisClient(settings, credentials, LOCAL_POLICY);
  const shards = new Shards(endless, "s");
  shards.learn();
  await shards.settled();
  await Promise.all([endless.close(), endpoint.close()]);
  expect(endpoint.seen.length).toBeLessThan(10);
  expect(shards.of(keyed("a"))).toBeUndefined();
}, 30_000);

it("knows nothing of a stream that cannot be described, and harms nobody by it", async () => {
  const shards = new Shards(client, "missing");
  shards.learn();
  await shards.settled();
  expect(shards.of(keyed("a"))).toBeUndefined();
});
