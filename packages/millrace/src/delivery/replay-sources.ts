import type { Event, Position } from "../core/event.ts";
import type { Replay } from "../core/replay.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { EventsRemovedError } from "../log/event-log.ts";
import type { EventLog, ReadLimit } from "../log/event-log.ts";
import type { Source } from "./source.ts";

const READ: ReadLimit = { events: 500, bytes: 4 * 1_048_576 };
const LETTERS = 100;

/** One look for more: what was found, and up to where everything was looked at. */
interface Found {
  readonly events: readonly Event[];
  readonly through: Position;
}

/** What a replay sends: events between two positions, fetched piece by piece. */
class BoundedSource implements Source {
  readonly #to: Position;
  readonly #find: (after: Position) => Found;
  readonly #at: (position: Position) => Event | undefined;
  #events: readonly Event[] = [];
  #taken = 0;
  #seenTo: Position;

  constructor(
    bounds: { readonly from: Position; readonly to: Position },
    find: (after: Position) => Found,
    at: (position: Position) => Event | undefined,
  ) {
    this.#seenTo = bounds.from;
    this.#to = bounds.to;
    this.#find = find;
    this.#at = at;
  }

  fill(): void {
    if (!this.behind || this.peek() !== undefined) return;
    const { events, through } = this.#find(this.#seenTo);
    this.#events = events;
    this.#taken = 0;
    this.#seenTo = through;
  }

  peek(): Event | undefined {
    return this.#events[this.#taken];
  }

  take(): void {
    this.#taken++;
  }

  get behind(): boolean {
    return this.#seenTo < this.#to;
  }

  get exhausted(): boolean {
    return !this.behind && this.peek() === undefined;
  }

  get takenTo(): Position {
    const next = this.peek();
    return next === undefined ? this.#seenTo : next.position - 1;
  }

  at(position: Position): Event | undefined {
    return this.#at(position);
  }
}

/** What replays are read from. */
interface Shelves {
  readonly log: EventLog;
  readonly ledger: Ledger;
}

/**
 * The events of a replay behind `cursor`.
 * @param skip positions that were dealt with though they stand behind the cursor
 */
export function replaySource(
  replay: Replay,
  wants: (event: Event) => boolean,
  { log, ledger }: Shelves,
  cursor: Position,
  skip: ReadonlySet<Position>,
): Source {
  const { of } = replay;
  const bounds = { from: cursor, to: of.to };
  const fresh = ({ position }: Event): boolean => position <= of.to && !skip.has(position);
  if (of.kind === "events") {
    const chosen = eventFilter(of, wants);
    const find = (after: Position): Found => {
      const events = readKept(log, replay.projectId, after);
      return {
        events: events.filter((event) => fresh(event) && chosen(event)),
        through: events.at(-1)?.position ?? of.to,
      };
    };
    return new BoundedSource(bounds, find, (position) => log.at(position));
  }
  const { endedFrom, endedTo, ...rest } = of.letters;
  const filter = {
    ...rest,
    projectId: replay.projectId,
    laneId: of.laneId,
    ...(endedFrom !== undefined && { from: endedFrom }),
    ...(endedTo !== undefined && { to: endedTo }),
  };
  const find = (after: Position): Found => {
    const events = ledger.readDeadLetters(filter, after, LETTERS).map(({ event }) => event);
    return { events: events.filter(fresh), through: events.at(-1)?.position ?? of.to };
  };
  return new BoundedSource(bounds, find, (position) => ledger.findDeadLetter(of.laneId, position)?.event);
}

/** Events that retention has taken since the replay was asked for cannot be sent any more. */
function readKept(log: EventLog, projectId: string, after: Position): readonly Event[] {
  try {
    return log.read(projectId, after, READ);
  } catch (error) {
    if (error instanceof EventsRemovedError) return log.read(projectId, error.removedThrough, READ);
    throw error;
  }
}

function eventFilter(
  of: Extract<Replay["of"], { kind: "events" }>,
  wants: (event: Event) => boolean,
): (event: Event) => boolean {
  const topics = of.topics === undefined ? undefined : new Set(of.topics);
  const ids = of.ids === undefined ? undefined : new Set(of.ids);
  return (event) =>
    (topics === undefined || topics.has(event.topic)) &&
    (ids === undefined || ids.has(event.id)) &&
    wants(event);
}
