import { Pool } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import { guardedConnector } from "../net/connector.ts";

/** How long a connection may take to come about. */
const CONNECT_TIMEOUT_MS = 5_000;
/** How long an answer may take. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Where a destination's connections lead, and under which rules. */
export interface PoolOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly connections: number;
  /** Set where the endpoint is a customer's: the name is then guarded when it is resolved, too. */
  readonly guard: NetworkPolicy | undefined;
}

/** Kept connections to one service, bounded in number and time. HTTP/1.1, which emulators speak too; redirects are not followed. */
export function awsPool({ origin, connections, guard }: PoolOptions): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: REQUEST_TIMEOUT_MS,
    bodyTimeout: REQUEST_TIMEOUT_MS,
    connect:
      guard === undefined ? { timeout: CONNECT_TIMEOUT_MS } : guardedConnector(guard, CONNECT_TIMEOUT_MS),
  });
}

/** A text of at most `limit` bytes from an answer; what is longer is cut off. */
export async function readText(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
