import Database from "better-sqlite3";
import { DataFolderError } from "../core/errors.ts";
import { forgetDamage } from "./damage.ts";
import { fileErrorOf } from "./faults.ts";
import { nameFaults } from "./name-faults.ts";

/** A connection to one SQLite file. */
export type SqliteDatabase = Database.Database;

/** One step of a schema, applied once and in order. Steps are never edited after a release: a change is a new step. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** How long a connection waits for another one's write lock before it gives up. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens (and makes) a database file for durable use: WAL, and every commit fsynced before it returns.
 * Faults of the disk or the file are errors that name the file.
 * @param path the file; its folder must exist
 * @throws {DamagedFileError} {@link StorageError}
 */
export function openDatabase(path: string, options: { readonly?: boolean } = {}): SqliteDatabase {
  forgetDamage(path);
  const database = open(path, options.readonly ?? false);
  if (options.readonly !== true) {
    // Takes effect in a new file only. Events are about a kilobyte: large pages hold more of them for the same work.
    database.pragma("page_size = 16384");
    // In a new file only as well: room that removed rows leave can be given back to the disk, without rewriting the file.
    database.pragma("auto_vacuum = INCREMENTAL");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    // 4 MiB of log. Larger values leave throughput alone and multiply the p99 by the length of a checkpoint.
    database.pragma("wal_autocheckpoint = 250");
    // After one enormous transaction the room in its log goes back to the disk.
    database.pragma("journal_size_limit = 16777216");
  }
  database.pragma("foreign_keys = ON");
  return database;
}

function open(path: string, readonly: boolean): SqliteDatabase {
  try {
    return nameFaults(new Database(path, { timeout: BUSY_TIMEOUT_MS, readonly }));
  } catch (error) {
    throw fileErrorOf(error, path) ?? error;
  }
}

/** The file was written by a newer Millrace than this one. */
export class NewerDatabaseError extends DataFolderError {
  constructor(path: string, found: number, known: number) {
    super(
      "newer_database",
      `${path} has schema version ${found}; this Millrace knows versions up to ${known}.`,
      {
        remedy: "Start the newer Millrace that wrote it, or restore a backup made before the upgrade.",
      },
    );
  }
}

/**
 * Brings a database to the newest schema, all missing steps in one transaction. The version is kept in `user_version`.
 * @throws {NewerDatabaseError} where the file is ahead of `migrations`; nothing is changed then
 */
export function migrate(database: SqliteDatabase, migrations: readonly Migration[]): void {
  const version = (): number => Number(database.pragma("user_version", { simple: true }));
  const refuseNewer = (): void => {
    if (version() > migrations.length)
      throw new NewerDatabaseError(database.name, version(), migrations.length);
  };
  refuseNewer();
  if (version() === migrations.length) return;
  const step = database.transaction(() => {
    // Another process may have migrated between the look and the lock.
    refuseNewer();
    for (const migration of migrations.slice(version())) database.exec(migration.sql);
    database.pragma(`user_version = ${migrations.length}`);
  });
  step.immediate();
}
