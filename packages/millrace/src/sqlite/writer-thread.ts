import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { messageOf } from "../core/errors.ts";
import type { Migration, SqliteDatabase } from "./database.ts";
import { migrate, openDatabase } from "./database.ts";

/** What a writer thread is started with. */
export interface WriterSetup {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly handler: string;
}

/** The answer to one group of jobs: a result each, or why the whole group was rolled back. */
export type WriterReply<Result> = { readonly results: readonly Result[] } | { readonly error: string };

/** Runs the jobs of one transaction, inside it. Throwing rolls all of them back. */
export type JobHandler<Job, Result> = (jobs: readonly Job[]) => Result[];

/** Prepares a handler's statements on the open database. A handler that keeps state must be ready for a rollback. */
export type OpenHandler<Job, Result> = (database: SqliteDatabase) => {
  run: JobHandler<Job, Result>;
  rolledBack(): void;
};

/** Messages from the writer are groups of jobs, or the word to close. */
type FromWriter = readonly unknown[] | "close";

async function main(port: MessagePort, setup: WriterSetup): Promise<void> {
  const database = openDatabase(setup.path);
  migrate(database, setup.migrations);
  const module: { openHandler: OpenHandler<unknown, unknown> } = await import(setup.handler);
  const handler = module.openHandler(database);
  const transaction = database.transaction((jobs: readonly unknown[]) => handler.run(jobs));

  const handle = (message: FromWriter): void => {
    if (message === "close") {
      database.close();
      port.close();
      return;
    }
    port.postMessage(commit(message));
  };
  const commit = (jobs: readonly unknown[]): WriterReply<unknown> => {
    try {
      return { results: transaction.immediate(jobs) };
    } catch (error) {
      handler.rolledBack();
      return { error: messageOf(error) };
    }
  };

  port.on("message", (first: FromWriter) => {
    handle(first);
    // What arrived during the flush is taken at once, without a turn of the event loop between.
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
      handle(next.message);
  });
  port.postMessage("ready");
}

if (parentPort !== null) await main(parentPort, workerData);
