import type { LocalBucket } from "./bucket.ts";
import type { LocalStream } from "./stream.ts";

/** What {@link printArrivals} reads from. */
export interface Arrivals {
  readonly stream: LocalStream;
  readonly bucket: LocalBucket;
  readonly handedIn: number;
  readonly seconds: number;
}

/** Reads everything back through the AWS SDK and prints what arrived. Answers whether nothing is missing. */
export async function printArrivals({ stream, bucket, handedIn, seconds }: Arrivals): Promise<boolean> {
  const records = await stream.readAll();
  const keys = await bucket.keys();
  const arrived = records.length + keys.length;
  const complete = arrived === handedIn;
  say(`\nRead back through the AWS SDK, ${seconds.toFixed(1)} s after the first call:`);
  say(
    `  stream demo         ${count(records.length)} records on ${new Set(records.map((r) => r.shardId)).size} shards`,
  );
  for (const [kind, number] of tally(records.map(({ text }) => kindOf(text))))
    say(`    ${kind.padEnd(18)}${count(number)}`);
  say(`  bucket demo-bucket  ${count(keys.length)} objects`);
  for (const [folder, number] of tally(keys.map((key) => key.split("/")[0] ?? "")))
    say(`    ${folder.padEnd(18)}${count(number)}`);
  say(
    `  handed in ${handedIn}, arrived ${arrived}: ${complete ? "nothing is missing" : `${handedIn - arrived} ARE MISSING`}`,
  );

  const record = records.find(({ text }) => text.includes('"subscribe"'));
  if (record !== undefined)
    say(
      `\nOne record of the stream (partition key ${record.partitionKey}, ${record.shardId}):\n${indent(record.text, 2)}`,
    );
  const key = keys.find((each) => each.startsWith("company/"));
  if (key !== undefined) await printObject(bucket, key);
  return complete;
}

async function printObject(bucket: LocalBucket, key: string): Promise<void> {
  const { text, metadata } = await bucket.get(key);
  say(`\nOne object of the bucket:\n  ${key}`);
  for (const [name, value] of Object.entries(metadata).toSorted(([a], [b]) => a.localeCompare(b)))
    say(`    x-amz-meta-${name}: ${value}`);
  say(`  ${text.length > 700 ? `${text.slice(0, 700)}…` : text}`);
}

function kindOf(text: string): string {
  return (
    /"objectName":"([^"]*)"/.exec(text)?.[1] +
    (text.includes('"action":"subscribe"') ? " (subscribe)" : " (read)")
  );
}

function tally(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b));
}

function count(number: number): string {
  return String(number).padStart(6);
}

function indent(json: string, by: number): string {
  return JSON.stringify(JSON.parse(json), null, 2).replaceAll(/^/gm, " ".repeat(by));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
