import type { NetworkPolicy } from "../../core/destination.ts";
import { isForbiddenAddress } from "./address-guard.ts";

/** What is wrong with an endpoint that a customer gave, in words; undefined where it may be used. */
export function endpointFault(endpointUrl: string, policy: NetworkPolicy): string | undefined {
  const fault = urlFault(endpointUrl, policy);
  if (fault !== undefined) return fault;
  const { search, hash } = new URL(endpointUrl);
  return search === "" && hash === "" ? undefined : "must not have a query or a fragment";
}

/** What is wrong with a URL that a customer gave and that is to be posted to; undefined where it may be used. */
export function urlFault(text: string, policy: NetworkPolicy): string | undefined {
  const url = parse(text);
  if (url === undefined) return "is not a URL; write it like https://example.com/path";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must start with https://";
  if (url.protocol === "http:" && !policy.allowHttp) {
    return "must start with https://; plain http is only for development, where the operator sets MILLRACE_ALLOW_HTTP=true";
  }
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (!policy.allowPrivateNetworks && isPrivateHost(url.hostname)) {
    return "is not on the public internet; the operator can allow that with MILLRACE_ALLOW_PRIVATE_NETWORKS=true";
  }
  return undefined;
}

/** The URL parser has turned every spelling of an IPv4 address (decimal, hexadecimal, short) into dotted form by now. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return host === "localhost" || host.endsWith(".localhost") || isForbiddenAddress(host);
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
