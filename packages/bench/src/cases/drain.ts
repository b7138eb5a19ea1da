import type { Child } from "../child.ts";
import { eventData, eventsBodies } from "../events.ts";
import { Millrace } from "../millrace.ts";

const BATCH = 100;

/** One route over topic `orders`, of that name. */
const oneRoute = (millrace: Millrace): Promise<unknown> =>
  millrace.call("POST", "/v1/projects/bench/routes", {
    name: "orders",
    destination: "sink",
    topics: ["orders"],
  });

/** A Millrace with routes over topic `orders` to one destination that is a local sink. */
export class Stage {
  readonly millrace: Millrace;
  readonly #sink: Child;
  readonly #bodies: readonly Buffer[];

  private constructor(millrace: Millrace, sink: Child, bodies: readonly Buffer[]) {
    this.millrace = millrace;
    this.#sink = sink;
    this.#bodies = bodies;
  }

  /**
   * @param data of each event
   * @param makeRoutes to the destination `sink`
   */
  static async set(
    sink: Child,
    destination: object,
    data = eventData,
    makeRoutes: (millrace: Millrace) => Promise<unknown> = oneRoute,
  ): Promise<Stage> {
    const stage = new Stage(await Millrace.start(), sink, eventsBodies(BATCH, data));
    await stage.millrace.call("POST", "/v1/projects/bench/destinations", { name: "sink", ...destination });
    await makeRoutes(stage.millrace);
    return stage;
  }

  /** Events a second from the log to the sink: the backlog is there before the clock starts. */
  async drain(events: number): Promise<number> {
    await this.millrace.call("POST", `/v1/projects/bench/routes/orders:pause`);
    await this.millrace.postEvents(this.#bodies, events / BATCH);
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
    await Promise.all([this.millrace.postEvents(this.#bodies, events / BATCH), arrived]);
    return (events * 1_000) / (performance.now() - started);
  }
}
