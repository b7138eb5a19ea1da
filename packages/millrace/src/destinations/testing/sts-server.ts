import { SignatureV4 } from "@smithy/signature-v4";
import type { Milliseconds } from "../../core/time.ts";
import type { Reply, Seen } from "./scripted-server.ts";
import { ScriptedServer } from "./scripted-server.ts";
import { Sha256 } from "./sha256.ts";

type Answer = Exclude<Reply, string>;

/** Long-lived keys of an identity that STS knows. */
export interface StsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly arn: string;
}

/** A role as its trust policy has it. */
export interface StsRole {
  /** ARNs of those who may assume it. */
  readonly trusts: readonly string[];
  /** What it asks for; undefined where it asks for none. */
  readonly externalId?: string;
}

/**
 * A local STS. It verifies every signature with the SDK's own signer, holds AssumeRole against the roles' trust, issues
 * credentials that end, and answers errors as AWS does. AWS: AssumeRole takes 900 to 43200 seconds.
 */
export class StsServer {
  readonly #server: ScriptedServer;
  readonly #keys = new Map<string, StsKeys>();
  readonly roles = new Map<string, StsRole>();
  /** How long issued credentials are good. */
  life: Milliseconds = 3_600_000;
  /** How far the clock of this STS is ahead of this machine's. */
  ahead: Milliseconds = 0;
  /** Answers in place of STS, where it answers something. */
  instead: (action: string) => Reply | undefined = () => undefined;
  /** Told of every call when it comes. */
  came: () => void = () => {};
  /** How long an answer takes. */
  delay: Milliseconds = 0;
  /** Parameters of the calls to AssumeRole, refused ones too. */
  readonly assumed: Readonly<Record<string, string>>[] = [];
  /** Ids of the issued keys, in order. */
  readonly issued: string[] = [];

  private constructor(server: ScriptedServer) {
    this.#server = server;
    server.script = (seen) => this.#answer(seen);
  }

  /** Starts one on a free port of this machine. */
  static async start(): Promise<StsServer> {
    return new StsServer(await ScriptedServer.start());
  }

  get endpointUrl(): string {
    return this.#server.endpointUrl;
  }

  /** Every request that came. */
  get seen(): readonly Seen[] {
    return this.#server.seen;
  }

  /** Makes keys known. */
  add(keys: StsKeys): StsKeys {
    this.#keys.set(keys.accessKeyId, keys);
    return keys;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #answer(seen: Seen): Promise<Reply> {
    const form = Object.fromEntries(new URLSearchParams(seen.body));
    const { Action: action = "", Version: version } = form;
    if (action === "AssumeRole") this.assumed.push(form);
    this.came();
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
    const instead = this.instead(action);
    if (instead !== undefined) return instead;
    if (seen.method !== "POST" || version !== "2011-06-15")
      return failed(400, "InvalidAction", "no such action");
    const keyId = /Credential=([^/]+)\/\d{8}\/us-west-2\/sts\/aws4_request/.exec(
      seen.headers.authorization ?? "",
    )?.[1];
    const keys = this.#keys.get(keyId ?? "");
    if (keys === undefined)
      return failed(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
    if ((await signatureOf(seen, keys)) !== seen.headers.authorization)
      return failed(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.");
    if (action === "GetCallerIdentity")
      return this.#ok(
        action,
        `<Arn>${keys.arn}</Arn><UserId>AIDA</UserId><Account>${accountIn(keys.arn)}</Account>`,
      );
    return action === "AssumeRole"
      ? this.#assume(form, keys)
      : failed(400, "InvalidAction", "no such action");
  }

  #assume(form: Readonly<Record<string, string>>, { arn }: StsKeys): Answer {
    const { RoleArn: roleArn = "", RoleSessionName: session = "", DurationSeconds: seconds = "3600" } = form;
    if (!/^[\w+=,.@-]{2,64}$/.test(session) || Number(seconds) < 900 || Number(seconds) > 43_200)
      return failed(400, "ValidationError", "1 validation error detected");
    const role = this.roles.get(roleArn);
    const trusted = role?.trusts.includes(arn) === true;
    if (!trusted || (role.externalId !== undefined && role.externalId !== form.ExternalId))
      return failed(
        403,
        "AccessDenied",
        `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      );
    const number = this.issued.length + 1;
    const keyId = `ASIAISSUED${String(number).padStart(6, "0")}`;
    this.issued.push(keyId);
    const ends = new Date(this.#second() + this.life).toISOString();
    return this.#ok(
      "AssumeRole",
      `<AssumedRoleUser><Arn>${roleArn}/${session}</Arn></AssumedRoleUser><Credentials>` +
        `<AccessKeyId>${keyId}</AccessKeyId><SecretAccessKey>issued-secret-${number}</SecretAccessKey>` +
        `<SessionToken>issued-token-${number}/+=</SessionToken><Expiration>${ends}</Expiration></Credentials>`,
    );
  }

  /** Now, as the header says it: to the second. */
  #second(): Milliseconds {
    return Math.floor((Date.now() + this.ahead) / 1_000) * 1_000;
  }

  #ok(action: string, result: string): Answer {
    return {
      status: 200,
      headers: { "content-type": "text/xml", date: new Date(this.#second()).toUTCString() },
      body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`,
    };
  }
}

/** An error as STS tells it. */
export function failed(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

function accountIn(arn: string): string {
  return arn.split(":")[4] ?? "";
}

/** The authorization that the SDK's signer gives to the same request. */
async function signatureOf({ method, url, headers, body }: Seen, keys: StsKeys): Promise<string | undefined> {
  const names = /SignedHeaders=([a-z0-9;-]+)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
  if (!["host", "x-amz-date", "content-type"].every((name) => names.includes(name))) return undefined;
  const date = String(headers["x-amz-date"]).replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z");
  const signer = new SignatureV4({
    credentials: keys,
    region: "us-west-2",
    service: "sts",
    sha256: Sha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: String(headers.host),
      path: url,
      query: {},
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body,
    },
    { signingDate: new Date(date), signableHeaders: new Set(names) },
  );
  return signed.headers.authorization;
}
