import { createHash } from "node:crypto";
import type { Sender } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Message } from "../../core/message.ts";
import type { Milliseconds } from "../../core/time.ts";
import type { KinesisClient } from "./client.ts";

/** AWS: what a shard takes a second. */
const RECORDS_PER_SECOND = 1_000;
const BYTES_PER_SECOND = 1_048_576;

/** A stream may be resharded at any time; asked more often than this, AWS throttles the question too. */
const ASK_EVERY: Milliseconds = 30_000;
const ASK_TIMEOUT: Milliseconds = 10_000;

/** Shards that are read of a description, ended ones too: more than a stream has. The endpoint may be anybody's. */
const MAX_SHARDS = 100_000;

/** A shard that takes records, and the first hash key that is its own. */
interface Shard {
  readonly id: string;
  readonly from: bigint;
}

/**
 * Which shard takes which message, learned with `kinesis:DescribeStream` (one of the permissions of seed 000) once the
 * stream throttles: until then nobody needs to know. Where the stream cannot be described it stays unknown, and the stream
 * is paced as a whole.
 */
export class Shards implements NonNullable<Sender["parts"]> {
  readonly recordsPerSecond = RECORDS_PER_SECOND;
  readonly bytesPerSecond = BYTES_PER_SECOND;
  readonly #client: KinesisClient;
  readonly #streamName: string;
  readonly #now: () => Milliseconds;
  readonly #closing = new AbortController();
  /** By hash key. */
  #shards: readonly Shard[] = [];
  #askedAt: Milliseconds = -Infinity;
  #asking: Promise<void> | undefined;

  /** @param now a clock that only goes forward */
  constructor(client: KinesisClient, streamName: string, now: () => Milliseconds = () => performance.now()) {
    this.#client = client;
    this.#streamName = streamName;
    this.#now = now;
  }

  of(message: Message): string | undefined {
    const shards = this.#shards;
    if (shards.length < 2) return shards[0]?.id;
    const hash = hashKeyOf(message.key);
    let low = 0;
    let high = shards.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((shards[middle]?.from ?? 0n) <= hash) low = middle;
      else high = middle - 1;
    }
    return shards[low]?.id;
  }

  learn(): void {
    if (this.#asking !== undefined || this.#now() - this.#askedAt < ASK_EVERY) return;
    this.#askedAt = this.#now();
    this.#asking = this.#describe().finally(() => (this.#asking = undefined));
  }

  /** Resolves when what is being asked has been answered. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  close(): void {
    this.#closing.abort();
  }

  async #describe(): Promise<void> {
    const found: Shard[] = [];
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ASK_TIMEOUT)]);
    let after: string | undefined;
    for (let listed = 0; ;) {
      const request = {
        StreamName: this.#streamName,
        ...(after !== undefined && { ExclusiveStartShardId: after }),
      };
      const answer = await this.#client.call("DescribeStream", JSON.stringify(request), signal);
      if ("failure" in answer) return;
      const stream = answer.body.StreamDescription;
      const shards = isJsonObject(stream) && Array.isArray(stream.Shards) ? stream.Shards : [];
      listed += shards.length;
      if (listed > MAX_SHARDS) return;
      found.push(...shards.flatMap(openShard));
      const last: unknown = shards.at(-1);
      if (!isJsonObject(stream) || stream.HasMoreShards !== true || !isJsonObject(last)) break;
      after = String(last.ShardId);
    }
    this.#shards = found.sort((a, b) => (a.from < b.from ? -1 : 1));
  }
}

/** AWS: the MD5 of the partition key, as a number of 128 bits. */
function hashKeyOf(key: string): bigint {
  return BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
}

/** A shard that was split or merged has an end, and takes nothing any more. */
function openShard(shard: unknown): Shard[] {
  if (!isJsonObject(shard)) return [];
  const { ShardId: id, HashKeyRange: range, SequenceNumberRange: numbers } = shard;
  const from = isJsonObject(range) ? range.StartingHashKey : undefined;
  const ended = isJsonObject(numbers) && numbers.EndingSequenceNumber !== undefined;
  if (ended || typeof id !== "string" || typeof from !== "string" || !/^\d{1,39}$/.test(from)) return [];
  return [{ id, from: BigInt(from) }];
}
