import type { Milliseconds, Clock } from "../core/time.ts";
import type { DeliveryCounters } from "../history/delivery-history.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LargeResults } from "./large-delivery.ts";
import type { SharedReads } from "./shared-reads.ts";
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
  /** Deliveries that wait for another attempt. */
  readonly retried: number;
  readonly discarded: number;
  readonly expired: number;
  /** Deliveries that go out again without the attempt counting. */
  readonly held: number;
  readonly durationMs: Milliseconds;
}

/** What every lane of a process shares. */
export interface LaneContext {
  readonly log: EventLog;
  /** How lanes that have fallen behind read it. */
  readonly reads: SharedReads;
  readonly ledger: Ledger;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: LaneLog;
  readonly large: LargeResults;
  readonly onBatch: (report: BatchReport) => void;
  readonly history: DeliveryCounters;
  /** Messages a second that a project may send to destinations that count against its budget; 0 for no limit. */
  readonly messagesPerProject: number;
}
