import type { CheckDocument } from "../../core/destination.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { partitionOf } from "./partitions.ts";
import type { Caller } from "./sts-client.ts";

/** What a destination must be allowed where it is. */
export interface Permissions {
  /** Such as `kinesis:PutRecords`. */
  readonly actions: readonly string[];
  readonly region: string;
  /** What follows the partition in an ARN, with `<account>` where its account belongs. */
  readonly resource: string;
}

/** Permissions as they stand in a sentence: `a, b and c`. */
export function inWords(actions: readonly string[]): string {
  return [actions.slice(0, -1).join(", "), ...actions.slice(-1)].filter((part) => part !== "").join(" and ");
}

/** The ARN of what a destination writes to. @param account of twelve digits, or what stands for it where it is not known */
export function resourceArn({ region, resource }: Permissions, account = "<account>"): string {
  return `arn:${partitionOf(region)}:${resource.replace("<account>", account)}`;
}

/** The account in the ARN of a role or a user. */
export function accountOf(arn: string): string | undefined {
  return arn.split(":")[4];
}

/** What allows a role or a user to write to the destination. Without an account known, the policy is for any: its owner's own. */
export function permissionsDocument(permissions: Permissions, roleArn: string | undefined): CheckDocument {
  const { actions } = permissions;
  const account = roleArn === undefined ? "*" : accountOf(roleArn);
  return {
    name: "permissions",
    title: `Permissions policy of ${roleArn ?? "whoever the destination acts as"}`,
    json: policy({ Effect: "Allow", Action: [...actions], Resource: resourceArn(permissions, account) }),
  };
}

const KEY = /^(?:arn:(aws[a-z-]*):kms:([a-z0-9-]+):(\d{12}):)?(key|alias)\/([A-Za-z0-9/_-]{1,250})$/;

/**
 * What allows a role or a user to write to what is encrypted with a KMS key; undefined for AWS's own keys, which need none,
 * and for what names no key. A key that is known by its alias is allowed by that: policies cannot name an alias.
 * @param keyId as services tell it: the id or the ARN of a key, or the name or the ARN of an alias
 */
export function keyDocument(
  keyId: string,
  { region }: Pick<Permissions, "region">,
  roleArn: string | undefined,
): CheckDocument | undefined {
  const named = KEY.exec(/^[a-z0-9-]+$/.test(keyId) ? `key/${keyId}` : keyId);
  if (named === null) return undefined;
  const [, partition = partitionOf(region), keyRegion = region, given, kind, name] = named;
  if (kind === "alias" && name?.startsWith("aws/")) return undefined;
  const account = given ?? (roleArn === undefined ? "*" : accountOf(roleArn));
  const Condition =
    kind === "alias" ? { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${name}` } } : undefined;
  const Resource = `arn:${partition}:kms:${keyRegion}:${account}:key/${kind === "alias" ? "*" : name}`;
  return {
    name: "key",
    title: `Permissions policy of ${roleArn ?? "whoever the destination acts as"}, for the KMS key`,
    json: policy({
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource,
      ...(Condition && { Condition }),
    }),
  };
}

/** What lets a caller assume a role: one document for the role, one for the caller, which need not be of the same account. */
export function roleDocuments(
  caller: Caller,
  { roleArn, externalId }: { readonly roleArn: string; readonly externalId: string | undefined },
): readonly CheckDocument[] {
  const Principal = { AWS: principalOf(caller) };
  const Condition = externalId === undefined ? undefined : { StringEquals: { "sts:ExternalId": externalId } };
  const trust = { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...(Condition && { Condition }) };
  return [
    { name: "trust", title: `Trust policy of ${roleArn}`, json: policy(trust) },
    {
      name: "caller",
      title: `Permissions policy of ${principalOf(caller)}, which assumes the role`,
      json: policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: literally(roleArn) }),
    },
  ];
}

/**
 * Whom a trust policy names. A session of a role is named by its role, which outlives it; a federated user by the account,
 * as nothing else of it lasts.
 */
export function principalOf({ arn, account }: Caller): string {
  const [, partition = "aws", service, , , resource = ""] = arn.split(":");
  const [kind, name] = resource.split("/");
  if (service !== "sts") return arn;
  return kind === "assumed-role"
    ? `arn:${partition}:iam::${account}:role/${name}`
    : `arn:${partition}:iam::${account}:root`;
}

/** A path of a role may look like a variable of IAM's policies, which would then mean another role. */
function literally(arn: string): string {
  return arn.replaceAll("${", "${$}{");
}

function policy(statement: JsonObject): JsonObject {
  return { Version: "2012-10-17", Statement: [statement] };
}
