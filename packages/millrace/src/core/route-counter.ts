import type { Bytes } from "./message.ts";
import type { Milliseconds } from "./time.ts";

/** Takes the counts of one route's deliveries. Called for every delivery: costs a few additions. */
export interface RouteCounter {
  /** @param latency from the moment the event was accepted */
  delivered(latency: Milliseconds, firstAttempt: boolean): void;
  ended(how: "discarded" | "expired", count: number): void;
  attempted(records: number, bytes: Bytes): void;
}
