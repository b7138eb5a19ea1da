import type { Child } from "../child.ts";
import { eventData, eventsBody } from "../events.ts";
import { Millrace } from "../millrace.ts";

const BATCH = 100;

/** A Millrace with one route over topic `orders` to one destination that is a local sink. */
export class Stage {
  readonly millrace: Millrace;
  readonly #sink: Child;
  readonly #body: Buffer;

  private constructor(millrace: Millrace, sink: Child, body: Buffer) {
    this.millrace = millrace;
    this.#sink = sink;
    this.#body = body;
  }

  /** @param data of each event */
  static async set(sink: Child, destination: object, data = eventData): Promise<Stage> {
    const stage = new Stage(await Millrace.start(), sink, eventsBody(BATCH, data));
    await stage.millrace.call("POST", "/v1/projects/bench/destinations", { name: "sink", ...destination });
    await stage.millrace.call("POST", "/v1/projects/bench/routes", {
      name: "orders",
      destination: "sink",
      topics: ["orders"],
    });
    return stage;
  }

  /** Events a second from the log to the sink: the backlog is there before the clock starts. */
  async drain(events: number): Promise<number> {
    await this.millrace.call("POST", `/v1/projects/bench/routes/orders:pause`);
    await this.millrace.postEvents(this.#body, events / BATCH);
    await this.#sink.ask("reset");
    const arrived = this.#sink.ask("until", events);
    const started = performance.now();
    await this.millrace.call("POST", `/v1/projects/bench/routes/orders:resume`);
    await arrived;
    return (events * 1_000) / (performance.now() - started);
  }

  /** Events a second from the first request to the last record at the sink. */
  async endToEnd(events: number): Promise<number> {
    await this.#sink.ask("reset");
    const arrived = this.#sink.ask("until", events);
    const started = performance.now();
    await Promise.all([this.millrace.postEvents(this.#body, events / BATCH), arrived]);
    return (events * 1_000) / (performance.now() - started);
  }
}
