import Database from "better-sqlite3";
import type { ConflictError } from "../core/errors.ts";

/** Runs a write and answers a clash with a UNIQUE constraint as the conflict that `conflict` words. */
export async function orConflict<T>(write: Promise<T>, conflict: () => ConflictError): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === "SQLITE_CONSTRAINT_UNIQUE") throw conflict();
    throw error;
  }
}
