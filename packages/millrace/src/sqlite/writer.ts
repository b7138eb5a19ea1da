import { Worker } from "node:worker_threads";
import { OverloadedError, StorageError } from "../core/errors.ts";
import { moduleBeside } from "./module-beside.ts";
import type { Migration } from "./database.ts";
import type { WriterReply, WriterSetup } from "./writer-thread.ts";

/** What a {@link Writer} is opened with. */
export interface WriterOptions {
  /** The database file. */
  path: string;
  migrations: readonly Migration[];
  /** Module that exports `openHandler: OpenHandler` and runs the jobs in the thread. */
  handler: URL;
  /** Jobs that wait or are being written may hold this much before {@link OverloadedError}. */
  maxWaitingBytes: number;
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly bytes: number;
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** Groups under way at once: one being flushed, one ready behind it, so that the thread never waits for this one. */
const GROUPS_IN_FLIGHT = 2;

/**
 * Writes to one SQLite file from a thread of its own, so that no fsync stops the event loop.
 *
 * Commits are grouped without a timer: while one flush is under way, whatever is handed in becomes the next group,
 * which is one transaction and one fsync. A job resolves after the commit that holds it; when a commit fails,
 * every job of its group rejects and none of it is stored.
 */
export class Writer<Job, Result> {
  readonly #worker: Worker;
  readonly #maxWaitingBytes: number;
  #next: Waiting<Job, Result>[] = [];
  readonly #sent: Waiting<Job, Result>[][] = [];
  #waitingBytes = 0;
  #scheduled = false;
  #failure: StorageError | undefined;
  #closed: (() => void) | undefined;

  private constructor(worker: Worker, maxWaitingBytes: number) {
    this.#worker = worker;
    this.#maxWaitingBytes = maxWaitingBytes;
    worker.on("message", (reply: WriterReply<Result>) => this.#settle(reply));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", () => {
      this.#fail(new Error("the writer thread ended"));
      this.#closed?.();
    });
  }

  /** Starts the thread and resolves when the file is open and migrated. Rejects with what stood in the way. */
  static async open<Job, Result>(options: WriterOptions): Promise<Writer<Job, Result>> {
    const setup: WriterSetup = {
      path: options.path,
      migrations: options.migrations,
      handler: options.handler.href,
    };
    const worker = startThread(moduleBeside("writer-thread", import.meta.url), setup);
    await new Promise<void>((resolve, reject) => {
      worker.once("message", () => resolve());
      worker.once("error", reject);
    });
    worker.removeAllListeners("error");
    return new Writer<Job, Result>(worker, options.maxWaitingBytes);
  }

  /** Bytes handed in and not yet on disk. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Why nothing can be written any more, if so. */
  get failure(): StorageError | undefined {
    return this.#failure;
  }

  /**
   * Runs the job in the next transaction.
   * @param bytes what the job holds, for the bound on memory
   * @throws {OverloadedError} {@link StorageError}
   */
  async run(job: Job, bytes: number): Promise<Result> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#waitingBytes + bytes > this.#maxWaitingBytes && this.#waitingBytes > 0)
      throw new OverloadedError(this.#waitingBytes);
    this.#waitingBytes += bytes;
    return new Promise<Result>((resolve, reject) => {
      this.#next.push({ job, bytes, resolve, reject });
      this.#schedule();
    });
  }

  /** Writes what is waiting, then ends the thread. */
  async close(): Promise<void> {
    while (this.#waitingBytes > 0 || this.#next.length > 0 || this.#sent.length > 0) {
      if (this.#failure !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    if (this.#failure !== undefined) return;
    const closed = new Promise<void>((resolve) => (this.#closed = resolve));
    this.#worker.postMessage("close");
    await closed;
  }

  /** What the same turn of the event loop hands in goes out together. */
  #schedule(): void {
    if (this.#scheduled || this.#sent.length >= GROUPS_IN_FLIGHT) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#next.length === 0 || this.#sent.length >= GROUPS_IN_FLIGHT || this.#failure !== undefined)
        return;
      const group = this.#next;
      this.#next = [];
      this.#sent.push(group);
      this.#worker.postMessage(group.map((waiting) => waiting.job));
    });
  }

  #settle(reply: WriterReply<Result>): void {
    const group = this.#sent.shift() ?? [];
    for (const waiting of group) this.#waitingBytes -= waiting.bytes;
    if (this.#next.length > 0) this.#schedule();
    if ("error" in reply) {
      const error = new StorageError(`The database refused a write: ${reply.error}`, { fatal: false });
      for (const waiting of group) waiting.reject(error);
      return;
    }
    reply.results.forEach((result, i) => group[i]?.resolve(result));
  }

  #fail(cause: Error): void {
    this.#failure ??= new StorageError(`The thread that writes the database stopped: ${cause.message}`, {
      fatal: true,
      cause,
    });
    const waiting = [...this.#sent.flat(), ...this.#next];
    this.#sent.length = 0;
    this.#next = [];
    this.#waitingBytes = 0;
    for (const each of waiting) each.reject(this.#failure);
  }
}

/** A worker thread for a module of this package: compiled, or (in development and tests) straight from TypeScript. */
function startThread(module: URL, setup: WriterSetup): Worker {
  if (!module.href.endsWith(".ts")) return new Worker(module, { workerData: setup });
  const tsx = import.meta.resolve("tsx/esm/api");
  const bootstrap = `import(${JSON.stringify(tsx)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(module.href)}); });`;
  return new Worker(bootstrap, { eval: true, workerData: setup });
}
