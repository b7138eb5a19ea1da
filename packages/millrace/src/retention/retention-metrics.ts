import { Counter, Gauge } from "prom-client";
import type { Registry } from "prom-client";
import type { Clock } from "../core/time.ts";
import type { EventLog } from "../log/event-log.ts";
import type { DiskGuard } from "./disk-guard.ts";
import type { Retention } from "./retention.ts";

/** Projects beyond this many are not listed one by one: a scrape must stay small. */
const PROJECTS_LISTED = 1_000;

/** What the metrics are read from. */
export interface RetentionParts {
  readonly log: EventLog;
  readonly retention: Retention;
  readonly guard: DiskGuard;
  readonly clock: Clock;
}

/** Registers how large and how old the log is, what was removed, and what will be cut off. */
export function retentionMetrics(registry: Registry, { log, retention, guard, clock }: RetentionParts): void {
  const registers = [registry];
  new Gauge({
    name: "millrace_log_bytes",
    help: "Size of the log on disk: what events take, and room inside it for new ones.",
    labelNames: ["kind"],
    registers,
    collect() {
      const { bytes, freeBytes } = log.size();
      this.set({ kind: "used" }, bytes - freeBytes);
      this.set({ kind: "free" }, freeBytes);
    },
  });
  new Gauge({
    name: "millrace_log_oldest_event_age_seconds",
    help: "Age of the oldest event that is kept.",
    registers,
    collect() {
      const oldest = log.oldest();
      this.set(oldest === undefined ? 0 : Math.max(0, (clock.now() - oldest.acceptedAt) / 1_000));
    },
  });
  new Gauge({
    name: "millrace_disk_free_bytes",
    help: "Free space on the disk that holds the data folder.",
    registers,
    collect() {
      if (guard.freeBytes !== undefined) this.set(guard.freeBytes);
    },
  });
  counter(
    "millrace_appends_refused_total",
    "Calls refused because disk or log are nearly full.",
    () => guard.refused,
  );
  counter("millrace_events_removed_total", "Events that retention has removed.", () => retention.removed);
  counter(
    "millrace_events_cut_off_total",
    "Of the removed events, those that were still owed to a route.",
    () => retention.cutOff,
  );
  new Gauge({
    name: "millrace_events_endangered",
    help: "Events owed to a route that retention will remove within a day.",
    labelNames: ["project"],
    registers,
    collect() {
      this.reset();
      for (const { projectId, events } of retention.endangered.slice(0, PROJECTS_LISTED))
        this.set({ project: projectId }, events);
    },
  });

  function counter(name: string, help: string, read: () => number): void {
    let counted = 0;
    new Counter({
      name,
      help,
      registers,
      collect() {
        const now = read();
        this.inc(now - counted);
        counted = now;
      },
    });
  }
}
