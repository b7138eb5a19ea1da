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
    naming(statement, "iterate", path, (rows) => namingNext(rows, path));
  });
  return database;
}

const NOTHING: readonly unknown[] = [];

/** {@link naming} for the step from row to row, which is taken for every event a lane reads: nothing is made for it. */
function namingNext(rows: object, path: string): void {
  const original: unknown = Reflect.get(rows, "next");
  if (typeof original !== "function") return;
  const value = (): unknown => {
    try {
      return Reflect.apply(original, rows, NOTHING);
    } catch (error) {
      throw fileErrorOf(error, path) ?? error;
    }
  };
  Object.defineProperty(rows, "next", { value });
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
