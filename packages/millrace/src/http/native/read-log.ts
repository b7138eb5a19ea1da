import type { Event, Position } from "../../core/event.ts";
import type { Clock } from "../../core/time.ts";
import type { EventLog } from "../../log/event-log.ts";

/** Which events of a project are wanted. */
export interface LogQuery {
  readonly projectId: string;
  readonly topic: string | undefined;
  readonly after: Position;
  readonly limit: number;
}

/** Events, and where to go on. */
export interface LogPage {
  readonly events: readonly Event[];
  /** Everything of the project at and below it was looked at. */
  readonly next: Position;
  /** The end of the log was reached. */
  readonly done: boolean;
}

/** Looked at in one go and in one call: a rare topic must not keep the process from its work. */
const SCAN_EVENTS = 500;
const SCAN_BYTES = 4 * 1024 * 1024;
const MAX_SCANS = 20;
/** Data answered in one page, beyond the first event. */
const PAGE_BYTES = 8 * 1024 * 1024;

/** Reads one page of a project's events. */
export function readPage(log: EventLog, query: LogQuery): LogPage {
  const events: Event[] = [];
  let bytes = 0;
  let next = query.after;
  for (let scan = 0; scan < MAX_SCANS; scan++) {
    const wanted =
      query.topic === undefined ? Math.min(SCAN_EVENTS, query.limit - events.length) : SCAN_EVENTS;
    const read = log.read(query.projectId, next, { events: wanted, bytes: SCAN_BYTES });
    for (const event of read) {
      next = event.position;
      if (query.topic !== undefined && event.topic !== query.topic) continue;
      events.push(event);
      bytes += event.data.length;
      if (events.length >= query.limit || bytes >= PAGE_BYTES) return { events, next, done: false };
    }
    if (read.length === 0) return { events, next, done: true };
  }
  return { events, next, done: false };
}

/** Resolves when the project gets an event (of the topic), the time is up, or `signal` aborts. */
export async function waitForEvent(
  log: EventLog,
  clock: Clock,
  query: Pick<LogQuery, "projectId" | "topic">,
  wait: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<void> {
  if (wait.signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stopListening();
      stopTimer();
      wait.signal.removeEventListener("abort", done);
      resolve();
    };
    const wanted = (event: Event): boolean =>
      event.projectId === query.projectId && (query.topic === undefined || event.topic === query.topic);
    const stopListening = log.onAppend((events) => {
      if (events.some(wanted)) done();
    });
    const stopTimer = clock.after(wait.milliseconds, done);
    wait.signal.addEventListener("abort", done);
  });
}
