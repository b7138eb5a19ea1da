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
  readonly endpointUrl: string | undefined;
  readonly policy: NetworkPolicy;
}

/** Kept connections to one service, bounded in number and time. HTTP/1.1, which emulators speak too; redirects are not followed. */
export function awsPool({ origin, connections, endpointUrl, policy }: PoolOptions): Pool {
  // AWS's own names are not a customer's to choose, and inside a VPC they lead to private addresses.
  const guard = endpointUrl !== undefined;
  return new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: REQUEST_TIMEOUT_MS,
    bodyTimeout: REQUEST_TIMEOUT_MS,
    connect: guard ? guardedConnector(policy, CONNECT_TIMEOUT_MS) : { timeout: CONNECT_TIMEOUT_MS },
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
