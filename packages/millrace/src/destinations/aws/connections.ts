import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { NetworkPolicy } from "../../core/destination.ts";
import { guardedLookup } from "../net/address-guard.ts";

/** How long a connection may take to come about. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** How long an answer may take. */
export const REQUEST_TIMEOUT_MS = 30_000;

/**
 * The SDK's connections: HTTP/1.1 with keep-alive (emulators speak nothing newer), bounded in number and time, and under
 * the network policy where the endpoint is a customer's.
 */
export function awsRequestHandler(
  sockets: number,
  endpointUrl: string | undefined,
  policy: NetworkPolicy,
): NodeHttpHandler {
  const guard = endpointUrl !== undefined && !policy.allowPrivateNetworks ? { lookup: guardedLookup } : {};
  const options = { keepAlive: true, maxSockets: sockets, ...guard };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent(options),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  });
}
