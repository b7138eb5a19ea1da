import type { CheckStep, NetworkPolicy } from "../../core/destination.ts";
import { newId } from "../../core/ids.ts";
import { stsOf } from "./credentials-of.ts";
import type { AwsFailure } from "./errors.ts";
import { ruleOf, saidBy } from "./errors.ts";
import { adviceOnDenial } from "./denials.ts";
import { principalOf } from "./documents.ts";
import type { RoleIdentity, RoleSession } from "./identity.ts";
import type { SigningCredentials } from "./sign.ts";
import type { Caller } from "./sts-client.ts";

const CHECK_TIMEOUT_MS = 15_000;

/** What trying a role came to. */
export interface TriedRole {
  readonly step: CheckStep;
  /** Where the role was assumed. */
  readonly credentials: SigningCredentials | undefined;
  /** Who asked, where STS says it. */
  readonly caller: Caller | undefined;
}

/**
 * Assumes the role afresh, whatever lanes have at hand. Where the host's credentials assume it, it is tried once more
 * under an external id that is nobody's, as another project would: a role that takes it can be used by every project of
 * this host.
 */
export async function tryRole(identity: RoleIdentity, policy: NetworkPolicy): Promise<TriedRole> {
  const { keys, role } = identity;
  const sts = stsOf(identity, policy);
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  try {
    const asked = await sts.callerIdentity(signal);
    const caller = "failure" in asked ? undefined : asked;
    const assumed = await sts.assumeRole(role, signal);
    if ("failure" in assumed) {
      const detail = adviceFor(assumed.failure, role, caller);
      return { step: { name: STEP, ok: false, detail }, credentials: undefined, caller };
    }
    const open =
      keys === "host" && "credentials" in (await sts.assumeRole({ ...role, externalId: newId() }, signal));
    const detail = `The role ${role.roleArn} was assumed${asWhom(caller)}.${open ? ` ${OPEN}` : ""}`;
    return { step: { name: STEP, ok: true, detail }, credentials: assumed.credentials, caller };
  } finally {
    await sts.close();
  }
}

const STEP = "sts:AssumeRole";

const OPEN =
  "Warning: it can be assumed under any other external id too, so that other projects of this host could use it. Give its trust policy the condition on sts:ExternalId that is in the document trust.";

function asWhom(caller: Caller | undefined): string {
  return caller === undefined ? "" : ` by ${principalOf(caller)}`;
}

function adviceFor(failure: AwsFailure, role: RoleSession, caller: Caller | undefined): string {
  const rule = ruleOf(failure);
  const said = saidBy(failure);
  if (rule.code !== "role_refused") return `${said} ${rule.advice}`;
  const by = caller === undefined ? "the caller" : principalOf(caller);
  const trust = `the trust policy of ${role.roleArn} must name ${by}${externalIdOf(role)}`;
  const permission = `${by} must be allowed sts:AssumeRole on ${role.roleArn}`;
  // AWS says which of the two is missing only where both are in one account.
  const missing = /identity-based policy/.test(failure.message)
    ? `What is missing: ${permission}.`
    : /trust policy|resource-based policy/.test(failure.message)
      ? `What is missing: ${trust}.`
      : `Either the role is not there, or ${trust}, or ${permission}.`;
  return `${said} ${adviceOnDenial(failure.message, missing)}`;
}

function externalIdOf({ externalId }: RoleSession): string {
  return externalId === undefined ? "" : ` and, where it asks for an external id, the id ${externalId}`;
}
