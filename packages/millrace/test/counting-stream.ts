import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";

/** A Kinesis that takes PutRecords, remembers which numbers it was sent and how often, and nothing else. */
export class CountingStream {
  readonly seen = new Map<number, number>();
  /** Numbers that are throttled. */
  refuse: ReadonlySet<number> = new Set();
  /** Milliseconds that each call takes. */
  delay = 0;
  readonly endpointUrl: string;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.endpointUrl = `http://127.0.0.1:${port}`;
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = this.#take(Buffer.concat(chunks).toString());
        setTimeout(
          () => response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(body),
          this.delay,
        );
      });
    });
  }

  static async start(): Promise<CountingStream> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return new CountingStream(server, typeof address === "object" && address !== null ? address.port : 0);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(body: string): string {
    const { Records: records = [] }: { Records?: readonly { Data: string }[] } = JSON.parse(body);
    let failed = 0;
    const answers = records.map(({ Data: data }) => {
      const message: { data: { n: number } } = JSON.parse(Buffer.from(data, "base64").toString());
      const { n } = message.data;
      if (this.refuse.has(n)) {
        failed++;
        return { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "slow down" };
      }
      this.seen.set(n, (this.seen.get(n) ?? 0) + 1);
      return { SequenceNumber: "1", ShardId: "shardId-000000000000" };
    });
    return JSON.stringify({ FailedRecordCount: failed, Records: answers });
  }
}
