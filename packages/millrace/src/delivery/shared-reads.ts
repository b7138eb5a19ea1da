import type { Event, Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import type { EventLog, ReadLimit } from "../log/event-log.ts";

/** What is held of the log at once. */
const MAX_BYTES: Bytes = 16 * 1_048_576;
const MAX_PIECES = 8;

/** Pieces are let go of after this, so that a process at rest holds none. */
const KEPT: Milliseconds = 2_000;

/** All of a project's events behind `after`, up to and with `through`. */
interface Piece {
  readonly projectId: string;
  readonly after: Position;
  readonly through: Position;
  readonly events: readonly Event[];
  readonly bytes: Bytes;
}

/**
 * Reads the log for lanes that have fallen behind. After a crash a thousand lanes of a project may stand at the same place:
 * what one of them has read the others are given too, decoded and parsed once for all.
 */
export class SharedReads {
  readonly #log: Pick<EventLog, "read" | "removedThrough">;
  readonly #clock: Pick<Clock, "after">;
  /** The newest first. */
  #pieces: readonly Piece[] = [];
  /** By project, who was the first to read of it lately, until others do: for one alone nothing is kept. */
  readonly #readers = new Map<string, object | "several">();
  #forgetting = false;

  constructor(log: Pick<EventLog, "read" | "removedThrough">, clock: Pick<Clock, "after">) {
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * The log's own `read`; what was read already may be less than the limit.
   * @param reader who asks, to be told from others
   */
  read(reader: object, projectId: string, after: Position, limit: ReadLimit): readonly Event[] {
    const known = this.#pieces.find(
      (piece) => piece.projectId === projectId && piece.after <= after && after < piece.through,
    );
    // What retention has taken must not be given: who asks for it has to be told.
    if (known !== undefined && after >= this.#log.removedThrough(projectId)) return behind(known, after);
    const events = this.#log.read(projectId, after, limit);
    const through = events.at(-1)?.position;
    const isAlone = (this.#readers.get(projectId) ?? reader) === reader;
    this.#readers.set(projectId, isAlone ? reader : "several");
    this.#forgetLater();
    if (through !== undefined && !isAlone)
      this.#keep({ projectId, after, through, events, bytes: bytesOf(events) });
    return events;
  }

  #keep(piece: Piece): void {
    let bytes = 0;
    this.#pieces = [piece, ...this.#pieces]
      .slice(0, MAX_PIECES)
      .filter((each, i) => (bytes += each.bytes) <= MAX_BYTES || i === 0);
  }

  #forgetLater(): void {
    if (this.#forgetting) return;
    this.#forgetting = true;
    this.#clock.after(KEPT, () => {
      this.#forgetting = false;
      this.#pieces = [];
      this.#readers.clear();
    });
  }
}

function behind({ events, after: first }: Piece, after: Position): readonly Event[] {
  if (first === after) return events;
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  return events.slice(low);
}

function bytesOf(events: readonly Event[]): Bytes {
  return events.reduce((sum, { data }) => sum + data.length, 0);
}
