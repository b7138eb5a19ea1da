import { partitionOf } from "../destinations/aws/partitions.ts";

/** What an event stream may lead to, as ARNs and destination types name it. */
export type StreamService = "kinesis" | "firehose";

/** The ARN of a stream, taken apart. */
export interface StreamArn {
  readonly service: StreamService;
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly name: string;
}

/** What is needed of the ARN of a role. */
export interface RoleArn {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
}

/** Why a text is not the ARN that is asked for, as a sentence goes on after the name of the field. */
export interface ArnFault {
  readonly fault: string;
}

/** AWS's partitions. */
const PARTITIONS: ReadonlySet<string> = new Set([
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
  "aws-eusc",
]);

/** AWS: no ARN is longer. */
const MAX_LENGTH = 2_048;

/** AWS: the path of a role, with the slashes at its ends. */
const MAX_PATH = 512;

const STREAM_FORM =
  "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME or arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME";
const ROLE_FORM = "arn:aws:iam::ACCOUNT:role/NAME";

/** What stands before a stream's name, and what its name may be, as the services' own APIs have it. */
const RESOURCES: Readonly<
  Record<StreamService, { readonly kind: string; readonly name: RegExp; readonly rule: string }>
> = {
  kinesis: { kind: "stream", name: /^[a-zA-Z0-9_.-]{1,128}$/, rule: nameRule(128) },
  firehose: { kind: "deliverystream", name: /^[a-zA-Z0-9_.-]{1,64}$/, rule: nameRule(64) },
};

function nameRule(most: number): string {
  return `1 to ${most} of the characters A-Z a-z 0-9 _ . -`;
}

/** Takes the ARN of a Kinesis stream or a Firehose stream apart: of a stream itself, in whichever partition. */
export function readStreamArn(text: string): StreamArn | ArnFault {
  const parts = partsOf(text, STREAM_FORM);
  if ("fault" in parts) return parts;
  const { partition, service, region, account, resource } = parts;
  if (service !== "kinesis" && service !== "firehose")
    return { fault: `must name a stream of kinesis or firehose, not of ${shown(service)}: ${STREAM_FORM}` };
  const fault = regionFault(region, partition) ?? accountFault(account) ?? resourceFault(service, resource);
  if (fault !== undefined) return { fault };
  return { service, partition, region, account, name: resource.slice(resource.indexOf("/") + 1) };
}

/** Takes the ARN of an IAM role apart: of the role itself, not of a session of it. */
export function readRoleArn(text: string): RoleArn | ArnFault {
  const parts = partsOf(text, ROLE_FORM);
  if ("fault" in parts) return parts;
  const { partition, service, region, account, resource } = parts;
  if (service === "sts" && resource.startsWith("assumed-role/"))
    return { fault: `names a session of a role; name the role itself: ${ROLE_FORM}` };
  if (service !== "iam") return { fault: `must name a role of iam, not of ${shown(service)}: ${ROLE_FORM}` };
  if (region !== "") return { fault: `has the region ${shown(region)}, but roles have none: ${ROLE_FORM}` };
  const fault = accountFault(account) ?? roleFault(resource);
  return fault === undefined ? { partition, account } : { fault };
}

interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

function partsOf(text: string, form: string): ArnParts | ArnFault {
  if (text.length > MAX_LENGTH)
    return { fault: `has ${text.length} characters; an ARN has ${MAX_LENGTH} at most` };
  const [prefix, partition, service, region, account, ...resource] = text.split(":");
  if (prefix !== "arn") return { fault: `must be an ARN that begins with arn: as in ${form}` };
  if (
    partition === undefined ||
    service === undefined ||
    region === undefined ||
    account === undefined ||
    resource.length === 0
  )
    return { fault: `is not whole: an ARN has six parts with colons between them, as in ${form}` };
  if (!PARTITIONS.has(partition))
    return { fault: `has the partition ${shown(partition)}; there are ${[...PARTITIONS].join(", ")}` };
  return { partition, service, region, account, resource: resource.join(":") };
}

function regionFault(region: string, partition: string): string | undefined {
  if (!/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(region))
    return `has ${region === "" ? "no region" : `the region ${shown(region)}`}, where one such as us-west-2 is needed`;
  const own = partitionOf(region);
  return own === partition
    ? undefined
    : `has the partition ${partition}, but the region ${region} is of ${own}`;
}

function accountFault(account: string): string | undefined {
  if (/^[0-9]{12}$/.test(account)) return undefined;
  return `has the account ${shown(account)}, where an account id of 12 digits is needed`;
}

function resourceFault(service: StreamService, resource: string): string | undefined {
  const { kind, name, rule } = RESOURCES[service];
  if (/^stream\/[^/]*\/consumer\//.test(resource))
    return `names a consumer of a stream; name the stream itself: ${STREAM_FORM}`;
  if (!resource.startsWith(`${kind}/`))
    return `has ${shown(resource)}, where a stream of ${service} is named as ${kind}/NAME`;
  const given = resource.slice(kind.length + 1);
  return name.test(given) ? undefined : `has the stream name ${shown(given)}; it must be ${rule}`;
}

function roleFault(resource: string): string | undefined {
  if (resource.startsWith("user/")) return `names a user, where a role is needed: ${ROLE_FORM}`;
  if (!resource.startsWith("role/")) return `has ${shown(resource)}, where a role is named as role/NAME`;
  const end = resource.lastIndexOf("/");
  const name = resource.slice(end + 1);
  const path = resource.slice("role".length, end + 1);
  if (!/^[A-Za-z0-9_+=,.@-]{1,64}$/.test(name))
    return `has the role name ${shown(name)}; it must be 1 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -`;
  // IAM's own rule but for the characters that patterns are made of: a role is named, not looked for.
  if (path.length > MAX_PATH || !/^\/(?:[!-)+->@-~]+\/)?$/.test(path))
    return `has the path ${shown(path)}; it must be printable ASCII without * and ?, ${MAX_PATH} characters at most`;
  return undefined;
}

/** A piece of what was given, fit for a sentence: short, with what cannot be seen escaped. */
function shown(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(short.toWellFormed());
}
