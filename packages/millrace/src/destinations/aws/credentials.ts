import type { AwsFailure, Failed } from "./errors.ts";
import type { SigningCredentials } from "./sign.ts";

/**
 * Where the credentials come from that requests are signed with. Asking takes no promise while they are at hand: every
 * request asks.
 */
export interface CredentialSource {
  /** What to sign with; undefined where it must be fetched first. */
  now(): SigningCredentials | undefined;
  /** Fetches them, or waits for those that are being fetched. Never rejects; answers soon after `signal` aborts. */
  fetch(signal: AbortSignal): Promise<SigningCredentials | Failed>;
  /** A service does not take them, or does not let them do something. Answers the failure as it is told. */
  refused(credentials: SigningCredentials, failure: AwsFailure): AwsFailure;
  close(): Promise<void>;
}

/** Credentials that stay as they are. */
export class StaticCredentials implements CredentialSource {
  readonly #credentials: SigningCredentials;

  constructor(credentials: SigningCredentials) {
    this.#credentials = credentials;
  }

  now(): SigningCredentials {
    return this.#credentials;
  }

  async fetch(): Promise<SigningCredentials> {
    return this.#credentials;
  }

  refused(_credentials: SigningCredentials, failure: AwsFailure): AwsFailure {
    return failure;
  }

  async close(): Promise<void> {}
}

/** A destination that may not have any: every request fails with the reason. */
export class MissingCredentials implements CredentialSource {
  readonly #failure: AwsFailure;

  constructor(failure: AwsFailure) {
    this.#failure = failure;
  }

  now(): undefined {
    return undefined;
  }

  async fetch(): Promise<Failed> {
    return { failure: this.#failure };
  }

  refused(_credentials: SigningCredentials, failure: AwsFailure): AwsFailure {
    return failure;
  }

  async close(): Promise<void> {}
}
