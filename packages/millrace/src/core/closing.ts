/** What was opened, to be closed in reverse. */
export class Closing {
  readonly #steps: (() => unknown)[] = [];
  #done: Promise<void> | undefined;

  /** Adds what closes something that was just opened. */
  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Closes everything, once: whoever comes later waits with the first. Rejects with the first failure, after all steps. */
  run(): Promise<void> {
    this.#done ??= this.#run();
    return this.#done;
  }

  /** A step that fails must not keep the others from closing. */
  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
