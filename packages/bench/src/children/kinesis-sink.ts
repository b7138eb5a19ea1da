import { serveCounting } from "../counting-sink.ts";

/** A Kinesis that only answers: every record of a PutRecords is accepted and counted, none is kept. */
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

serveCounting((body, response) => {
  let count = 0;
  for (let at = body.indexOf(marker); at !== -1; at = body.indexOf(marker, at + marker.length)) count++;
  response
    .writeHead(200, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "bench" })
    .end(answerFor(count));
  return count;
});
