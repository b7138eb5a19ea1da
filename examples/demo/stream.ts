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

/** A record as a reader of the stream gets it. */
export interface StreamRecord {
  readonly partitionKey: string;
  readonly shardId: string;
  readonly text: string;
}

/** A Kinesis on this machine, with one stream, read through the AWS SDK. */
export interface LocalStream {
  readonly endpointUrl: string;
  readAll(): Promise<readonly StreamRecord[]>;
  close(): Promise<void>;
}

/** Starts kinesalite on a free port and makes the stream. */
export async function startStream(name: string, shards: number): Promise<LocalStream> {
  const server = kinesalite({ createStreamMs: 0, shardLimit: 100 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpointUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const client = new KinesisClient({
    region: "us-west-2",
    endpoint: endpointUrl,
    credentials: { accessKeyId: "demo", secretAccessKey: "demo" },
    requestHandler: new NodeHttpHandler(),
  });
  await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  return {
    endpointUrl,
    readAll: () => readAll(client, name),
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readAll(client: KinesisClient, name: string): Promise<readonly StreamRecord[]> {
  const { Shards: shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
  const records: StreamRecord[] = [];
  for (const { ShardId: shardId = "" } of shards) {
    const start = { StreamName: name, ShardId: shardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    let { ShardIterator: iterator } = await client.send(new GetShardIteratorCommand(start));
    while (iterator !== undefined) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 }));
      for (const { Data: data = new Uint8Array(), PartitionKey: partitionKey = "" } of page.Records ?? []) {
        records.push({ partitionKey, shardId, text: Buffer.from(data).toString() });
      }
      iterator = page.Records?.length === 0 ? undefined : page.NextShardIterator;
    }
  }
  return records;
}
