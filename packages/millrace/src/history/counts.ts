/** What is counted of a route, beside latencies; also the names of the columns, in their order. */
export const COUNTS = [
  "deliveredFirstAttempt",
  "deliveredAfterRetry",
  "expired",
  "discarded",
  "attempts",
  "records",
  "bytes",
] as const;

/** How often each thing of {@link COUNTS} happened. */
export type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;
