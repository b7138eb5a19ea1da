import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { member } from "./support.ts";

/** What an event of these tests holds. */
export interface Numbered {
  readonly n: number;
  readonly key: string;
  /** How the sink refuses it: for good, as the request it is in or by itself; or each time for the moment. */
  readonly refused?: "request" | "record" | "always";
}

/** A service on this machine that notes what it took, in the order in which it took it. */
export interface RecordingSink {
  readonly url: string;
  readonly taken: readonly Numbered[];
  close(): Promise<void>;
}

/** A webhook receiver: 204 for what it takes, 400 for what it never will, 500 for what always fails. */
export function startReceiver(): Promise<RecordingSink> {
  return startSink((body, _request, response, take) => {
    const event = numbered(JSON.parse(body));
    if (event.refused === "always") response.writeHead(500).end("this one always fails");
    else if (event.refused !== undefined) response.writeHead(400).end("never this one");
    else {
      take(event);
      response.writeHead(204).end();
    }
  });
}

/** A Kinesis with two shards that knows PutRecords and DescribeStream. Like AWS's it refuses a request for one bad record. */
export function startStream(): Promise<RecordingSink> {
  let sequence = 0;
  return startSink((body, request, response, take) => {
    const answer = (status: number, value: object): void => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(value));
    };
    if (request.headers["x-amz-target"] === "Kinesis_20131202.DescribeStream") {
      answer(200, DESCRIPTION);
      return;
    }
    const records = member(JSON.parse(body), "Records");
    const events = (Array.isArray(records) ? records : []).map((record) => eventOfRecord(record));
    if (events.some(({ refused }) => refused === "request")) {
      answer(400, { __type: "InvalidArgumentException", message: "a record of it can never be taken" });
      return;
    }
    const answers = events.map((event) => {
      if (event.refused === "record")
        return { ErrorCode: "InvalidArgumentException", ErrorMessage: "never this one" };
      if (event.refused === "always")
        return { ErrorCode: "InternalFailure", ErrorMessage: "this one always fails" };
      take(event);
      return { SequenceNumber: String(++sequence), ShardId: "shardId-000000000000" };
    });
    answer(200, { FailedRecordCount: 0, Records: answers });
  });
}

/** The event a Kinesis record holds. */
function eventOfRecord(record: unknown): Numbered {
  const data = Buffer.from(String(member(record, "Data")), "base64").toString();
  return numbered(member(JSON.parse(data), "data"));
}

/** The event that data of these tests is. */
export function numbered(data: unknown): Numbered {
  const refused = member(data, "refused");
  const known = refused === "request" || refused === "record" || refused === "always";
  return {
    n: Number(member(data, "n")),
    key: String(member(data, "key")),
    ...(known && { refused }),
  };
}

const HALF = 2n ** 127n;
const DESCRIPTION = {
  StreamDescription: {
    StreamName: "stream",
    StreamStatus: "ACTIVE",
    HasMoreShards: false,
    Shards: [0n, HALF].map((from, i) => ({
      ShardId: `shardId-00000000000${i}`,
      HashKeyRange: { StartingHashKey: String(from), EndingHashKey: String(from + HALF - 1n) },
      SequenceNumberRange: { StartingSequenceNumber: "1" },
    })),
  },
};

/** Only a request that came whole counts. */
async function startSink(
  answer: (
    body: string,
    request: IncomingMessage,
    response: ServerResponse,
    take: (event: Numbered) => void,
  ) => void,
): Promise<RecordingSink> {
  const taken: Numbered[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.complete)
        answer(Buffer.concat(chunks).toString(), request, response, (event) => taken.push(event));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    taken,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
