import type { Event, RawJson } from "../core/event.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { Span } from "../core/json/scan.ts";
import { kindAt, skipSpace, skipValue, walkArray, walkObject } from "../core/json/scan.ts";
import type { Bytes } from "../core/message.ts";

/** Topics whose events are messages of the seeds, with or without a `resultInfo`. */
const RESULT_TOPICS: ReadonlySet<string> = new Set(["read", "subscribe"]);

/** A stretch of a result: the records from `from` to just before `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * A message with a list of records in `result`, taken apart in its own text: records are cut out and put together again,
 * never parsed and printed, so that every digit and the order of members stay.
 */
export class Results {
  readonly #text: RawJson;
  readonly #records: readonly Span[];
  /** What stands before the text of `resultInfo`, between that and the rest of the message, and behind. */
  readonly #envelope: Envelope;

  private constructor(text: RawJson, records: readonly Span[], envelope: Envelope) {
    this.#text = text;
    this.#records = records;
    this.#envelope = envelope;
  }

  /** The results of an event; undefined where it carries none that may be taken apart, such as an event of a caller's own. */
  static of({ data, topic }: Pick<Event, "data" | "topic">): Results | undefined {
    const found = find(data);
    if (found?.result === undefined) return undefined;
    if (found.info === undefined && !RESULT_TOPICS.has(topic)) return undefined;
    const envelope = envelopeOf(data, found.result, found.info);
    return new Results(data, found.records, envelope);
  }

  /** How many records there are. */
  get count(): number {
    return this.#records.length;
  }

  /** The message with these records alone. */
  inline(range: Range): RawJson {
    const { from, to } = range;
    const info = `{"type":"inline","numRecords":${to - from}}`;
    return this.#envelope.inline(info, this.list(range));
  }

  /** The message without records, which says where `numRecords` of them are. */
  byUrl({ from, to }: Range, downloadUrl: string): RawJson {
    const info = `{"type":"url","downloadUrl":${JSON.stringify(downloadUrl)},"numRecords":${to - from}}`;
    return this.#envelope.byUrl(info);
  }

  /** The records as a JSON array: what stands in a message's `result`, and behind a `downloadUrl`. */
  list({ from, to }: Range): RawJson {
    const first = this.#records[from];
    const last = this.#records[to - 1];
    return first === undefined || last === undefined ? "[]" : `[${this.#text.slice(first.start, last.end)}]`;
  }

  /**
   * The fewest ranges, in order, whose records have at most `budget` bytes each, commas and all. A record that is larger
   * has a range of its own. Stops behind `most` ranges.
   */
  ranges(budget: Bytes, most: number): readonly Range[] {
    const ranges: Range[] = [];
    let from = 0;
    let bytes = 0;
    let previous: Span | undefined;
    for (const [i, record] of this.#records.entries()) {
      const own = Buffer.byteLength(this.#text.slice(record.start, record.end));
      const comma =
        previous === undefined ? 0 : Buffer.byteLength(this.#text.slice(previous.end, record.start));
      if (i > from && bytes + comma + own > budget) {
        ranges.push({ from, to: i });
        if (ranges.length > most) return ranges;
        from = i;
        bytes = own;
      } else bytes += comma + own;
      previous = record;
    }
    if (from < this.count) ranges.push({ from, to: this.count });
    return ranges;
  }
}

/** Puts a message together around other contents. */
interface Envelope {
  inline(info: RawJson, list: RawJson): RawJson;
  byUrl(info: RawJson): RawJson;
}

/** A member with what takes it out: from behind the value before it, or the opening brace, to the end of its value. */
interface Found extends Span {
  readonly cut: number;
}

/** Longer ones are none of ours. */
const MAX_INFO = 1_000;

/** True for `{"type": "inline", …}`, which says that `result` is what the seeds call so. */
function isInline(text: RawJson, { start, end }: Span): boolean {
  if (end - start > MAX_INFO) return false;
  const info: unknown = JSON.parse(text.slice(start, end));
  return isJsonObject(info) && info.type === "inline";
}

/** The two members that matter. Undefined where the text is no such message, or says one of them twice. */
function find(
  text: RawJson,
):
  | { readonly result: Found | undefined; readonly info: Span | undefined; readonly records: readonly Span[] }
  | undefined {
  const start = skipSpace(text, 0);
  if (kindAt(text, start) !== "object") return undefined;
  const records: Span[] = [];
  let result: Found | undefined;
  let info: Span | undefined;
  let cut = start + 1;
  let odd = false;
  walkObject(text, start, (key, at) => {
    const kind = kindAt(text, at);
    const isResult = key === "result" && kind === "array" && result === undefined;
    const end = isResult ? recordsAt(text, at, records) : skipValue(text, at);
    if (isResult) result = { start: at, end, cut };
    else if (key === "resultInfo" && info === undefined && isInline(text, { start: at, end }))
      info = { start: at, end };
    else if (key === "result" || key === "resultInfo") odd = true;
    cut = end;
    return end;
  });
  return odd ? undefined : { result, info, records };
}

function recordsAt(text: RawJson, at: number, records: Span[]): number {
  return walkArray(text, at, (start) => {
    const end = skipValue(text, start);
    records.push({ start, end });
    return end;
  });
}

function envelopeOf(text: RawJson, result: Found, info: Span | undefined): Envelope {
  const behind = text.slice(result.end);
  // A value never ends in an opening brace: what stands before the cut is that of the message itself.
  const isFirst = text.charAt(result.cut - 1) === "{";
  if (info === undefined) {
    // Put where `result` stood, so that the comma before it and the one behind it serve both.
    const before = text.slice(0, result.cut);
    const between = text.slice(result.cut, result.start);
    const named = isFirst ? '"resultInfo":' : ',"resultInfo":';
    return {
      inline: (said, list) => before + named + said + (isFirst ? "," : "") + between + list + behind,
      byUrl: (said) => before + named + said + behind,
    };
  }
  if (info.start < result.start) {
    const before = text.slice(0, info.start);
    const between = text.slice(info.end, result.start);
    const kept = text.slice(info.end, result.cut);
    return {
      inline: (said, list) => before + said + between + list + behind,
      byUrl: (said) => before + said + kept + behind,
    };
  }
  const before = text.slice(0, result.start);
  const between = text.slice(result.end, info.start);
  const end = text.slice(info.end);
  const kept = text.slice(0, result.cut);
  // Where `result` comes first, the comma behind it goes with it.
  const rest = isFirst ? text.slice(skipSpace(text, result.end) + 1, info.start) : between;
  return {
    inline: (said, list) => before + list + between + said + end,
    byUrl: (said) => kept + rest + said + end,
  };
}
