import type { Milliseconds } from "../../core/time.ts";
import type { CredentialSource } from "./credentials.ts";
import { CREDENTIAL_RULES, ownFailure } from "./credential-errors.ts";
import type { AwsFailure, Failed } from "./errors.ts";
import { ruleOf } from "./errors.ts";
import { orAborted } from "./or-aborted.ts";
import type { SigningCredentials } from "./sign.ts";

/** New credentials, and for how long they are good from the moment they were asked for; or why there are none. */
export type Fetched = { readonly credentials: SigningCredentials; readonly life: Milliseconds } | Failed;

/** Fetches credentials. Never rejects. */
export type Fetch = (signal: AbortSignal) => Promise<Fetched>;

/** Waits until a fetch may go out and answers what is called when it has ended; undefined where `signal` aborted before. */
export type TakeTurn = (signal: AbortSignal) => Promise<(() => void) | undefined>;

/** A fetch takes no longer. */
const FETCH_TIMEOUT: Milliseconds = 15_000;

/** Nobody waits longer for a turn: that nothing comes is then told. */
const TURN_TIMEOUT: Milliseconds = 30_000;

/** So long a failure stands for whoever asks next: many lanes do not all ask a service that refuses or is down. */
const FAILURE_STANDS: Milliseconds = 5_000;

/** Credentials that a service refuses are not replaced again within this: it is not their age that is wrong then. */
const REPLACED_ONCE: Milliseconds = 5_000;

/**
 * Credentials that may not do something are renewed within this, once: a role's owner can revoke the sessions there are, which
 * then are denied everything until they end. Where a permission is missing, new ones change nothing.
 */
const DENIED_ONCE: Milliseconds = 60_000;

/** The part of their life that is left when they are renewed while they go on being used: a quarter of an hour of an hour. */
const RENEWED_WITH = 1 / 4;
/** The part of their life that is left when whoever asks waits for new ones: a minute of an hour. */
const WAITED_FOR_WITH = 1 / 60;

/** Times are `performance.now()`: a clock set anew changes nothing. */
interface Held {
  readonly credentials: SigningCredentials;
  readonly renewAt: Milliseconds;
  readonly waitAt: Milliseconds;
  readonly endsAt: Milliseconds;
}

/**
 * Credentials that end. They are fetched when they are first needed, and anew on use some time before they end, while the
 * old ones go on serving; no timer runs. One fetch is under way at a time, and everybody who needs it waits for it.
 */
export class FetchedCredentials implements CredentialSource {
  readonly #fetch: Fetch;
  readonly #takeTurn: TakeTurn | undefined;
  readonly #closing = new AbortController();
  #held: Held | undefined;
  #failed: { readonly failure: AwsFailure; readonly at: Milliseconds } | undefined;
  #fetching: Promise<SigningCredentials | Failed> | undefined;
  #replacedAt = -Infinity;
  #deniedAt = -Infinity;

  /** @param takeTurn what a fetch waits for before its own time begins */
  constructor(fetch: Fetch, takeTurn?: TakeTurn) {
    this.#fetch = fetch;
    this.#takeTurn = takeTurn;
  }

  now(): SigningCredentials | undefined {
    const held = this.#held;
    if (held === undefined) return undefined;
    const now = performance.now();
    if (now < held.renewAt) return held.credentials;
    const waits = this.#failedLately(now) !== undefined;
    if (now >= held.waitAt) return waits && now < held.endsAt ? held.credentials : undefined;
    if (!waits) this.#fetching ??= this.#renew();
    return held.credentials;
  }

  async fetch(signal: AbortSignal): Promise<SigningCredentials | Failed> {
    const failure = this.#failedLately(performance.now());
    if (failure !== undefined) return { failure };
    this.#fetching ??= this.#renew();
    try {
      return await orAborted(this.#fetching, signal);
    } catch (error) {
      if (signal.aborted) return { failure: ABORTED };
      throw error;
    }
  }

  refused(credentials: SigningCredentials, failure: AwsFailure): AwsFailure {
    const now = performance.now();
    // Of credentials that have been replaced already nothing follows for the new ones.
    const held = this.#held?.credentials === credentials ? this.#held : undefined;
    if (ruleOf(failure).code !== CREDENTIAL_RULES.fetchedRefused.code) {
      if (held !== undefined) this.#renewDenied(held, now);
      return failure;
    }
    // Why there are no new ones says more than that these are not taken.
    const failed = held && this.#failedLately(now);
    if (failed !== undefined) return failed;
    if (held !== undefined) this.#replaceRefused(held, now);
    return { ...failure, rule: CREDENTIAL_RULES.fetchedRefused };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#fetching;
  }

  #renewDenied(held: Held, now: Milliseconds): void {
    if (now < this.#deniedAt + DENIED_ONCE) return;
    this.#deniedAt = now;
    this.#held = { ...held, renewAt: now };
  }

  /**
   * They are kept until there are new ones: others may do well with them, as with a host's, which a project can bring to a
   * service that does not know them, such as the STS of a region that is switched off for the host's account.
   */
  #replaceRefused(held: Held, now: Milliseconds): void {
    if (now < this.#replacedAt + REPLACED_ONCE) return;
    this.#replacedAt = now;
    this.#held = { ...held, renewAt: now, waitAt: now };
  }

  /** Never rejects. Credentials that are still good serve where there are no new ones. */
  async #renew(): Promise<SigningCredentials | Failed> {
    const { fetched, started } = await this.#inTurn();
    this.#fetching = undefined;
    const now = performance.now();
    if ("failure" in fetched) {
      this.#failed = { failure: fetched.failure, at: now };
      return this.#held !== undefined && now < this.#held.endsAt ? this.#held.credentials : fetched;
    }
    const { credentials, life } = fetched;
    const endsAt = started + life;
    this.#failed = undefined;
    this.#held =
      life === Infinity
        ? { credentials, renewAt: Infinity, waitAt: Infinity, endsAt }
        : {
            credentials,
            renewAt: endsAt - life * RENEWED_WITH,
            waitAt: endsAt - life * WAITED_FOR_WITH,
            endsAt,
          };
    return credentials;
  }

  async #inTurn(): Promise<{ readonly fetched: Fetched; readonly started: Milliseconds }> {
    const giveBack = this.#takeTurn && (await this.#takeTurn(this.#orClosing(TURN_TIMEOUT)));
    const started = performance.now();
    if (giveBack === undefined && this.#takeTurn !== undefined)
      return { fetched: { failure: NO_TURN }, started };
    try {
      return { fetched: await this.#fetch(this.#orClosing(FETCH_TIMEOUT)), started };
    } finally {
      giveBack?.();
    }
  }

  #orClosing(timeout: Milliseconds): AbortSignal {
    return AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeout)]);
  }

  #failedLately(now: Milliseconds): AwsFailure | undefined {
    return this.#failed !== undefined && now < this.#failed.at + FAILURE_STANDS
      ? this.#failed.failure
      : undefined;
  }
}

const NO_TURN = ownFailure(
  CREDENTIAL_RULES.stsUnreachable,
  `STS answers others so slowly that no turn to ask it came within ${TURN_TIMEOUT / 1_000} seconds`,
);

const ABORTED: AwsFailure = {
  name: "",
  message: "Aborted while credentials were fetched",
  status: undefined,
};
