import type { Case } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { eventData } from "../events.ts";
import { Millrace } from "../millrace.ts";

const APPS = 10_000;
/** One in so many has events. */
const APPS_FOR_EACH_BUSY = 100;
/** Events a request. */
const BATCH = 100;

/** Ten thousand applications with an event stream each, one in a hundred of them busy, against one application alone. */
export const manyApps: Case = {
  name: "many-apps",
  unit: "events/s",
  target: 0.83,
  about: `PutEvents, ${BATCH} a call, until the last record is at the sink, into 100 of ${APPS.toLocaleString("en-US")} applications, each with an event stream and a role of its own; held against one application`,
  async run(effort) {
    const [kinesis, sts] = [await Child.start("kinesis-sink"), await Child.start("sts")];
    const endpoints = `kinesis=http://127.0.0.1:${await kinesis.ask("port")},sts=http://127.0.0.1:${await sts.ask("port")}`;
    const one = await Apps.make(1, endpoints);
    const many = await Apps.make(Math.round(APPS * Math.min(1, effort.scale)), endpoints);
    try {
      const events = Math.round(500 * effort.scale) * BATCH;
      for (const apps of [many, one]) await apps.endToEnd(20_000, kinesis);
      return await inTurn(
        effort,
        () => many.endToEnd(events, kinesis),
        () => one.endToEnd(events, kinesis),
      );
    } finally {
      await Promise.all([many.millrace.stop(), one.millrace.stop()]);
      await Promise.all([kinesis.stop(), sts.stop()]);
    }
  },
};

/** A Millrace with applications, and the ids of those that are busy. */
class Apps {
  readonly millrace: Millrace;
  readonly #busy: readonly string[];
  #sent = 0;

  private constructor(millrace: Millrace, busy: readonly string[]) {
    this.millrace = millrace;
    this.#busy = busy;
  }

  static async make(count: number, awsEndpoints: string): Promise<Apps> {
    const millrace = await Millrace.start({
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      MILLRACE_HOST_CREDENTIALS: "roles",
      MILLRACE_AWS_ENDPOINTS: awsEndpoints,
      MILLRACE_PINPOINT_CONFIGURATION_CALLS_PER_SECOND: "0",
    });
    const busy: string[] = [];
    await millrace.repeat(count, async (n) => {
      const id = `app-${n}`;
      await millrace.call("POST", "/v1/projects", { name: id });
      await millrace.call("POST", `/v1/apps/${id}/eventstream`, {
        DestinationStreamArn: `arn:aws:kinesis:us-west-2:123456789012:stream/${id}`,
        RoleArn: `arn:aws:iam::123456789012:role/${id}`,
      });
      if (n % APPS_FOR_EACH_BUSY === 0) busy.push(id);
    });
    return new Apps(millrace, busy);
  }

  /** Events a second from the first request to the last record at the sink. */
  async endToEnd(events: number, sink: Child): Promise<number> {
    await sink.ask("reset");
    const arrived = sink.ask("until", events);
    const started = performance.now();
    const sent = this.millrace.post(events / BATCH, (n) => [
      `/v1/apps/${this.#busy[n % this.#busy.length]}/events`,
      bodyOf(this.#sent++),
    ]);
    await Promise.all([sent, arrived]);
    return (events * 1_000) / (performance.now() - started);
  }
}

const EVENTS = eventsOfEndpoint();

/** A body of PutEvents for an endpoint that no other one is for: the same events are others there. */
function bodyOf(n: number): Buffer {
  return Buffer.from(`{"BatchItem":{"endpoint-${n}":{"Endpoint":{},"Events":${EVENTS}}}}`);
}

function eventsOfEndpoint(): string {
  const events = Array.from({ length: BATCH }, (_, n) => {
    const data = JSON.stringify(eventData(n));
    const Attributes = { data };
    return [
      `event-${n}`,
      { EventType: "Order Completed", Timestamp: "2026-03-01T09:30:15.123Z", Attributes },
    ];
  });
  return JSON.stringify(Object.fromEntries(events));
}
