import type { MillraceError } from "../core/errors.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import type { RetentionLog } from "./retention.ts";

/** How often it is looked whether something has changed. */
const LOOK_EVERY: Milliseconds = 1_000;

/**
 * Says once in the log when storing stops and once when it goes on. The requests that are refused meanwhile say nothing:
 * thousands of them a second would fill what is left of the disk.
 */
export class StorageWatch {
  readonly #problems: () => readonly MillraceError[];
  readonly #clock: Clock;
  readonly #logger: RetentionLog;
  readonly #known = new Map<string, MillraceError>();
  #cancel: (() => void) | undefined;

  constructor(problems: () => readonly MillraceError[], clock: Clock, logger: RetentionLog) {
    this.#problems = problems;
    this.#clock = clock;
    this.#logger = logger;
  }

  start(): void {
    this.look();
    this.#cancel = this.#clock.after(LOOK_EVERY, () => this.start());
  }

  close(): void {
    this.#cancel?.();
  }

  look(): void {
    const now = new Map(this.#problems().map((problem) => [problem.code, problem]));
    for (const [code, { message, remedy }] of now)
      if (!this.#known.has(code)) this.#logger.error({ code, remedy }, message);
    for (const code of this.#known.keys())
      if (!now.has(code)) this.#logger.info({ code }, "what stood in the way of storing is gone");
    this.#known.clear();
    for (const [code, problem] of now) this.#known.set(code, problem);
  }
}
