import { MillraceError } from "../core/errors.ts";

/** The master key is missing, unreadable or of the wrong form. */
export class MasterKeyError extends MillraceError {
  constructor(message: string, remedy: string) {
    super("master_key_invalid", message, { remedy });
  }
}

/** The store holds credentials that none of the master keys at hand can open. */
export class WrongMasterKeyError extends MillraceError {
  constructor(missing: readonly string[], held: readonly string[]) {
    super(
      "master_key_wrong",
      `The credentials in the store are sealed under the master key with the fingerprint ${missing.join(", ")}; ` +
        `the master key at hand has the fingerprint ${held.join(", ")}.`,
      {
        remedy:
          "Set MILLRACE_MASTER_KEY to the key the store was made with, or put the master.key file of that data folder back. " +
          "Without it the credentials cannot be recovered.",
      },
    );
  }
}

/** Sealed bytes cannot be opened: they were changed, moved to another place, or belong to another key. */
export class SealBrokenError extends MillraceError {
  constructor(what: string) {
    super(
      "seal_broken",
      `${what} cannot be opened: it was changed, or sealed for another place or under another key.`,
      {
        remedy: "Save the destination's credentials again.",
      },
    );
  }
}
