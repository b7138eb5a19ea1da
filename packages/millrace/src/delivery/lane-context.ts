import type { Milliseconds, Clock } from "../core/time.ts";
import type { RetrySchedule } from "../core/retry-schedule.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Turns } from "./turns.ts";

/** The part of a logger that lanes use. */
export interface LaneLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One batch, told to whoever counts. */
export interface BatchReport {
  readonly destinationType: string;
  readonly records: number;
  readonly bytes: number;
  readonly delivered: number;
  readonly retried: number;
  readonly discarded: number;
  readonly expired: number;
  readonly held: number;
  readonly durationMs: Milliseconds;
}

/** What every lane of a process shares. */
export interface LaneContext {
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: () => number;
  readonly schedule: RetrySchedule;
  readonly logger: LaneLog;
  readonly onBatch: (report: BatchReport) => void;
}
