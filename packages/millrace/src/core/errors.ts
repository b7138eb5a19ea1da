/**
 * The base of every error Millrace raises on purpose.
 *
 * `code` is stable and machine-readable (`destination_not_found`); the message is for a person and says what was wrong
 * and where; `remedy` says what to do. `status` is the HTTP status an API surface answers with.
 * Nothing secret may be put into any of them: they are logged and answered as they are.
 */
export class MillraceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string | undefined;
  readonly issues: readonly Issue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.status = details.status ?? 500;
    this.remedy = details.remedy;
    this.issues = details.issues ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** What may be said about an error beside its code and message. */
export interface ErrorDetails {
  status?: number;
  remedy?: string;
  issues?: readonly Issue[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** One fault of an input. The shape is Ampersand's `InputValidationIssue`; `line` and `column` (from 1) are set for YAML. */
export interface Issue {
  /** Where the input stands. */
  in: "body" | "header" | "path" | "query";
  /** Path of the faulty value, such as `metadata.keyTemplate` or `events[3].topic`; empty for the input as a whole. */
  name: string;
  detail: string;
  value?: unknown;
  line?: number;
  column?: number;
}

/** The input does not say what it must: status 422 with every fault listed. */
export class InvalidInputError extends MillraceError {
  constructor(message: string, issues: readonly Issue[], details: ErrorDetails = {}) {
    super("invalid_input", message, { status: 422, issues, ...details });
  }
}

/** The input cannot be read at all (not JSON, not UTF-8): status 400. */
export class UnreadableInputError extends MillraceError {
  constructor(message: string, details: ErrorDetails = {}) {
    super("unreadable_input", message, { status: 400, ...details });
  }
}

/** What was asked for does not exist, or not in this project: status 404. */
export class NotFoundError extends MillraceError {
  constructor(kind: string, idOrName: string) {
    super(`${kind.replaceAll(" ", "_")}_not_found`, `There is no ${kind} "${idOrName}".`, { status: 404 });
  }
}

/** The request contradicts what exists, such as a name already taken: status 409. */
export class ConflictError extends MillraceError {
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, { status: 409, ...details });
  }
}

/** Why the disk does not take what is to be stored, as far as the database knows. */
export type StorageFault = "disk_full" | "disk_read_only" | "disk_failing" | "file_damaged";

/** The database refused to store something, or its thread is gone. Nothing of it was stored; the caller may try again. */
export class StorageError extends MillraceError {
  /** Nothing can be stored any more until the process is started again. */
  readonly fatal: boolean;
  /** Undefined where it is not the disk's or the file's fault. */
  readonly fault: StorageFault | undefined;

  constructor(
    message: string,
    options: { fatal: boolean; fault?: StorageFault | undefined; cause?: unknown },
  ) {
    const { fatal, fault, cause } = options;
    super(fault ?? (fatal ? "storage_failed" : "storage_refused"), message, {
      status: 503,
      retryAfterSeconds: 5,
      remedy: fault === undefined ? REMEDY_OF_FAILURE : REMEDIES[fault],
      cause,
    });
    this.fatal = fatal;
    this.fault = fault;
  }
}

const REMEDY_OF_FAILURE =
  "See whether the disk that holds the data folder is full or read-only, and the log for the first error.";

const REMEDIES: Readonly<Record<StorageFault, string>> = {
  disk_full: "Make room on the disk that holds the data folder. Millrace goes on by itself.",
  disk_read_only:
    "Make the data folder and the files in it writable for the user Millrace runs as. A running Millrace goes on by itself.",
  disk_failing: "See what the system says of the disk that holds the data folder (dmesg). Millrace tries on.",
  file_damaged:
    "Stop Millrace, run `millrace check-data`, and restore the file from a backup or recover it: see docs/operating.md.",
};

/**
 * The data folder cannot be used, and starting again will not change that: it is read-only, or a file in it is damaged.
 * `millrace serve` ends with status 78 for it, so that a service manager can tell.
 */
export class DataFolderError extends MillraceError {}

/** No events are taken in at the moment, and none is at risk: status 503 with the time to come again. */
export class BackPressureError extends MillraceError {
  constructor(code: string, message: string, details: { retryAfterSeconds: number; remedy?: string }) {
    super(code, message, { status: 503, ...details });
  }
}

/** More is waiting to be written than may be held in memory. Nothing was stored; trying again later is right. */
export class OverloadedError extends BackPressureError {
  constructor(waitingBytes: number) {
    super(
      "overloaded",
      `${waitingBytes} bytes wait to be written to disk; no more is taken in until that shrinks.`,
      { retryAfterSeconds: 1 },
    );
  }
}

/** Something that cannot be true unless the code is wrong. */
export class InvariantError extends MillraceError {
  constructor(message: string) {
    super("internal_invariant", message);
  }
}

/** The message of anything thrown, for logs and `lastError` texts. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
