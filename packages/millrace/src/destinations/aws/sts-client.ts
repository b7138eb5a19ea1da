import type { NetworkPolicy } from "../../core/destination.ts";
import type { Milliseconds } from "../../core/time.ts";
import type { AwsAnswer } from "./connection.ts";
import { AwsConnection } from "./connection.ts";
import type { CredentialSource } from "./credentials.ts";
import { CREDENTIAL_RULES, ownFailure, stsFailure } from "./credential-errors.ts";
import type { Failed } from "./errors.ts";
import type { Fetched } from "./fetched-credentials.ts";
import type { RoleSession } from "./identity.ts";
import type { ServicePlace } from "./place.ts";
import { guardOf, serviceUrl } from "./place.ts";
import type { SigningCredentials } from "./sign.ts";
import { elementOf, failureInXml } from "./xml.ts";

/** AWS: the version of the API of STS. */
const VERSION = "2011-06-15";

/** Every role allows an hour, and a role that is assumed by another one allows no more. */
const DURATION_SECONDS = 3_600;

/** No answer of STS is longer. */
const MAX_ANSWER_BYTES = 64 * 1_024;
/** AWS gives no bound for session tokens; they have some hundred characters to a few thousand. */
const MAX_TOKEN_CHARACTERS = 16_384;

/** Whom STS sees behind credentials. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** Calls AWS STS, at its endpoint of a region. */
export class StsClient {
  readonly #url: URL;
  readonly #connection: AwsConnection;
  readonly #asHost: boolean;

  /** @param asHost whether `credentials` are the host's own, not a destination's */
  constructor(place: ServicePlace, credentials: CredentialSource, policy: NetworkPolicy, asHost: boolean) {
    this.#url = serviceUrl("sts", place, policy);
    this.#asHost = asHost;
    const { origin } = this.#url;
    const pool = { origin, connections: 1, guard: guardOf(place, policy) };
    this.#connection = new AwsConnection({ ...pool, region: place.region, service: "sts", credentials });
  }

  /** Temporary credentials of a role. Never rejects. */
  async assumeRole(session: Omit<RoleSession, "sts">, signal: AbortSignal): Promise<Fetched> {
    const { roleArn, externalId, sessionName } = session;
    const answer = await this.#call(
      {
        Action: "AssumeRole",
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        DurationSeconds: String(DURATION_SECONDS),
        ...(externalId !== undefined && { ExternalId: externalId }),
      },
      signal,
      readCredentials,
    );
    return "failure" in answer ? { failure: stsFailure(answer.failure, this.#asHost) } : answer.body;
  }

  /** Who asks. AWS: this needs no permission. */
  async callerIdentity(signal: AbortSignal): Promise<Caller | Failed> {
    const answer = await this.#call({ Action: "GetCallerIdentity" }, signal, readCaller);
    return "failure" in answer ? { failure: stsFailure(answer.failure, this.#asHost) } : answer.body;
  }

  /** Closes the credentials too. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  #call<T>(
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
    read: (answer: AwsAnswer) => T | undefined,
  ): Promise<{ readonly body: T } | Failed> {
    const { host, pathname: path } = this.#url;
    const headers = {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      accept: "text/xml",
    };
    const body = Buffer.from(new URLSearchParams({ ...parameters, Version: VERSION }).toString());
    const request = { method: "POST", host, path, headers, body } as const;
    return this.#connection.request(request, { signal, limit: MAX_ANSWER_BYTES }, (answer) => {
      if (answer.status !== 200) return { failure: failureInXml(answer) };
      const found = read(answer);
      return found === undefined ? { failure: UNREADABLE } : { body: found };
    });
  }
}

const UNREADABLE = ownFailure(
  CREDENTIAL_RULES.stsUnclear,
  "The answer holds no credentials that can be used",
);

function readCredentials({
  text,
  headers,
}: AwsAnswer): { credentials: SigningCredentials; life: Milliseconds } | undefined {
  const value = (name: string): string | undefined => {
    const found = elementOf(text, name, MAX_TOKEN_CHARACTERS);
    // It becomes part of a header.
    return /^[\x21-\x7e]+$/.test(found) ? found : undefined;
  };
  const accessKeyId = value("AccessKeyId");
  const secretAccessKey = value("SecretAccessKey");
  const sessionToken = value("SessionToken");
  const life = lifeOf(elementOf(text, "Expiration"), headers.date);
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
    return undefined;
  return life > 0 ? { credentials: { accessKeyId, secretAccessKey, sessionToken }, life } : undefined;
}

/**
 * For how long credentials are good. The end is in the time of STS, so that it is held against the time that STS gives for
 * now: a clock of this machine that is off makes them neither longer nor shorter. Never more than was asked for.
 */
function lifeOf(expiration: string, date: unknown): Milliseconds {
  const now = typeof date === "string" ? Date.parse(date) : NaN;
  const life = Date.parse(expiration) - (Number.isNaN(now) ? Date.now() : now);
  return Math.min(life, DURATION_SECONDS * 1_000);
}

function readCaller({ text }: AwsAnswer): Caller | undefined {
  const account = elementOf(text, "Account");
  const arn = elementOf(text, "Arn", 2_048);
  // It is shown, and becomes the principal of a policy that somebody pastes.
  const [, named] = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):[\x21-\x7e]+$/.exec(arn) ?? [];
  return named !== undefined && named === account ? { account, arn } : undefined;
}
