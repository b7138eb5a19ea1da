import type { Milliseconds } from "../../core/time.ts";
import type { PinpointError } from "./pinpoint-error.ts";
import { pinpointError } from "./pinpoint-error.ts";

/** Refuses a request that may come again later. */
export function tooManyRequests(message: string, wait: Milliseconds): PinpointError {
  return pinpointError("TooManyRequestsException", message, { retryAfterSeconds: Math.ceil(wait / 1_000) });
}
