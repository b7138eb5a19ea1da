import type { BlobKey, BlobStore } from "../blobs/blob-store.ts";
import type { DownloadUrls } from "../blobs/download-urls.ts";
import type { Formatter } from "../core/destination.ts";
import type { Event } from "../core/event.ts";
import { inParallel } from "../core/in-parallel.ts";
import type { Discard, Formatted, Message, TooLarge } from "../core/message.ts";
import { isDiscard, isTooLarge } from "../core/message.ts";
import type { Milliseconds } from "../core/time.ts";
import type { Range } from "./split-results.ts";
import { Results } from "./split-results.ts";

/** More messages than this are not made of one event: its whole result is then given by URL. */
export const MAX_PARTS = 64;

/** What an id and a count grow by in a part: `_64`, and digits of `numRecords`. */
const SLACK_BYTES = 16;

/** Blobs of one event that are written at once: each is held in memory meanwhile. */
const WRITES = 2;

/** One message to be, and the blob it needs where its record is not in it. */
interface Part {
  readonly message: Message;
  readonly blob?: { readonly key: BlobKey; readonly range: Range };
}

/**
 * What becomes of events too large for a message: their results are split over several messages, and a record that is
 * too large even alone is given by URL. The parts of an event are the same at every attempt, their URLs are fresh.
 */
export class LargeResults {
  readonly #blobs: BlobStore;
  readonly #urls: Pick<DownloadUrls, "urlFor">;

  constructor(blobs: BlobStore, urls: Pick<DownloadUrls, "urlFor">) {
    this.#blobs = blobs;
    this.#urls = urls;
  }

  /**
   * The messages to send instead of one that is too large, in order, with the blobs they lead to stored; a discard where
   * the format step has one; undefined where the event can be neither split nor given by URL. Every message is within
   * the destination's limit and belongs to the event's position; ids are the event's and `_1`, `_2`, … where there are
   * several. Asked anew at each attempt: URLs count from then.
   * @param ttl how long the URLs stay good
   * @throws {BlobStoreError} where a blob cannot be stored at the moment: the delivery is to be tried again
   */
  async prepare(
    event: Event,
    format: Formatter,
    ttl: Milliseconds,
  ): Promise<readonly Message[] | Discard | undefined> {
    const formatted = format(event);
    if (isDiscard(formatted)) return formatted;
    if (!isTooLarge(formatted)) return [formatted];
    const results = Results.of(event);
    if (results === undefined) return undefined;
    const plan = new Plan({ event, results, format, tooLarge: formatted.tooLarge, ttl, urls: this.#urls });
    const parts = await plan.parts();
    if (parts === undefined || "discard" in parts) return parts;
    await inParallel(
      parts.flatMap(({ blob }) => blob ?? []),
      WRITES,
      ({ key, range }) => this.#blobs.put(key, Buffer.from(results.list(range))),
    );
    return parts.map(({ message }) => message);
  }
}

interface PlanContext {
  readonly event: Event;
  readonly results: Results;
  readonly format: Formatter;
  readonly tooLarge: TooLarge["tooLarge"];
  readonly ttl: Milliseconds;
  readonly urls: Pick<DownloadUrls, "urlFor">;
}

/** Finds out how one event is sent. Nothing is stored yet: what is found here may still come to nothing. */
class Plan {
  readonly #context: PlanContext;

  constructor(context: PlanContext) {
    this.#context = context;
  }

  async parts(): Promise<readonly Part[] | Discard | undefined> {
    // First the least that can be sent. Where even that is too large, it is not the records that make it so.
    const whole = await this.#byUrl({ from: 0, to: this.#context.results.count }, 0);
    if (!("message" in whole)) return isDiscard(whole) ? whole : undefined;
    return (await this.#split()) ?? [whole];
  }

  /** Undefined where there would be too many parts. */
  async #split(): Promise<readonly Part[] | Discard | undefined> {
    if (this.#context.results.count < 2) return undefined;
    const ranges = this.#ranges();
    if (ranges.length > MAX_PARTS) return undefined;
    const parts: Part[] = [];
    const rest = ranges.toReversed();
    for (let range = rest.pop(); range !== undefined; range = rest.pop()) {
      if (parts.length === MAX_PARTS) return undefined;
      const n = parts.length + 1;
      const { results } = this.#context;
      const formatted = this.#format(n, results.inline(range));
      if (isDiscard(formatted)) return formatted;
      if (!isTooLarge(formatted)) {
        parts.push({ message: formatted });
        continue;
      }
      if (range.to - range.from > 1) {
        // The format step makes more of these records than of others.
        const middle = (range.from + range.to) >> 1;
        rest.push({ from: middle, to: range.to }, { from: range.from, to: middle });
        continue;
      }
      const part = await this.#byUrl(range, n);
      if (!("message" in part)) return isDiscard(part) ? part : undefined;
      parts.push(part);
    }
    return parts.length > 1 ? parts : undefined;
  }

  /** By what the format step has added to the whole event. */
  #ranges(): readonly Range[] {
    const { event, results, tooLarge } = this.#context;
    const added = Math.max(0, tooLarge.bytes - Buffer.byteLength(event.data));
    const envelope = Buffer.byteLength(results.inline({ from: 0, to: 0 }));
    return results.ranges(tooLarge.limit - added - envelope - SLACK_BYTES, MAX_PARTS);
  }

  /** @param n which part of the message it is; 0 for all of it */
  async #byUrl(range: Range, n: number): Promise<Part | Discard | TooLarge> {
    const { event, results, ttl, urls } = this.#context;
    // Named for what it holds, not for the part: the same record is another part where the limit is another.
    const part = n === 0 ? 0 : range.from + 1;
    const key = { projectId: event.projectId, position: event.position, part };
    const formatted = this.#format(n, results.byUrl(range, await urls.urlFor(key, ttl)));
    if (isDiscard(formatted) || isTooLarge(formatted)) return formatted;
    return { message: formatted, blob: { key, range } };
  }

  #format(n: number, data: string): Formatted {
    const { event, format, tooLarge } = this.#context;
    return format({ ...event, ...(n > 0 && { id: `${event.id}_${n}` }), data }, tooLarge.key);
  }
}
