import { once } from "node:events";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import kinesalite from "kinesalite";

/** A record as a reader of the stream sees it. */
export interface ReadRecord {
  readonly partitionKey: string;
  readonly text: string;
  readonly shardId: string;
}

/** A local Kinesis (kinesalite) and the SDK to read it with. */
export interface KinesisEmulator {
  readonly endpointUrl: string;
  readonly client: KinesisClient;
  createStream(name: string, shards?: number): Promise<void>;
  /** Everything the stream holds, shard by shard in order. */
  readAll(name: string): Promise<readonly ReadRecord[]>;
  close(): Promise<void>;
}

/** Starts a Kinesis of its own on a free port of this machine. */
export async function startKinesis(): Promise<KinesisEmulator> {
  const server = kinesalite({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 1_000 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const endpointUrl = `http://127.0.0.1:${port}`;
  const client = new KinesisClient({
    region: "us-west-2",
    endpoint: endpointUrl,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler: new NodeHttpHandler(),
  });
  return {
    endpointUrl,
    client,
    async createStream(name, shards = 1) {
      await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
    readAll: (name) => readAll(client, name),
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readAll(client: KinesisClient, name: string): Promise<readonly ReadRecord[]> {
  const { Shards: shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
  const records: ReadRecord[] = [];
  for (const { ShardId: shardId = "" } of shards) {
    const start = await client.send(
      new GetShardIteratorCommand({ StreamName: name, ShardId: shardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    for (let iterator = start.ShardIterator; iterator !== undefined;) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 }));
      const found = page.Records ?? [];
      for (const { Data: data, PartitionKey: partitionKey = "" } of found) {
        records.push({ partitionKey, text: Buffer.from(data ?? []).toString(), shardId });
      }
      iterator =
        found.length === 0 && (page.MillisBehindLatest ?? 0) === 0 ? undefined : page.NextShardIterator;
    }
  }
  return records;
}
