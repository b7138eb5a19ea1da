import type { NetworkPolicy } from "../../core/destination.ts";
import { forProject } from "../../core/destination.ts";
import { LOCAL_POLICY } from "./destination-suite.ts";
import { stubHostCredentials } from "./host-environment.ts";
import type { StsServer } from "./sts-server.ts";

/** The project that owns destinations in tests. */
export const PROJECT = "01a1fc44-59ef-76da-b4c8-9d6782f440a0";

/** A role that both the host and {@link CUSTOMER} may assume. */
export const ROLE = "arn:aws:iam::222222222222:role/millrace";

/** The keys of a customer. */
export const CUSTOMER = {
  accessKeyId: "AKIACUSTOMER0001",
  secretAccessKey: "customer-secret-key",
  arn: "arn:aws:iam::222222222222:user/customer",
};

/** The credentials of the host. */
export const HOST = {
  accessKeyId: "AKIAHOST00000001",
  secretAccessKey: "host-secret-key",
  arn: "arn:aws:iam::111111111111:user/millrace",
};

/** What makes a destination act as somebody. */
export interface ActingAs {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly policy: NetworkPolicy;
}

/** Makes customer, host and role known to STS, and gives this process the host's credentials. */
export function prepareIdentities(sts: StsServer): void {
  sts.add(CUSTOMER);
  sts.add(HOST);
  sts.roles.set(ROLE, { trusts: [CUSTOMER.arn, HOST.arn], externalId: PROJECT });
  stubHostCredentials(HOST);
}

/** The policy of an operator who allows that much, with this STS. */
export function operatorPolicy(
  hostCredentials: "off" | "roles" | "all",
  endpoints: Readonly<Record<string, string>>,
  projectId: string = PROJECT,
): NetworkPolicy {
  return forProject({ ...LOCAL_POLICY, aws: { hostCredentials, endpoints } }, projectId);
}

/** A role that the destination's keys assume, at an STS that it names. */
export function byKeys(sts: StsServer): ActingAs {
  return {
    settings: { roleArn: ROLE, stsEndpointUrl: sts.endpointUrl },
    secrets: { awsKeyId: CUSTOMER.accessKeyId, awsSecretKey: CUSTOMER.secretAccessKey },
    policy: forProject(LOCAL_POLICY, PROJECT),
  };
}

/** A role that the host's credentials assume, at the STS that the operator names. */
export function byHost(sts: StsServer): ActingAs {
  const policy = operatorPolicy("roles", { sts: sts.endpointUrl });
  return { settings: { roleArn: ROLE }, secrets: {}, policy };
}
