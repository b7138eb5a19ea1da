import { lookup } from "node:dns";
import { BlockList, isIP } from "node:net";
import type { LookupFunction } from "node:net";

/** Loopback, private, link-local (cloud metadata services live there), and everything else that is not the public internet. */
const FORBIDDEN = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  FORBIDDEN.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  FORBIDDEN.addSubnet(network, prefix, "ipv6");
}

/** True for an IP address that customers' settings must not reach. An IPv4 address inside an IPv6 one counts as itself. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return FORBIDDEN.check(address, "ipv4");
  return family === 6 && FORBIDDEN.check(address, "ipv6");
}

/** A name was resolved to an address that must not be reached. */
export class ForbiddenAddressError extends Error {
  readonly code = "EADDRFORBIDDEN";

  constructor(hostname: string, address: string) {
    super(
      `${hostname} resolves to ${address}, which is not on the public internet; customers' settings may not reach it`,
    );
  }
}

/**
 * Name resolution that refuses forbidden addresses. Used for the connection itself, so that a name cannot point somewhere
 * else after it was checked.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const forbidden =
      error === null ? addresses.find(({ address }) => isForbiddenAddress(address)) : undefined;
    const failure =
      error ?? (forbidden === undefined ? null : new ForbiddenAddressError(hostname, forbidden.address));
    const [first] = addresses ?? [];
    if (failure !== null || first === undefined) callback(failure, "", 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
