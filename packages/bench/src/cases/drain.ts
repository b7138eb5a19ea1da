import type { Child } from "../child.ts";
import { eventData, eventsBodies } from "../events.ts";
import { Millrace } from "../millrace.ts";

const BATCH = 100;

/** The calls that stop what leads to the sink, and let it go on. */
interface Gate {
  readonly close: string;
  readonly open: string;
}

const PROJECT = "/v1/projects/bench";

/** A Millrace whose events of topic `orders` go to a local sink. */
export class Stage {
  readonly millrace: Millrace;
  readonly #sink: Child;
  readonly #bodies: readonly Buffer[];
  readonly #gate: Gate;

  private constructor(millrace: Millrace, sink: Child, bodies: readonly Buffer[], gate: Gate) {
    this.millrace = millrace;
    this.#sink = sink;
    this.#bodies = bodies;
    this.#gate = gate;
  }

  /**
   * With one destination, `sink`.
   * @param data of each event
   * @param makeRoutes to the destination; one route by default
   */
  static async set(
    sink: Child,
    destination: object,
    data = eventData,
    makeRoutes: (millrace: Millrace) => Promise<unknown> = oneRoute,
  ): Promise<Stage> {
    const millrace = await Millrace.start();
    await millrace.call("POST", `${PROJECT}/destinations`, { name: "sink", ...destination });
    await makeRoutes(millrace);
    const route = `${PROJECT}/routes/orders`;
    const gate = { close: `${route}:pause`, open: `${route}:resume` };
    return new Stage(millrace, sink, eventsBodies(BATCH, data), gate);
  }

  /** With a sync of a tile. @param sync what a customer says of it, beside its name and tile */
  static async setTile(sink: Child, definition: object, sync: object, data = eventData): Promise<Stage> {
    const millrace = await Millrace.start();
    await millrace.call("POST", `${PROJECT}/tiles`, { name: "tile", definition });
    await millrace.call("POST", `${PROJECT}/tiles/tile:releaseInternally`);
    await millrace.call("POST", `${PROJECT}/syncs`, {
      name: "orders",
      tile: "tile",
      state: "enabled",
      ...sync,
    });
    const made = `${PROJECT}/syncs/orders`;
    const gate = { close: `${made}:pause`, open: `${made}:enable` };
    return new Stage(millrace, sink, eventsBodies(BATCH, data), gate);
  }

  /** Events a second from the log to the sink: the backlog is there before the clock starts. */
  async drain(events: number): Promise<number> {
    await this.millrace.call("POST", this.#gate.close);
    await this.millrace.postEvents(this.#bodies, events / BATCH);
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
    await Promise.all([this.millrace.postEvents(this.#bodies, events / BATCH), arrived]);
    return (events * 1_000) / (performance.now() - started);
  }
}

/** One route over topic `orders`, of that name. */
function oneRoute(millrace: Millrace): Promise<unknown> {
  return millrace.call("POST", `${PROJECT}/routes`, {
    name: "orders",
    destination: "sink",
    topics: ["orders"],
  });
}
