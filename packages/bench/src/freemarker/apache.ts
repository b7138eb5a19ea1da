import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Workload } from "./workloads.ts";

const PROGRAM = fileURLToPath(new URL("./Render.java", import.meta.url));

/** Apache FreeMarker on a JVM of its own, rendering one template. */
export class ApacheFreeMarker {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;
  /** What the template gives. */
  readonly output: string;

  private constructor(
    process: ChildProcessByStdio<Writable, Readable, null>,
    answers: AsyncIterator<string>,
    output: string,
  ) {
    this.#process = process;
    this.#answers = answers;
    this.output = output;
  }

  /** Starts it, and renders once. */
  static async start(jar: string, workload: Workload): Promise<ApacheFreeMarker> {
    const process = spawn("java", ["-cp", jar, PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
    const answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    process.stdin.write(`${JSON.stringify(workload)}\n`);
    const output = Buffer.from(await next(answers), "base64").toString();
    return new ApacheFreeMarker(process, answers, output);
  }

  /** Renders for a while, and answers the renders a second. */
  async rate(milliseconds: number): Promise<number> {
    this.#process.stdin.write(`${milliseconds}\n`);
    return Number(await next(this.#answers));
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.stdin.end();
    await ended;
  }
}

async function next(answers: AsyncIterator<string>): Promise<string> {
  const { done, value } = await answers.next();
  if (done === true) throw new Error("Apache FreeMarker ended before it answered");
  return value;
}
