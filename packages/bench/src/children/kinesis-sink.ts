import { createServer } from "node:http";
import { answerQuestions } from "../child.ts";

/** A Kinesis that only answers: every record of a PutRecords is accepted and counted, none is kept. */
let records = 0;
const waiting: { count: number; resolve: (count: number) => void }[] = [];
const marker = Buffer.from('"PartitionKey"');
const one =
  '{"SequenceNumber":"49590338271490256608559692538361571095921575989136588898","ShardId":"shardId-000000000000"}';
const answersBySize = new Map<number, string>();

function answerFor(count: number): string {
  let answer = answersBySize.get(count);
  if (answer === undefined) {
    answer = `{"FailedRecordCount":0,"Records":[${Array.from({ length: count }, () => one).join(",")}]}`;
    answersBySize.set(count, answer);
  }
  return answer;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    let count = 0;
    for (let at = body.indexOf(marker); at !== -1; at = body.indexOf(marker, at + marker.length)) count++;
    records += count;
    response
      .writeHead(200, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "bench" })
      .end(answerFor(count));
    for (const each of waiting.splice(0)) {
      if (records >= each.count) each.resolve(records);
      else waiting.push(each);
    }
  });
});
server.keepAliveTimeout = 60_000;

answerQuestions({
  port: () =>
    new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    }),
  reset() {
    records = 0;
    return 0;
  },
  /** Resolves when that many records have come since the last reset. */
  until: (count: number) =>
    new Promise<number>((resolve) => {
      if (records >= count) resolve(records);
      else waiting.push({ count, resolve });
    }),
});
