import { lookup as systemLookup } from "node:dns";
import { isIP } from "node:net";
import { buildConnector } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import type { Milliseconds } from "../../core/time.ts";
import { ForbiddenAddressError, guardedLookup, isForbiddenAddress } from "./address-guard.ts";

/**
 * Opens the connections to a place that a customer chose. Where the policy forbids private networks, this is the guard
 * that holds whatever was checked before: names are guarded as they are resolved for this very connection, addresses
 * written out (which no resolver sees) before it, and what it really reached once more before anything is sent.
 * @param timeout for name resolution, TCP and TLS together
 */
export function guardedConnector(policy: NetworkPolicy, timeout: Milliseconds): buildConnector.connector {
  const lookup = policy.lookup ?? systemLookup;
  if (policy.allowPrivateNetworks) return buildConnector({ timeout, lookup });
  const connect = buildConnector({ timeout, lookup: guardedLookup(lookup) });
  return (options, callback) => {
    const host = addressIn(options.hostname);
    if (isForbiddenAddress(host)) {
      callback(new ForbiddenAddressError(options.hostname, host), null);
      return;
    }
    connect(options, (...[error, socket]) => {
      const reached = socket?.remoteAddress;
      if (socket !== null && socket !== undefined && reached !== undefined && isForbiddenAddress(reached)) {
        socket.destroy();
        callback(new ForbiddenAddressError(options.hostname, reached), null);
      } else if (error === null) callback(null, socket);
      else callback(error, null);
    });
  };
}

/** An address without the brackets of a URL; any other host as it is. */
export function addressIn(hostname: string): string {
  const bare = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return isIP(bare) === 0 ? hostname : bare;
}
