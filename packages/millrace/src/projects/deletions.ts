import { messageOf } from "../core/errors.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import { listDeletedProjects, projectIsGone } from "../store/delete-project.ts";
import type { Store } from "../store/open-store.ts";

/** Something that projects have beside their configuration, such as events. */
export interface ProjectPart {
  /** What it is, for the log. */
  readonly name: string;
  /**
   * Removes some of what a deleted project has of it, a few milliseconds' worth for whoever waits behind it. Answers false
   * once nothing is left. May be asked again after a crash, also where nothing was left before.
   */
  removeSome(projectId: string): Promise<boolean>;
}

/** What {@link Deletions} works with. */
export interface DeletionsOptions {
  readonly store: Store;
  /** What goes, in this order. */
  readonly parts: readonly ProjectPart[];
  readonly clock: Pick<Clock, "after">;
  readonly logger: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

/** After something could not be removed, when it is tried again. */
const AGAIN_AFTER: Milliseconds = 30_000;

/**
 * Removes what deleted projects leave behind, one project after the other, in small pieces. A project is noted in the store
 * until nothing of it is left: what a crash interrupts is finished after the next start.
 */
export class Deletions {
  readonly #options: DeletionsOptions;
  readonly #waiting = new Set<string>();
  readonly #failed = new Set<string>();
  #working: Promise<void> | undefined;
  #cancelRetry: (() => void) | undefined;
  #closing = false;

  constructor(options: DeletionsOptions) {
    this.#options = options;
  }

  /** Goes on with what was interrupted when the process last ended. */
  async resume(): Promise<void> {
    for (const projectId of await listDeletedProjects(this.#options.store)) this.begin(projectId);
  }

  /** Begins to remove what a project leaves behind whose configuration is deleted and whose lanes have ended. */
  begin(projectId: string): void {
    this.#waiting.add(projectId);
    this.#work();
  }

  /** Ends after the piece that is being removed. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#cancelRetry?.();
    await this.#working;
  }

  #work(): void {
    if (this.#closing) return;
    this.#working ??= this.#run().finally(() => {
      this.#working = undefined;
      if (this.#waiting.size > 0) this.#work();
    });
  }

  async #run(): Promise<void> {
    for (const projectId of this.#waiting) {
      if (this.#closing) return;
      this.#waiting.delete(projectId);
      if (!(await this.#remove(projectId))) this.#tryAgain(projectId);
    }
  }

  #tryAgain(projectId: string): void {
    this.#failed.add(projectId);
    this.#cancelRetry ??= this.#options.clock.after(AGAIN_AFTER, () => {
      this.#cancelRetry = undefined;
      for (const each of this.#failed) this.#waiting.add(each);
      this.#failed.clear();
      this.#work();
    });
  }

  /** Answers false where it has to be tried again. */
  async #remove(projectId: string): Promise<boolean> {
    const { store, parts, logger } = this.#options;
    try {
      for (const part of parts) {
        while (!this.#closing && (await part.removeSome(projectId)));
        if (this.#closing) return true;
      }
      await projectIsGone(store, projectId);
      logger.info({ projectId }, "nothing is left of a deleted project");
      return true;
    } catch (error) {
      logger.warn(
        { projectId, error: messageOf(error) },
        "something of a deleted project could not be removed; it is tried again",
      );
      return false;
    }
  }
}
