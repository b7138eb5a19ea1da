import type { Clock, Milliseconds } from "../../core/time.ts";

/** What one project may call. */
interface Rules {
  /** Calls at once. */
  readonly concurrent: number;
  /** Calls in any minute. */
  readonly perMinute: number;
}

/** A call that may go on, to be ended when it is answered; or how many seconds to wait before the next one. */
export type Entry = { readonly leave: () => void } | { readonly waitSeconds: number };

const MINUTE: Milliseconds = 60_000;

/** Projects without a call in the last minute are forgotten once there are so many. */
const MAX_IDLE = 1_000;

/** Bounds how often, and how many at once, the projects may call something. */
export class CallLimits {
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #rules: Rules;
  readonly #projects = new Map<string, { running: number; calls: Milliseconds[] }>();

  constructor(clock: Pick<Clock, "elapsed">, rules: Rules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  /** Asks for a call. One that is refused counts for nothing. */
  enter(projectId: string): Entry {
    const now = this.#clock.elapsed();
    if (this.#projects.size > MAX_IDLE) this.#forgetIdle(now);
    const project = this.#projects.get(projectId) ?? { running: 0, calls: [] };
    this.#projects.set(projectId, project);
    project.calls = project.calls.filter((at) => at > now - MINUTE);
    const { running, calls } = project;
    const [oldest] = calls;
    if (oldest !== undefined && calls.length >= this.#rules.perMinute)
      return { waitSeconds: Math.max(1, Math.ceil((oldest + MINUTE - now) / 1_000)) };
    if (running >= this.#rules.concurrent) return { waitSeconds: 1 };
    calls.push(now);
    project.running++;
    let left = false;
    const leave = (): void => {
      if (!left) project.running--;
      left = true;
    };
    return { leave };
  }

  #forgetIdle(now: Milliseconds): void {
    for (const [id, { running, calls }] of this.#projects)
      if (running === 0 && calls.every((at) => at <= now - MINUTE)) this.#projects.delete(id);
  }
}
