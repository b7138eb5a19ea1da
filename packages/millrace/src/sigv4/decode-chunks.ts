import { incomplete, invalid } from "./errors.ts";
import type { ChunkedPayload } from "./payload-mode.ts";
import type { ReceivedRequest } from "./received-request.ts";
import type { ScopedKey } from "./signing-key.ts";
import { sameSignature, sha256, sign } from "./signing-key.ts";

/** What the signatures of chunks are checked with. */
interface Chain {
  readonly chunked: ChunkedPayload;
  readonly key: ScopedKey;
  readonly timestamp: string;
  /** The signature of the request, from which that of the first chunk follows. */
  readonly seed: string;
}

const LONGEST_LINE = 1_024;
const MAX_TRAILERS = 16;
const EMPTY_HASH = sha256("");

/**
 * Takes the payload out of a body in the encoding `aws-chunked`, and checks the signature of every chunk and of the
 * trailers where they have some ("Transferring payload in multiple chunks", S3). Checksums in trailers are not
 * calculated again: where chunks are signed they say nothing new.
 * @throws {SignatureError} where the encoding is broken, a signature is wrong or the length is another than announced
 */
export function decodeChunks(request: ReceivedRequest, body: Buffer, chain: Chain): Buffer {
  const announced = announcedLength(request, body.length);
  // One piece of memory of a known size, however many chunks there are.
  const payload = Buffer.allocUnsafe(announced);
  const lines = new Lines(body);
  let previous = chain.seed;
  let filled = 0;
  for (let last = false; !last;) {
    const { length, signature } = readHead(lines.next(), chain.chunked.signed);
    last = length === 0;
    if (filled + length > announced)
      throw invalid("The payload is longer than x-amz-decoded-content-length.");
    const data = lines.take(length);
    if (signature !== undefined) {
      requireSame(sign(chain.key, chunkToSign(chain, previous, data)), signature, "a chunk");
      previous = signature;
    }
    filled += data.copy(payload, filled);
    if (!last) lines.expectBreak();
  }
  if (filled !== announced) throw invalid("The payload is shorter than x-amz-decoded-content-length.");
  const trailers = readTrailers(lines);
  if (!lines.ended) throw incomplete("Something follows behind the last chunk.");
  checkTrailers(request, trailers, chain, previous);
  return payload;
}

function announcedLength({ headers }: ReceivedRequest, most: number): number {
  const values = headers.get("x-amz-decoded-content-length") ?? [];
  const [text = ""] = values;
  if (values.length !== 1 || !/^\d{1,15}$/.test(text))
    throw incomplete("A body in chunks needs the header x-amz-decoded-content-length.");
  if (Number(text) > most) throw invalid("The payload is shorter than x-amz-decoded-content-length.");
  return Number(text);
}

const SIGNED_HEAD = /^([0-9a-fA-F]{1,8});chunk-signature=([0-9a-f]{64})$/;
const HEAD = /^([0-9a-fA-F]{1,8})$/;

function readHead(line: string, signed: boolean): { readonly length: number; readonly signature?: string } {
  const [, length, signature] = (signed ? SIGNED_HEAD : HEAD).exec(line) ?? [];
  if (length === undefined)
    throw incomplete(
      `Each chunk must begin with its length in hexadecimal${signed ? " and ;chunk-signature=" : ""}.`,
    );
  return { length: Number.parseInt(length, 16), ...(signature !== undefined && { signature }) };
}

function chunkToSign({ timestamp, key }: Chain, previous: string, data: Buffer): string {
  return `AWS4-HMAC-SHA256-PAYLOAD\n${timestamp}\n${key.scope}\n${previous}\n${EMPTY_HASH}\n${sha256(data)}`;
}

/** The lines behind the last chunk, up to the empty one. */
function readTrailers(lines: Lines): ReadonlyMap<string, string> {
  const trailers = new Map<string, string>();
  for (let line = lines.next(); line !== ""; line = lines.next()) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name === "" || trailers.has(name) || trailers.size === MAX_TRAILERS)
      throw incomplete("The trailers behind the last chunk must be headers, each once.");
    trailers.set(name, line.slice(colon + 1).trim());
  }
  return trailers;
}

const TRAILER_SIGNATURE = "x-amz-trailer-signature";

function checkTrailers(
  { headers }: ReceivedRequest,
  found: ReadonlyMap<string, string>,
  { chunked, key, timestamp }: Chain,
  previous: string,
): void {
  const announced = (headers.get("x-amz-trailer") ?? []).flatMap((value) =>
    value.split(",").map((name) => name.trim().toLowerCase()),
  );
  const trailers = [...found].filter(([name]) => name !== TRAILER_SIGNATURE);
  if (!chunked.trailers && found.size > 0)
    throw incomplete("Trailers follow that x-amz-content-sha256 did not announce.");
  if (trailers.length !== announced.length || !trailers.every(([name]) => announced.includes(name)))
    throw incomplete("The trailers are not those that the header x-amz-trailer announces.");
  if (!chunked.signed || !chunked.trailers) return;
  const canonical = trailers
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`)
    .join("");
  const toSign = `AWS4-HMAC-SHA256-TRAILER\n${timestamp}\n${key.scope}\n${previous}\n${sha256(canonical)}`;
  requireSame(sign(key, toSign), found.get(TRAILER_SIGNATURE) ?? "", "the trailers");
}

function requireSame(right: string, given: string, what: string): void {
  if (!sameSignature(right, given)) throw invalid(`The signature of ${what} is wrong.`);
}

/** Reads a body piece by piece. */
class Lines {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  get ended(): boolean {
    return this.#at === this.#body.length;
  }

  /** The line that comes next, without its end. */
  next(): string {
    const within = this.#body.subarray(this.#at, this.#at + LONGEST_LINE);
    const length = within.indexOf("\r\n");
    if (length < 0) throw incomplete("The body ends, or has a line too long, before its last chunk.");
    this.#at += length + 2;
    return within.toString("latin1", 0, length);
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#body.length) throw incomplete("The body ends within a chunk.");
    const taken = this.#body.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  expectBreak(): void {
    if (this.next() !== "") throw incomplete("A chunk is longer than it says.");
  }
}
