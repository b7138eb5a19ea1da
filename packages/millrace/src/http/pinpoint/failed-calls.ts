import { MillraceError } from "../../core/errors.ts";
import type { Clock } from "../../core/time.ts";
import { SignatureError } from "../../sigv4/errors.ts";
import { clientAddress } from "../client-address.ts";
import { KeyedBuckets } from "./keyed-buckets.ts";
import { tooManyRequests } from "./too-many-requests.ts";

/** Failures that an address may have at once, and after them each second. */
const FAILURES = { perSecond: 1, burst: 50 };

/**
 * Bounds how often an address may fail to say who it is. Whoever does say it is served all the while: many clients may
 * share an address, and none of them can lock out another.
 */
export class FailedCalls {
  readonly #failures: KeyedBuckets;

  constructor(clock: Pick<Clock, "elapsed">) {
    this.#failures = new KeyedBuckets(FAILURES, clock);
  }

  /**
   * Does something that may show that the caller is not who they say, and counts that.
   * @throws {PinpointError} 429 instead of what the work threw, where there were too many failures from this address
   */
  async watch<T>(address: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const wait = isFailure(error) ? this.#failures.take(address) : 0;
      if (wait > 0) throw tooManyRequests("Too many requests failed to say who they are from.", wait);
      throw error;
    }
  }
}

function isFailure(error: unknown): boolean {
  return error instanceof SignatureError || (error instanceof MillraceError && error.status === 401);
}

/** Where a request comes from: an IPv4 address, or the network of an IPv6 one, of which one client may have them all. */
export function networkOf(request: Parameters<typeof clientAddress>[0]): string {
  const address = clientAddress(request);
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const behind = tail === undefined ? 0 : tail.split(":").filter((group) => group !== "").length;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind);
  const all = [...groups, ...Array<string>(zeros).fill("0"), ...(tail ?? "").split(":")];
  return `${all.slice(0, 4).join(":")}::/64`;
}
