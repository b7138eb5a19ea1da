import type { HostCredentials, NetworkPolicy } from "../../core/destination.ts";
import type { Issue } from "../../core/errors.ts";
import { endpointFault } from "../net/endpoint.ts";
import { partitionOf } from "./partitions.ts";
import type { ServicePlace } from "./place.ts";
import type { AwsSecrets, AwsSettings } from "./settings.ts";
import type { SigningCredentials } from "./sign.ts";

/** A role to assume, and where STS is asked for it. */
export interface RoleSession {
  readonly roleArn: string;
  /** Undefined where keys of a destination without a project ask: there is nobody to be confused with. */
  readonly externalId: string | undefined;
  readonly sessionName: string;
  readonly sts: ServicePlace;
}

/** What a destination has by itself: keys, or the credentials of the host. */
export interface OwnIdentity {
  readonly keys: SigningCredentials | "host";
}

/** A role, and what assumes it. */
export interface RoleIdentity extends OwnIdentity {
  readonly role: RoleSession;
}

/** As whom a destination acts: as it is by itself, or in a role that it assumes. */
export type Identity = OwnIdentity | RoleIdentity;

/**
 * As whom a destination acts, or why it may not. The host's credentials go nowhere that a customer chose, and assume a role
 * only under an external id that is the project's own: so no project can use the role of another one.
 */
export function identityOf(
  settings: AwsSettings,
  secrets: AwsSecrets,
  policy: NetworkPolicy,
): { readonly identity: Identity } | { readonly issues: readonly Issue[] } {
  const keys = keysOf(secrets);
  const issues =
    keys === undefined
      ? hostIssues(settings, secrets, policy)
      : [...strayIssues(settings), ...stsIssues(settings, policy), ...partitionIssues(settings)];
  if (issues.length > 0) return { issues };
  const role = roleOf(settings, policy.projectId);
  return { identity: { keys: keys ?? "host", ...(role !== undefined && { role }) } };
}

/** The same as faults of a save. @param secrets left out where they are not looked at */
export function identityIssues(
  settings: AwsSettings,
  secrets: AwsSecrets | undefined,
  policy: NetworkPolicy,
): readonly Issue[] {
  if (secrets === undefined) return [];
  const found = identityOf(settings, secrets, policy);
  return "issues" in found ? found.issues : [];
}

function keysOf({ awsKeyId, awsSecretKey, awsSessionToken }: AwsSecrets): SigningCredentials | undefined {
  if (awsKeyId === undefined || awsSecretKey === undefined) return undefined;
  return { accessKeyId: awsKeyId, secretAccessKey: awsSecretKey, sessionToken: awsSessionToken };
}

function roleOf(settings: AwsSettings, projectId: string | undefined): RoleSession | undefined {
  const { roleArn, region } = settings;
  if (roleArn === undefined) return undefined;
  return {
    roleArn,
    externalId: settings.externalId ?? projectId,
    sessionName: settings.roleSessionName ?? (projectId === undefined ? "millrace" : `millrace-${projectId}`),
    sts: { region: settings.stsRegion ?? region, endpointUrl: settings.stsEndpointUrl },
  };
}

/** What stands against using the host's credentials, where there are no whole keys. */
function hostIssues(settings: AwsSettings, secrets: AwsSecrets, policy: NetworkPolicy): readonly Issue[] {
  const { roleArn, externalId, stsEndpointUrl, endpointUrl } = settings;
  const allowed: HostCredentials =
    policy.projectId === undefined ? "off" : (policy.aws?.hostCredentials ?? "off");
  if (Object.values(secrets).some((value) => value !== undefined)) return missingKeys(secrets, "");
  if (roleArn === undefined) {
    if (allowed !== "all") return missingKeys(secrets, KEYLESS);
    const own = endpointUrl === undefined ? [] : [issue("endpointUrl", ENDPOINT_OF_HOST)];
    return [...strayIssues(settings), ...own];
  }
  if (allowed === "off") return [issue("roleArn", ROLE_OFF)];
  const borrowed = externalId !== undefined && !isOwnExternalId(externalId, policy.projectId);
  return [
    ...(stsEndpointUrl === undefined ? [] : [issue("stsEndpointUrl", STS_OF_HOST)]),
    ...(borrowed ? [issue("externalId", externalIdRule(policy.projectId), externalId)] : []),
    ...partitionIssues(settings),
  ];
}

const KEYLESS =
  "; a destination without keys names a roleArn that this host may assume, or acts as this host: the operator can allow that with MILLRACE_HOST_CREDENTIALS=roles or all";
/** What else a destination can do whose role the host may not assume. An event stream cannot. */
export const OR_OWN_KEYS =
  " A destination may also bring keys that may assume it, awsKeyId and awsSecretKey.";
const ROLE_OFF = `cannot be assumed with this host's own credentials: the operator can allow that with MILLRACE_HOST_CREDENTIALS=roles.${OR_OWN_KEYS}`;
const ENDPOINT_OF_HOST =
  "goes with keys or a roleArn: the host's own credentials are only used at AWS's endpoints, or at those that the operator sets with MILLRACE_AWS_ENDPOINTS.";
const STS_OF_HOST =
  "goes with awsKeyId and awsSecretKey: the host's own credentials are only used at AWS's endpoints, or at those that the operator sets with MILLRACE_AWS_ENDPOINTS.";

function isOwnExternalId(externalId: string, projectId: string | undefined): boolean {
  return projectId !== undefined && (externalId === projectId || externalId.startsWith(`${projectId}:`));
}

function externalIdRule(projectId: string | undefined): string {
  return `must be the project's id, ${projectId}, or begin with it and a colon, so that no project can use the role of another one; leave it out to take the id.`;
}

/** @param more said once, with the first of them */
function missingKeys(secrets: AwsSecrets, more: string): readonly Issue[] {
  return (["awsKeyId", "awsSecretKey"] as const)
    .filter((name) => secrets[name] === undefined)
    .map((name, i) => ({
      in: "body",
      name: `secrets.${name}`,
      detail: `"${name}" is required${i === 0 ? more : ""}`,
    }));
}

/** What says how a role is assumed means nothing without one. */
function strayIssues(settings: AwsSettings): readonly Issue[] {
  if (settings.roleArn !== undefined) return [];
  return (["externalId", "roleSessionName", "stsRegion", "stsEndpointUrl"] as const)
    .filter((name) => settings[name] !== undefined)
    .map((name) => issue(name, "goes with roleArn."));
}

/** Of the endpoint of STS, which keys are sent to. */
function stsIssues({ stsEndpointUrl }: AwsSettings, policy: NetworkPolicy): readonly Issue[] {
  const fault = stsEndpointUrl === undefined ? undefined : endpointFault(stsEndpointUrl, policy);
  // Its value may hold a password: it is not part of the issue.
  return fault === undefined ? [] : [issue("stsEndpointUrl", `${fault}.`)];
}

/** A role is only known in its own partition: to the STS that is asked for it, and to the service that is called in it. */
function partitionIssues({ roleArn, region, stsRegion = region }: AwsSettings): readonly Issue[] {
  const partition = roleArn?.split(":")[1];
  const other = [stsRegion, region].find((each) => partitionOf(each) !== partition);
  if (partition === undefined || other === undefined) return [];
  const detail = `is of the partition ${partition}, and the region ${other} of ${partitionOf(other)}: the two must be the same.`;
  return [issue("roleArn", detail, roleArn)];
}

function issue(name: keyof AwsSettings, detail: string, value?: string): Issue {
  return {
    in: "body",
    name: `metadata.${name}`,
    detail: `${name} ${detail}`,
    ...(value !== undefined && { value }),
  };
}
