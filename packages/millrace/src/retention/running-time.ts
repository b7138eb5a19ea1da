import type { Position } from "../core/event.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { EventLog } from "../log/event-log.ts";

/** At a moment of running time every event at and below `position` had been accepted. */
export interface Mark {
  readonly at: EpochMilliseconds;
  readonly position: Position;
}

/** What is kept of the running time over restarts. */
export interface RunningTimeState {
  readonly time: EpochMilliseconds;
  /** Oldest first. */
  readonly marks: readonly Mark[];
}

/**
 * How old events are, by the time that Millrace has run since it accepted them.
 *
 * The machine's clock cannot be asked: set forward by a day, it would make everything a day older at once. So time is
 * counted here, from a start that the log vouches for, by a clock that only goes forward while the process runs; and
 * which events there were at which moment is noted in marks. Time in which Millrace did not run does not count: events
 * are then kept that much longer, while none came in that would need their room.
 */
export class RunningTime {
  readonly #clock: Clock;
  readonly #log: Pick<EventLog, "head" | "at" | "positionBefore">;
  readonly #marks: Mark[];
  readonly #every: Milliseconds;
  readonly #longest: Milliseconds;
  #time: EpochMilliseconds;
  #elapsed: Milliseconds;

  /**
   * @param every the least time between two marks: ages are told no finer
   * @param longest the greatest age that will be asked for
   */
  constructor(
    parts: { clock: Clock; log: Pick<EventLog, "head" | "at" | "positionBefore"> },
    state: RunningTimeState | undefined,
    { every, longest }: { every: Milliseconds; longest: Milliseconds },
  ) {
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#every = every;
    this.#longest = longest;
    this.#elapsed = parts.clock.elapsed();
    const head = parts.log.head();
    // A log restored from a backup gives positions again that marks of the later log speak of.
    this.#marks = (state?.marks ?? []).filter(({ position }) => position <= head);
    this.#time = state?.time ?? this.#vouchedFor();
  }

  /** The moment in running time: near the clock's where Millrace has always run, behind it by all the time it has not. */
  get time(): EpochMilliseconds {
    return this.#time;
  }

  get state(): RunningTimeState {
    return { time: this.#time, marks: this.#marks };
  }

  /** Goes on by the time that has passed, and makes a mark where one is due. */
  advance(): void {
    const elapsed = this.#clock.elapsed();
    this.#time += Math.max(0, elapsed - this.#elapsed);
    this.#elapsed = elapsed;
    const last = this.#marks.at(-1);
    if (last === undefined || this.#time - last.at >= this.#every)
      this.#marks.push({ at: this.#time, position: this.#log.head() });
    while ((this.#marks[1]?.at ?? Infinity) <= this.#time - this.#longest) this.#marks.shift();
  }

  /** Every event at and below the answer has at least this age. */
  positionOfAge(age: Milliseconds): Position {
    const then = this.#time - age;
    const mark = this.#marks.findLast(({ at }) => at <= then);
    if (mark !== undefined) return mark.position;
    // From before the first mark there are only the stamps that events were given; they say nothing of later ones.
    const position = Math.min(this.#log.positionBefore(then), this.#marks[0]?.position ?? 0);
    // A stamp of 0 is none: such events are as old as the first mark and no older.
    return this.#log.at(position)?.acceptedAt === 0 ? 0 : position;
  }

  /** How old an event is at least. */
  ageOf(event: { readonly position: Position; readonly acceptedAt: EpochMilliseconds }): Milliseconds {
    const first = this.#marks[0];
    const mark = this.#marks.find(({ position }) => position >= event.position);
    if (mark === undefined) return 0;
    return Math.max(
      0,
      this.#time - (mark === first ? Math.min(event.acceptedAt || mark.at, mark.at) : mark.at),
    );
  }

  /** Without a state from before: now, but not later than the newest event says, in case the clock is wrong just then. */
  #vouchedFor(): EpochMilliseconds {
    const newest = this.#log.at(this.#log.head());
    return Math.min(this.#clock.now(), newest?.acceptedAt || Infinity);
  }
}
