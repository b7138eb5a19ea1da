import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { StorageFault } from "../core/errors.ts";
import { DataFolderError, messageOf, MillraceError } from "../core/errors.ts";
import type { Migration, SqliteDatabase } from "./database.ts";
import { migrate, openDatabase } from "./database.ts";
import { faultOf, openErrorOf } from "./faults.ts";

/** What a writer thread is started with. */
export interface WriterSetup {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly handler: string;
}

/** Why a transaction was rolled back. */
export interface Refusal {
  readonly error: string;
  /** Where it is the disk's or the file's fault. */
  readonly fault?: StorageFault;
}

/** The answer to one group of jobs: a result each, or why the whole group was rolled back. */
export type GroupReply<Result> = { readonly results: readonly Result[] } | Refusal;

/** The answer to a probe: whether the disk takes writes. */
export interface ProbeReply {
  readonly probe: "taken" | Refusal;
}

/** The thread's first word: the file is open, or why it is not. */
export type OpenReply = "open" | OpenFailure;

/** Errors lose their class on the way between threads. */
export interface OpenFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
  /** Starting again will not help: see {@link DataFolderError}. */
  readonly lasting: boolean;
}

/** Runs the jobs of one transaction, inside it. Throwing rolls all of them back. */
export type JobHandler<Job, Result> = (jobs: readonly Job[]) => Result[];

/** Prepares a handler's statements on the open database. A handler that keeps state must be ready for a rollback. */
export type OpenHandler<Job, Result> = (database: SqliteDatabase) => {
  run: JobHandler<Job, Result>;
  rolledBack(): void;
};

/** Messages from the writer are groups of jobs, the question whether the disk takes writes, or the word to close. */
type FromWriter = readonly unknown[] | "probe" | "close";

async function main(port: MessagePort, setup: WriterSetup): Promise<void> {
  const opened = await open(setup);
  if (!("database" in opened)) {
    port.postMessage(opened);
    port.close();
    return;
  }
  const { database, handler } = opened;
  const handled = database.transaction((jobs: readonly unknown[]) => handler.run(jobs));
  const probed = database.transaction(() => {
    // The smallest write there is: the schema's version, as it was.
    database.pragma(`user_version = ${Number(database.pragma("user_version", { simple: true }))}`);
  });
  /** What the handler remembers may be of a transaction that was rolled back. */
  let stale = false;
  const write = <T>(work: () => T): T | Refusal => {
    try {
      if (stale) handler.rolledBack();
      stale = false;
      return work();
    } catch (error) {
      stale = true;
      const fault = faultOf(error);
      return { error: messageOf(error), ...(fault !== undefined && { fault }) };
    }
  };

  const handle = (message: FromWriter): void => {
    if (message === "close") {
      database.close();
      port.close();
    } else if (message === "probe") {
      const refusal = write(() => probed.immediate());
      port.postMessage({ probe: refusal ?? "taken" } satisfies ProbeReply);
    } else {
      const reply: GroupReply<unknown> = write(() => ({ results: handled.immediate(message) }));
      port.postMessage(reply);
    }
  };

  port.on("message", (first: FromWriter) => {
    handle(first);
    // What arrived during the flush is taken at once, without a turn of the event loop between.
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
      handle(next.message);
  });
  port.postMessage("open" satisfies OpenReply);
}

interface Opened {
  readonly database: SqliteDatabase;
  readonly handler: ReturnType<OpenHandler<unknown, unknown>>;
}

/** Opens and migrates the file. */
async function open(setup: WriterSetup): Promise<Opened | OpenFailure> {
  try {
    const database = openDatabase(setup.path);
    migrate(database, setup.migrations);
    const module: { openHandler: OpenHandler<unknown, unknown> } = await import(setup.handler);
    return { database, handler: module.openHandler(database) };
  } catch (thrown) {
    const error = openErrorOf(thrown, setup.path);
    if (!(error instanceof MillraceError)) throw error;
    const { code, message, remedy } = error;
    return { code, message, remedy, lasting: error instanceof DataFolderError };
  }
}

if (parentPort !== null) await main(parentPort, workerData);
