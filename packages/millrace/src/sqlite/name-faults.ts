import type Database from "better-sqlite3";
import { fileErrorOf } from "./faults.ts";

/**
 * Makes every statement of a connection name the file where the disk or the file is at fault: SQLite's own errors
 * ("database disk image is malformed") do not say which of the files it is.
 */
export function nameFaults(database: Database.Database): Database.Database {
  const path = database.name;
  naming(database, "exec", path);
  naming(database, "pragma", path);
  naming(database, "prepare", path, (statement) => {
    for (const method of ["get", "all", "run"]) naming(statement, method, path);
    naming(statement, "iterate", path, (rows) => naming(rows, "next", path));
  });
  return database;
}

/** Replaces a method by one that does the same and translates what it throws. */
function naming(
  target: object,
  method: string,
  path: string,
  onAnswer: (answer: object) => void = () => {},
): void {
  const original: unknown = Reflect.get(target, method);
  if (typeof original !== "function") return;
  const value = (...given: readonly unknown[]): unknown => {
    try {
      const answer: unknown = Reflect.apply(original, target, given);
      if (typeof answer === "object" && answer !== null) onAnswer(answer);
      return answer;
    } catch (error) {
      throw fileErrorOf(error, path) ?? error;
    }
  };
  Object.defineProperty(target, method, { value });
}
