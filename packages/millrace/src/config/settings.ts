import type { Static } from "typebox";
import Type from "typebox";
import { HOST_CREDENTIALS } from "../core/destination.ts";

const MiB = 1024 * 1024;

/** Services and where they answer; no service twice. */
const AWS_ENDPOINTS = String.raw`^(?!.*?(?:^|,)(\w+)=.*,\1=)(?:(?:^|,)(?:kinesis|firehose|s3|sts)=https?://[^\s,?#@]+)+$`;

/** Marks a setting whose value is never printed. */
const SECRET = { secret: true } as const;

/** Every setting of `millrace serve`. Names of flags, variables and file keys all follow from the names here. */
export const settingsSchema = Type.Object(
  {
    port: Type.Integer({
      minimum: 0,
      maximum: 65_535,
      default: 8080,
      description: "Port the API listens on; 0 takes a free one.",
    }),
    host: Type.String({
      minLength: 1,
      default: "127.0.0.1",
      description:
        "Address the API listens on. The default answers this machine alone; 0.0.0.0 answers every network, so put TLS in front of it.",
    }),
    dataDir: Type.String({
      minLength: 1,
      default: "./data",
      description:
        "Folder of the log, the store, the ledger, what is known of users, groups and endpoints, and the master key. Made where it is missing.",
    }),
    logLevel: Type.Enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      default: "info",
      description: "Least serious lines to log. Requests are logged from debug on.",
    }),
    adminKey: Type.Optional(
      Type.String({
        ...SECRET,
        minLength: 8,
        maxLength: 256,
        pattern: "^[\\x21-\\x7e]*$",
        form: "visible ASCII characters without spaces",
        description:
          "API key of the whole instance. Take a random one: openssl rand -base64 32. Without it the first start makes one and prints it once.",
      }),
    ),
    masterKey: Type.Optional(
      Type.String({
        ...SECRET,
        minLength: 1,
        description:
          "Key that customers' credentials are sealed under: 32 bytes in base64 or hexadecimal. Without it the file master.key in the data folder is used, made at the first start.",
      }),
    ),
    previousMasterKey: Type.Optional(
      Type.String({
        ...SECRET,
        minLength: 1,
        description:
          "The master key before the present one: what it sealed is sealed under the present one at this start. Take it away afterwards.",
      }),
    ),
    forgetLostKeys: Type.Boolean({
      default: false,
      description:
        "Start although a master key is lost, without the credentials that it sealed: those must be set again. Take it away afterwards.",
    }),
    allowPrivateNetworks: Type.Boolean({
      default: false,
      description:
        "Let destinations reach loopback, private and link-local addresses. For development and local services.",
    }),
    allowHttp: Type.Boolean({
      default: false,
      description: "Let destinations use plain http.",
    }),
    hostCredentials: Type.Enum([...HOST_CREDENTIALS], {
      default: "off",
      description:
        "Whether destinations without keys of their own may use the AWS credentials of this host: roles lets them, and event streams, assume the role that they name, all lets them act as the host as well.",
    }),
    awsEndpoints: Type.Optional(
      Type.String({
        maxLength: 4096,
        pattern: AWS_ENDPOINTS,
        form: "endpoints of kinesis, firehose, s3 and sts, each once, such as sts=http://127.0.0.1:5000,kinesis=http://127.0.0.1:4567",
        description:
          "Where services of AWS answer, if not at AWS's own endpoints: for emulators and private endpoints. A destination's own endpointUrl wins.",
      }),
    ),
    maxBodyBytes: Type.Integer({
      minimum: 1024,
      maximum: 512 * MiB,
      default: 32 * MiB,
      description: "Largest request body in bytes; a larger one is answered with 413.",
    }),
    maxWaitingBytes: Type.Integer({
      minimum: MiB,
      default: 128 * MiB,
      description: "Bytes of events that may wait for the disk before more are answered with 503.",
    }),
    publicUrl: Type.Optional(
      Type.String({
        maxLength: 2048,
        pattern: String.raw`^https?://[^\s?#@]+$`,
        form: "a URL that begins with https:// or http://, without a query",
        description:
          "URL under which readers of large results reach this server. Without it the address that the API listens on.",
      }),
    ),
    blobsBucket: Type.Optional(
      Type.String({
        minLength: 3,
        maxLength: 255,
        pattern: "^[a-zA-Z0-9][a-zA-Z0-9._-]*$",
        form: "the name of a bucket",
        description:
          "S3 bucket that keeps large results. Without it the folder blobs in the data folder does.",
      }),
    ),
    blobsRegion: Type.Optional(
      Type.String({
        pattern: "^[a-z]{2,4}(-[a-z]+)+-\\d{1,2}$",
        form: "an AWS region, such as us-west-2",
        description: "Region of the bucket of large results.",
      }),
    ),
    blobsEndpointUrl: Type.Optional(
      Type.String({
        maxLength: 2048,
        pattern: String.raw`^https?://[^\s?#@]+$`,
        form: "a URL that begins with https:// or http://, without a query",
        description:
          "Where the bucket of large results is reached, if not at AWS. Readers must reach it too: URLs lead there.",
      }),
    ),
    blobsPrefix: Type.Optional(
      Type.String({
        maxLength: 512,
        pattern: "^[A-Za-z0-9._/-]*$",
        form: "letters, digits, dots, underscores, dashes and slashes",
        description: "Put before the keys of large results in their bucket, such as millrace/.",
      }),
    ),
    blobsAccessKeyId: Type.Optional(
      Type.String({
        ...SECRET,
        minLength: 1,
        maxLength: 256,
        description: "AWS access key id for the bucket of large results.",
      }),
    ),
    blobsSecretAccessKey: Type.Optional(
      Type.String({
        ...SECRET,
        minLength: 1,
        maxLength: 256,
        description: "AWS secret access key for the bucket of large results.",
      }),
    ),
    projectMessagesPerSecond: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 1_000,
      description:
        "Messages a second that a project may send to webhooks, all its routes together; 0 for no limit.",
    }),
    ingestEventsPerId: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 1_000,
      description:
        "Events a second, on average over half a minute, that one user or device may send through the Amplitude API, and 500 times as many a day; 0 for no limit.",
    }),
    pinpointDataCallsPerSecond: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 1_000,
      description:
        "Calls a second of the Pinpoint API that hand in or read the data of an application; 0 for no limit.",
    }),
    pinpointConfigurationCallsPerSecond: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 100,
      description:
        "Calls a second of the Pinpoint API that change or read the settings of an application; 0 for no limit.",
    }),
    retentionHours: Type.Integer({
      minimum: 1,
      maximum: 876_000,
      default: 168,
      description:
        "Hours of running after which events that every route has settled are removed. Dead letters are kept.",
    }),
    owedRetentionHours: Type.Integer({
      minimum: 1,
      maximum: 876_000,
      default: 720,
      description:
        "Hours of running after which events are removed although a route still owes them; said a day ahead. Not less than retentionHours.",
    }),
    minFreeBytes: Type.Integer({
      minimum: 0,
      default: 256 * MiB,
      description:
        "Free space on the disk, in bytes, below which events are answered with 503 and deliveries go on.",
    }),
    maxLogBytes: Type.Optional(
      Type.Integer({
        minimum: MiB,
        description:
          "Bytes of events in the log above which more are answered with 503. Without it there is no limit.",
      }),
    ),
    shutdownSeconds: Type.Integer({
      minimum: 0,
      maximum: 3600,
      default: 15,
      description: "How long a stop waits for requests and batches under way.",
    }),
  },
  { additionalProperties: false },
);

/** The settings of a running server. */
export type Config = Readonly<Static<typeof settingsSchema>>;

/** The name of a setting, as it stands in a file. */
type SettingName = keyof Config;

/** One setting, as documentation and `--help` show it. */
export interface Setting {
  readonly name: SettingName;
  /** Such as `MILLRACE_DATA_DIR`. */
  readonly env: string;
  /** Such as `--data-dir`. */
  readonly flag: string;
  readonly kind: "text" | "whole number" | "true or false";
  /** The values there are, where only some are allowed. */
  readonly choices?: readonly string[];
  readonly default?: string | number | boolean;
  readonly description: string;
  readonly secret: boolean;
  /** What a text must be, in words, where its schema has a pattern. */
  readonly form?: string;
}

/** All settings, in the order they are documented. */
export function listSettings(): readonly Setting[] {
  return SETTINGS;
}

const SETTINGS: readonly Setting[] = settingNames().map(toSetting);

function toSetting(name: SettingName): Setting {
  const annotated: Annotations = settingsSchema.properties[name];
  return {
    name,
    env: `MILLRACE_${words(name).join("_").toUpperCase()}`,
    flag: `--${words(name).join("-")}`,
    kind: kindOf(annotated.type),
    ...(annotated.enum !== undefined && { choices: annotated.enum }),
    ...(annotated.default !== undefined && { default: annotated.default }),
    description: annotated.description ?? "",
    secret: annotated.secret ?? false,
    ...(annotated.form !== undefined && { form: annotated.form }),
  };
}

/** What a setting's schema may say beside its type. */
interface Annotations {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: string | number | boolean;
  readonly description?: string;
  readonly secret?: boolean;
  readonly form?: string;
}

function settingNames(): readonly SettingName[] {
  return Object.keys(settingsSchema.properties).filter(
    (name): name is SettingName => name in settingsSchema.properties,
  );
}

function words(name: string): readonly string[] {
  return name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}

function kindOf(type: string | undefined): Setting["kind"] {
  if (type === "integer") return "whole number";
  return type === "boolean" ? "true or false" : "text";
}
