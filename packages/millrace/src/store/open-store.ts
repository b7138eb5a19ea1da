import { Kysely, SqliteDialect } from "kysely";
import { migrate, openDatabase } from "../sqlite/database.ts";
import { openErrorOf } from "../sqlite/faults.ts";
import { storeMigrations } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/**
 * What is configured: projects, keys, destinations, integrations, installations and routes, in one SQLite file.
 *
 * The functions of this folder take a store or a transaction of it. There is one connection, so transactions run
 * one after another and whatever else is asked meanwhile waits for them.
 */
export type Store = Kysely<Tables>;

/**
 * Opens (and makes) the store and brings it to the newest schema. End it with `store.destroy()`.
 * @param path the file; its folder must exist
 * @throws {NewerDatabaseError} where a newer Millrace wrote it
 * @throws {DamagedFileError} {@link DataFolderError} {@link StorageError} naming the file, where it cannot be read or written
 */
export function openStore(path: string): Store {
  try {
    const database = openDatabase(path);
    try {
      migrate(database, storeMigrations);
    } catch (error) {
      database.close();
      throw error;
    }
    return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  } catch (error) {
    throw openErrorOf(error, path);
  }
}

/**
 * Runs `work` in one transaction: all of it is kept, or nothing.
 * Inside it only the transaction may be asked: whatever asks the store itself would wait for the transaction's end.
 */
export async function inTransaction<T>(store: Store, work: (transaction: Store) => Promise<T>): Promise<T> {
  if (store.isTransaction) return work(store);
  return store.transaction().execute(work);
}
