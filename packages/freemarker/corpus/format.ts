import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A value of a case's data model. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One template to render: a line of `cases/*.jsonl`. */
export interface Case {
  readonly id: string;
  readonly template: string;
  /** The data model; without it, an empty hash. */
  readonly data?: { readonly [key: string]: Json };
  /** Settings by FreeMarker's own names, such as `number_format`. */
  readonly settings?: { readonly [name: string]: string };
  /** The template's path, from which it includes and imports; without it, `template`. */
  readonly name?: string;
  /** What can be included and imported: template text by path. */
  readonly templates?: { readonly [path: string]: string };
}

/** Where and why a template failed. Failures outside any template, such as a full stack, have no place. */
export interface Failure {
  readonly line?: number;
  readonly column?: number;
  /** The first line of the message. */
  readonly message: string;
}

/** What rendering a case gives: a line of `expected/*.jsonl`. */
export type Answer =
  | { readonly id: string; readonly out: string }
  | { readonly id: string; readonly error: Failure };

const folder = import.meta.dirname;

/** The names of the case files, in order. */
export function caseFiles(): string[] {
  return readdirSync(join(folder, "cases"))
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
}

/** The cases of one file. */
export function readCases(file: string): Case[] {
  const path = join(folder, "cases", file);
  return linesOf(readFileSync(path, "utf8")).map((line) => {
    const one: Case = JSON.parse(line);
    return one;
  });
}

/** The reference's answers to the cases of one file; none where the reference was not asked yet. */
export function readAnswers(file: string): Answer[] {
  const path = join(folder, "expected", file);
  return existsSync(path) ? parseAnswers(readFileSync(path, "utf8")) : [];
}

/** Answers, one a line. */
export function parseAnswers(text: string): Answer[] {
  return linesOf(text).map((line) => {
    const answer: Answer = JSON.parse(line);
    return answer;
  });
}

/** Replaces the cases of one file. */
export function writeCases(file: string, cases: readonly Case[]): void {
  writeLines(join(folder, "cases", file), cases);
}

/** Replaces the reference's answers to one file. */
export function writeAnswers(file: string, answers: readonly Answer[]): void {
  writeLines(join(folder, "expected", file), answers);
}

/** The differences from the reference that are accepted: the reason for each, by the case's id. */
export function readDifferences(): ReadonlyMap<string, string> {
  const reasons: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(folder, "differences.json"), "utf8"),
  );
  return new Map(Object.entries(reasons));
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function writeLines(path: string, values: readonly object[]): void {
  writeFileSync(path, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
}
