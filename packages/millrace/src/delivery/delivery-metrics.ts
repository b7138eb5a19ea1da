import { Counter, Gauge, Histogram } from "prom-client";
import type { Registry } from "prom-client";
import type { EventLog } from "../log/event-log.ts";
import type { BatchReport } from "./lane-context.ts";
import type { Lane } from "./lane.ts";
import type { Trouble } from "./lane-states.ts";
import type { Lanes } from "./lanes.ts";

/** Routes beyond this many are summed up and not listed one by one: a scrape must stay small. */
const ROUTES_LISTED = 1_000;

/** Registers what the log and the lanes count. Answers the function that takes each batch's report. */
export function deliveryMetrics(registry: Registry, log: EventLog): (report: BatchReport) => void {
  const registers = [registry];
  const accepted = new Counter({
    name: "millrace_events_accepted_total",
    help: "Events durably in the log.",
    registers,
  });
  log.onAppend((events) => accepted.inc(events.length));
  new Gauge({
    name: "millrace_log_head",
    help: "Position of the newest event.",
    registers,
    collect() {
      this.set(log.head());
    },
  });
  const labelNames = ["destination_type", "outcome"];
  const deliveries = new Counter({
    name: "millrace_deliveries_total",
    help: "Deliveries by what an attempt came to.",
    labelNames,
    registers,
  });
  const bytes = new Counter({
    name: "millrace_sent_bytes_total",
    help: "Bytes of messages and keys sent.",
    labelNames: ["destination_type"],
    registers,
  });
  const duration = new Histogram({
    name: "millrace_batch_duration_seconds",
    help: "From sending a batch to knowing what became of it.",
    labelNames: ["destination_type"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  return (report) => {
    const { destinationType: destination_type } = report;
    for (const outcome of ["delivered", "retried", "discarded", "expired", "held"] as const) {
      if (report[outcome] > 0) deliveries.inc({ destination_type, outcome }, report[outcome]);
    }
    bytes.inc({ destination_type }, report.bytes);
    duration.observe({ destination_type }, report.durationMs / 1_000);
  };
}

/** Registers the state of the lanes. */
export function laneMetrics(registry: Registry, lanes: Lanes): void {
  const registers = [registry];
  new Gauge({
    name: "millrace_lanes",
    help: "Lanes by state.",
    labelNames: ["state"],
    registers,
    collect() {
      const states = { healthy: 0, failing: 0, open: 0, paused: 0 };
      for (const { paused, breaker } of lanes.lanes()) states[paused ? "paused" : breaker.state]++;
      states.open += lanes.stuck;
      for (const [state, count] of Object.entries(states)) this.set({ state }, count);
    },
  });
  perRoute(
    "millrace_route_cursor",
    "Position at and below which everything is settled.",
    (lane) => lane.cursor,
  );
  troubles(registry, lanes);
  perRoute("millrace_route_lag", "Events of the project behind the cursor.", (lane) => lane.lag);
  perRoute(
    "millrace_route_parked",
    "Deliveries that wait for their next attempt.",
    (lane) => lane.workload.parking.size,
  );

  function perRoute(name: string, help: string, read: (lane: Lane) => number): void {
    new Gauge({
      name,
      help,
      labelNames: ["project", "route", "name"],
      registers,
      collect() {
        this.reset();
        let listed = 0;
        for (const lane of lanes.lanes()) {
          const { route, replay } = lane.configured;
          if (replay !== undefined) continue;
          if (++listed > ROUTES_LISTED) break;
          this.set({ project: route.projectId, route: route.id, name: route.name }, read(lane));
        }
      },
    });
  }
}

/** Routes that do not work, first of all: with ten thousand routes those are the ones to be listed one by one. */
function troubles(registry: Registry, lanes: Lanes): void {
  const registers = [registry];
  const labelNames = ["project", "route", "name", "state", "cause"];
  const gauge = (name: string, help: string, read: (trouble: Trouble) => number | undefined): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        let listed = 0;
        for (const trouble of lanes.troubles()) {
          const value = read(trouble);
          if (value === undefined) continue;
          if (++listed > ROUTES_LISTED) break;
          const { route, state, cause } = trouble;
          const { id, projectId, name: routeName } = route;
          this.set({ project: projectId, route: id, name: routeName, state, cause }, value);
        }
      },
    });
  };
  gauge(
    "millrace_route_open",
    "1 for a route whose destination does not work: only probes go out.",
    (trouble) => (trouble.state === "open" ? 1 : undefined),
  );
  gauge(
    "millrace_route_state_since_seconds",
    "When a route that is failing or open came into that state, seconds since 1970.",
    ({ since }) => since / 1_000,
  );
  gauge(
    "millrace_route_next_probe_seconds",
    "When the next probe of an open route goes out, seconds since 1970.",
    ({ nextProbeAt }) => (nextProbeAt === undefined ? undefined : nextProbeAt / 1_000),
  );
}
