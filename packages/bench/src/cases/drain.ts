import type { Child } from "../child.ts";
import { eventData, eventsBody } from "../events.ts";
import { Millrace } from "../millrace.ts";

const BATCH = 100;

/** The calls that stop what leads to the sink, and let it go on. */
interface Gate {
  readonly close: string;
  readonly open: string;
}

/** A Millrace whose events of topic `orders` go to a local sink. */
export class Stage {
  readonly millrace: Millrace;
  readonly #sink: Child;
  readonly #body: Buffer;
  readonly #gate: Gate;

  private constructor(millrace: Millrace, sink: Child, body: Buffer, gate: Gate) {
    this.millrace = millrace;
    this.#sink = sink;
    this.#body = body;
    this.#gate = gate;
  }

  /** With one route to one destination. @param data of each event */
  static async set(sink: Child, destination: object, data = eventData): Promise<Stage> {
    const millrace = await Millrace.start();
    await millrace.call("POST", "/v1/projects/bench/destinations", { name: "sink", ...destination });
    await millrace.call("POST", "/v1/projects/bench/routes", {
      name: "orders",
      destination: "sink",
      topics: ["orders"],
    });
    const route = "/v1/projects/bench/routes/orders";
    return new Stage(millrace, sink, eventsBody(BATCH, data), {
      close: `${route}:pause`,
      open: `${route}:resume`,
    });
  }

  /** With a sync of a tile. @param sync what a customer says of it, beside its name and tile */
  static async setTile(sink: Child, definition: object, sync: object, data = eventData): Promise<Stage> {
    const millrace = await Millrace.start();
    await millrace.call("POST", "/v1/projects/bench/tiles", { name: "tile", definition });
    await millrace.call("POST", "/v1/projects/bench/tiles/tile:releaseInternally");
    await millrace.call("POST", "/v1/projects/bench/syncs", {
      name: "orders",
      tile: "tile",
      state: "enabled",
      ...sync,
    });
    const made = "/v1/projects/bench/syncs/orders";
    return new Stage(millrace, sink, eventsBody(BATCH, data), {
      close: `${made}:pause`,
      open: `${made}:enable`,
    });
  }

  /** Events a second from the log to the sink: the backlog is there before the clock starts. */
  async drain(events: number): Promise<number> {
    await this.millrace.call("POST", this.#gate.close);
    await this.millrace.postEvents(this.#body, events / BATCH);
    await this.#sink.ask("reset");
    const arrived = this.#sink.ask("until", events);
    const started = performance.now();
    await this.millrace.call("POST", this.#gate.open);
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
