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
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  FORBIDDEN.addSubnet(network, prefix, "ipv4");
}
// What is carved out of the public range: protocol assignments and Teredo, documentation, 6to4.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  FORBIDDEN.addSubnet(network, prefix, "ipv6");
}

/**
 * The only part of IPv6 that is the public internet. All else is loopback, unique local, link-local, multicast, NAT64
 * and IPv4 addresses in other clothes, or not given out at all.
 */
const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet("2000::", 3, "ipv6");

const MAPPED_V4 = new BlockList();
MAPPED_V4.addSubnet("::ffff:0:0", 96, "ipv6");

/** True for an IP address that customers' settings must not reach. An IPv4 address mapped into IPv6 counts as itself. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return FORBIDDEN.check(address, "ipv4");
  if (family !== 6) return false;
  if (FORBIDDEN.check(address, "ipv6")) return true;
  return !PUBLIC_V6.check(address, "ipv6") && !MAPPED_V4.check(address, "ipv6");
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
 * @param resolve the name resolution underneath
 */
export function guardedLookup(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, answer, family) => {
      const addresses = typeof answer === "string" ? [{ address: answer, family: family ?? 0 }] : answer;
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
}
