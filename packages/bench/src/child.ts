import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A script of `children/` in a process of its own, asked for one thing after another. */
export class Child {
  readonly #process: ChildProcess;
  #next = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts `children/{name}.ts` and waits until it says it is ready. */
  static async start(name: string, argument: unknown = {}): Promise<Child> {
    const child = fork(new URL(`./children/${name}.ts`, import.meta.url), [JSON.stringify(argument)], {
      execArgv: ["--import", "tsx"],
      serialization: "advanced",
    });
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(([code]) =>
        Promise.reject(new Error(`bench child ${name} ended with ${String(code)}`)),
      ),
    ]);
    return new Child(child);
  }

  /** Asks for a number: a rate, a count, a port. */
  async ask(question: string, argument: unknown = null): Promise<number> {
    const id = this.#next++;
    const answer = new Promise<number>((resolve, reject) => {
      const listen = (message: { id: number; value?: number; error?: string }): void => {
        if (message.id !== id) return;
        this.#process.off("message", listen);
        if (message.value === undefined) reject(new Error(message.error));
        else resolve(message.value);
      };
      this.#process.on("message", listen);
    });
    this.#process.send({ id, question, argument });
    return answer;
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }
}

/** In a child: answers each question by the function of its name. */
export function answerQuestions(
  answers: Record<string, (argument: never) => number | Promise<number>>,
): void {
  process.on("message", (message: { id: number; question: string; argument: never }) => {
    const { id, question, argument } = message;
    Promise.resolve()
      .then(() => answers[question]?.(argument))
      .then(
        (value) => process.send?.({ id, value }),
        (error: unknown) => process.send?.({ id, error: String(error) }),
      );
  });
  process.send?.("ready");
}

/** In a child: the sink it was started with, and how many requests it may have in flight. */
export function sinkArgument(): { readonly endpoint: string; readonly concurrency: number } {
  return JSON.parse(process.argv[2] ?? "{}");
}
