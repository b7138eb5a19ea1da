import type { LookupFunction } from "node:net";
import type { Static, TObject } from "typebox";
import type { Issue } from "./errors.ts";
import type { Event } from "./event.ts";
import type { JsonObject } from "./json/object.ts";
import type { Bytes, Formatted, Message, Outcome } from "./message.ts";
import type { EpochMilliseconds, Milliseconds } from "./time.ts";

/** What a destination accepts at most. */
export interface DestinationLimits {
  /** Of one message: body and, where the service counts it, key. */
  readonly recordBytes: Bytes;
  readonly batchRecords: number;
  readonly batchBytes: Bytes;
  /** Batches that may be in flight at once. */
  readonly concurrency: number;
  /**
   * A batch is one request, whose messages take effect in its order. Where not, each message is a request of its own and
   * a batch holds at most one message of an ordering key.
   */
  readonly oneRequest: boolean;
  /** Its messages count against what a project may send a second. */
  readonly projectBudget: boolean;
  /** How long a URL stays good under which a result too large for the destination is fetched. */
  readonly downloadUrlTtl: Milliseconds;
}

/** What the format step knows of the place it formats for, beside its settings. */
export interface FormatContext {
  readonly destinationId: string;
}

/**
 * Shapes one event into a message. Pure: no clock, no network; the same event always gives the same message.
 *
 * `key` is given for a part of an event that was too large: the key found for the whole event. Where keys mean something
 * (`hasKeys`), the message of the part has it as its own; a part need not hold what the key is made of.
 */
export type Formatter = (event: Event, key?: string) => Formatted;

/** An open connection to a destination, made with decrypted credentials. */
export interface Sender {
  /**
   * Sends the batch and answers one outcome a message, in order. Never rejects: what goes wrong is an outcome.
   * A batch keeps within {@link DestinationLimits}. After `signal` aborts, answers soon.
   */
  send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /**
   * Where the place is made of parts with limits of their own (the shards of a stream): the part that takes the message,
   * as far as it is known, and what a part takes.
   */
  readonly parts?: {
    of(message: Message): string | undefined;
    readonly recordsPerSecond: number;
    readonly bytesPerSecond: Bytes;
    /** The place throttles: learn which parts there are. */
    learn(): void;
  };
  close(): Promise<void>;
}

/** One line of a {@link CheckReport}. */
export interface CheckStep {
  /** What was tried, such as `kinesis:DescribeStream`. */
  readonly name: string;
  readonly ok: boolean;
  /** What was found, and where `ok` is false what to do about it. */
  readonly detail: string;
}

/** A document that somebody can paste where the destination is, such as an IAM policy. It holds no secret. */
export interface CheckDocument {
  /** Stable, such as `permissions`. */
  readonly name: string;
  /** What it is, and where it goes. */
  readonly title: string;
  readonly json: JsonObject;
}

/** The answer to "does this destination work?": every step that was really tried. */
export interface CheckReport {
  readonly ok: boolean;
  readonly steps: readonly CheckStep[];
  /** What the destination needs where it is, ready to paste; absent where the type knows of nothing. */
  readonly documents?: readonly CheckDocument[];
}

/** The services of AWS that are called here. */
export const AWS_SERVICES = ["kinesis", "firehose", "s3", "sts"] as const;

/** See {@link AWS_SERVICES}. */
export type AwsService = (typeof AWS_SERVICES)[number];

/**
 * What destinations may do as the host that Millrace runs on: nothing (`off`), assume the role a destination names (`roles`),
 * or that and act as the host itself (`all`).
 */
export const HOST_CREDENTIALS = ["off", "roles", "all"] as const;

/** See {@link HOST_CREDENTIALS}. */
export type HostCredentials = (typeof HOST_CREDENTIALS)[number];

/** What the operator says of AWS. */
export interface AwsPolicy {
  readonly hostCredentials: HostCredentials;
  /** Where services answer, if not at AWS's own endpoints. The operator's own choice: not guarded as customers' URLs are. */
  readonly endpoints: Readonly<Partial<Record<AwsService, string>>>;
}

/** What the operator allows customers' settings to reach, and to be. */
export interface NetworkPolicy {
  /** Loopback, private and link-local addresses may be reached (`MILLRACE_ALLOW_PRIVATE_NETWORKS`). */
  readonly allowPrivateNetworks: boolean;
  /** Plain `http:` may be used (`MILLRACE_ALLOW_HTTP`). */
  readonly allowHttp: boolean;
  /** How names are resolved; the system's own way where absent. What it answers is guarded like the system's answers. */
  readonly lookup?: LookupFunction;
  /** Where absent, destinations have no right of the host's, and services are at AWS's own endpoints. */
  readonly aws?: AwsPolicy;
  /** Whose destination it is: see {@link forProject}. Without it a destination has no right of the host's. */
  readonly projectId?: string;
}

/** The policy for the destinations of one project. */
export function forProject(policy: NetworkPolicy, projectId: string): NetworkPolicy {
  return { ...policy, projectId };
}

/**
 * Secrets that Millrace makes itself, one set a destination, such as a key to sign with. They are sealed with the
 * credentials the customer gave, and unlike those may be shown to whoever may change the destination.
 */
export interface OwnSecrets<Own extends TObject = TObject> {
  /** What is stored. Its members are beside those of the type's other secrets, under names of their own. */
  readonly stored: Own;
  /** What the API answers of them. */
  readonly shown: TObject;
  /** Fresh ones, for a new destination. */
  make(): Static<Own>;
  /** New ones in place of `current`; what was in use stays good for a while. */
  rotate(current: Static<Own>, now: EpochMilliseconds): Static<Own>;
  show(current: Static<Own>): Readonly<Record<string, string>>;
}

/**
 * A kind of destination. Schemas carry titles and descriptions: validation, OpenAPI, CLI help and forms all come from them.
 * Settings are what the API calls `metadata`.
 */
export interface DestinationType<
  Settings extends TObject = TObject,
  Secrets extends TObject = TObject,
  Own extends TObject = TObject,
> {
  readonly type: string;
  readonly label: string;
  readonly settings: Settings;
  readonly secrets: Secrets;
  /** Absent where the type needs none. */
  readonly ownSecrets?: OwnSecrets<Own>;
  limits(settings: Static<Settings>): DestinationLimits;
  /** True where several messages may have the same key, so that their order means something. */
  hasKeys(settings: Static<Settings>): boolean;
  /**
   * Faults that no schema can state: templates are compiled and tried on sample events, endpoints held against `policy`.
   * `name` is relative to the destination (`metadata.keyTemplate`). Called after the schemas have passed. An issue about
   * `secrets` names what is wrong and holds no value.
   */
  validate(settings: Static<Settings>, policy: NetworkPolicy, secrets?: Static<Secrets>): readonly Issue[];
  /** What is legal but probably not meant, in words; shown with the answer to a save. */
  warnings(settings: Static<Settings>): readonly string[];
  /**
   * Compiles the settings' templates once and answers the step that shapes each event.
   * @param secrets for types whose messages hold some of them; no message is kept or shown
   */
  formatter(settings: Static<Settings>, context: FormatContext, secrets?: Static<Secrets>): Formatter;
  open(settings: Static<Settings>, secrets: Static<Secrets> & Static<Own>, policy: NetworkPolicy): Sender;
  /** Tries the destination for real. Never throws for what is wrong at the destination: that is what the report is for. */
  check(
    settings: Static<Settings>,
    secrets: Static<Secrets> & Static<Own>,
    policy: NetworkPolicy,
  ): Promise<CheckReport>;
}
