import { MillraceError } from "../core/errors.ts";

/** The master key is missing, unreadable or of the wrong form. */
export class MasterKeyError extends MillraceError {
  constructor(message: string, remedy: string) {
    super("master_key_invalid", message, { remedy });
  }
}

/** The store holds credentials that none of the master keys at hand can open. */
export class WrongMasterKeyError extends MillraceError {
  /**
   * @param missing fingerprints of the master keys that are needed
   * @param projects how many projects' credentials they guard
   * @param held fingerprints of those at hand
   */
  constructor(missing: readonly string[], projects: number, held: readonly string[]) {
    const whose = projects === 1 ? "a project" : `${projects} projects`;
    const keys =
      missing.length === 1 ? "the master key with the fingerprint" : "the master keys with the fingerprints";
    super(
      "master_key_wrong",
      `The credentials of ${whose} in the store are sealed under ${keys} ${missing.join(", ")}; ` +
        (held.length === 0
          ? "there is no master.key, and MILLRACE_MASTER_KEY is not set."
          : `the master key at hand has the fingerprint ${held.join(", ")}.`),
      {
        remedy:
          "Put the master.key file of that data folder back, or set MILLRACE_MASTER_KEY to the key the store was last used with; " +
          "after a change of that variable, set MILLRACE_PREVIOUS_MASTER_KEY to what it was before. " +
          "No key was made or removed. If the key is lost for good, MILLRACE_FORGET_LOST_KEYS=true starts without those credentials; " +
          "events and deliveries stay, and go on once the credentials are set again.",
      },
    );
  }
}

/** Sealed bytes cannot be opened: they were changed, moved to another place, or belong to another key. */
export class SealBrokenError extends MillraceError {
  constructor(what: string, remedy = "Set the destination's credentials again, all of them.") {
    super(
      "seal_broken",
      `${what} cannot be opened: it was changed, or sealed for another place or under another key.`,
      { remedy },
    );
  }
}

/** A destination's credentials were sealed under a data key that nothing opens any more. */
export class SecretsLostError extends MillraceError {
  constructor(holderId: string) {
    super(
      "secrets_lost",
      `The credentials of ${holderId} are lost with the master key they were sealed under. Set them again.`,
      {
        status: 409,
        remedy: 'Change the destination with updateMask ["secrets"] and all of its credentials.',
      },
    );
  }
}
