import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import { DataFolderError, MillraceError, OverloadedError, StorageError } from "../core/errors.ts";
import type { Milliseconds } from "../core/time.ts";
import { noteDamage } from "./damage.ts";
import { moduleBeside } from "./module-beside.ts";
import type { Migration } from "./database.ts";
import type {
  GroupReply,
  OpenFailure,
  OpenReply,
  ProbeReply,
  Refusal,
  WriterSetup,
} from "./writer-thread.ts";

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

/** After the disk has refused a write, how often it is asked whether it takes one again. */
const PROBE_EVERY: Milliseconds = 1_000;

/**
 * Writes to one SQLite file from a thread of its own, so that no fsync stops the event loop.
 *
 * Commits are grouped without a timer: while one flush is under way, whatever is handed in becomes the next group,
 * which is one transaction and one fsync. A job resolves after the commit that holds it; when a commit fails,
 * every job of its group rejects and none of it is stored. Where that was the disk's fault, {@link Writer.failure} says
 * so until a write gets through; a small one is tried every second, so that this does not need anybody's request.
 */
export class Writer<Job, Result> {
  readonly #worker: Worker;
  readonly #path: string;
  readonly #maxWaitingBytes: number;
  #next: Waiting<Job, Result>[] = [];
  readonly #sent: Waiting<Job, Result>[][] = [];
  #waitingBytes = 0;
  #scheduled = false;
  #fatal: StorageError | undefined;
  #trouble: StorageError | undefined;
  #probe: NodeJS.Timeout | undefined;
  #closed: (() => void) | undefined;

  private constructor(worker: Worker, { path, maxWaitingBytes }: WriterOptions) {
    this.#worker = worker;
    this.#path = path;
    this.#maxWaitingBytes = maxWaitingBytes;
    worker.on("message", (reply: GroupReply<Result> | ProbeReply) =>
      "probe" in reply ? this.#probed(reply) : this.#settle(reply),
    );
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
    const opened = await new Promise<OpenReply>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    worker.removeAllListeners("error");
    if (opened !== "open") throw errorOf(opened);
    return new Writer<Job, Result>(worker, options);
  }

  /** Bytes handed in and not yet on disk. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Why nothing can be written, if so: for good where it is fatal, else as far as the last write can tell. */
  get failure(): StorageError | undefined {
    return this.#fatal ?? this.#trouble;
  }

  /**
   * Runs the job in the next transaction.
   * @param bytes what the job holds, for the bound on memory
   * @throws {OverloadedError} {@link StorageError}
   */
  async run(job: Job, bytes: number): Promise<Result> {
    if (this.#fatal !== undefined) throw this.#fatal;
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
      if (this.#fatal !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    if (this.#fatal !== undefined) return;
    const closed = new Promise<void>((resolve) => (this.#closed = resolve));
    clearTimeout(this.#probe);
    this.#worker.postMessage("close");
    await closed;
  }

  /** What the same turn of the event loop hands in goes out together. */
  #schedule(): void {
    if (this.#scheduled || this.#sent.length >= GROUPS_IN_FLIGHT) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#next.length === 0 || this.#sent.length >= GROUPS_IN_FLIGHT || this.#fatal !== undefined)
        return;
      const group = this.#next;
      this.#next = [];
      this.#sent.push(group);
      this.#worker.postMessage(group.map((waiting) => waiting.job));
    });
  }

  #settle(reply: GroupReply<Result>): void {
    const group = this.#sent.shift() ?? [];
    for (const waiting of group) this.#waitingBytes -= waiting.bytes;
    if (this.#next.length > 0) this.#schedule();
    if ("error" in reply) {
      const error = this.#refused(reply);
      for (const waiting of group) waiting.reject(error);
      return;
    }
    this.#trouble = undefined;
    reply.results.forEach((result, i) => group[i]?.resolve(result));
  }

  #refused({ error: message, fault }: Refusal): StorageError {
    const error = new StorageError(`${basename(this.#path)} refused a write: ${message}`, {
      fatal: false,
      fault,
    });
    if (fault === undefined) return error;
    this.#trouble = error;
    if (fault === "file_damaged") noteDamage(this.#path, message);
    // A damaged file may take the probe and refuse everything else: only a real write tells.
    else this.#probe ??= setTimeout(() => this.#worker.postMessage("probe"), PROBE_EVERY).unref();
    return error;
  }

  #probed({ probe }: ProbeReply): void {
    this.#probe = undefined;
    if (probe === "taken") this.#trouble = undefined;
    else this.#refused(probe);
  }

  #fail(cause: Error): void {
    clearTimeout(this.#probe);
    this.#fatal ??= new StorageError(`The thread that writes the database stopped: ${cause.message}`, {
      fatal: true,
      cause,
    });
    const waiting = [...this.#sent.flat(), ...this.#next];
    this.#sent.length = 0;
    this.#next = [];
    this.#waitingBytes = 0;
    for (const each of waiting) each.reject(this.#fatal);
  }
}

function errorOf({ code, message, remedy, lasting }: OpenFailure): MillraceError {
  const details = remedy === undefined ? {} : { remedy };
  return lasting ? new DataFolderError(code, message, details) : new MillraceError(code, message, details);
}

/** A worker thread for a module of this package: compiled, or (in development and tests) straight from TypeScript. */
function startThread(module: URL, setup: WriterSetup): Worker {
  if (!module.href.endsWith(".ts")) return new Worker(module, { workerData: setup });
  const tsx = import.meta.resolve("tsx/esm/api");
  const bootstrap = `import(${JSON.stringify(tsx)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(module.href)}); });`;
  return new Worker(bootstrap, { eval: true, workerData: setup });
}
