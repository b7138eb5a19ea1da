import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { messageOf } from "../core/errors.ts";
import type { Bytes } from "../core/message.ts";
import { faultOf } from "./faults.ts";

/** What a check of a file found. */
export type FileCheck =
  | { readonly state: "ok"; readonly bytes: Bytes }
  | { readonly state: "missing" }
  /** Findings are SQLite's own words. */
  | { readonly state: "damaged"; readonly bytes: Bytes; readonly findings: readonly string[] }
  /** It could not be looked at, which says nothing of what is in it. */
  | { readonly state: "unreadable"; readonly detail: string };

/** More say no more: one overwritten page makes many findings. */
const MAX_FINDINGS = 20;

/**
 * Reads a whole database and tells whether its pages hold together. Nothing is written, and a server may run meanwhile.
 * @param full compares every index with its table too, which takes several times as long
 */
export function checkFile(path: string, { full }: { readonly full: boolean }): FileCheck {
  if (!existsSync(path)) return { state: "missing" };
  const { size: bytes } = statSync(path);
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true });
    const check = database.prepare<[], string>(
      `PRAGMA ${full ? "integrity_check" : "quick_check"}(${MAX_FINDINGS})`,
    );
    const findings = check.pluck().all();
    return findings.length === 1 && findings[0] === "ok"
      ? { state: "ok", bytes }
      : { state: "damaged", bytes, findings };
  } catch (error) {
    const detail = messageOf(error);
    return faultOf(error) === "file_damaged"
      ? { state: "damaged", bytes, findings: [detail] }
      : { state: "unreadable", detail };
  } finally {
    database?.close();
  }
}
