import type { AwsFailure, ErrorRule } from "./errors.ts";
import { ruleOf } from "./errors.ts";

const unavailable = (rule: Omit<ErrorRule, "outcome">): ErrorRule => ({ outcome: "unavailable", ...rule });

/** Everything that can be wrong with credentials before a service is asked anything. None of it is a message's fault. */
export const CREDENTIAL_RULES = {
  hostOff: unavailable({
    code: "host_credentials_off",
    blame: "settings",
    advice: "Give the destination keys, or ask the operator to set MILLRACE_HOST_CREDENTIALS.",
  }),
  hostMissing: unavailable({
    code: "host_credentials_missing",
    blame: "millrace",
    advice:
      "This host has no AWS credentials that can be read: the operator gives it some by variable, profile, container or instance role.",
  }),
  hostRefused: unavailable({
    code: "host_credentials_refused",
    blame: "millrace",
    advice:
      "STS refuses the credentials of this host. If it is so in one region alone, STS may be switched off there for the host's account: set stsRegion to another one. Else the operator renews the credentials.",
  }),
  keysRefused: unavailable({
    code: "credentials_refused",
    blame: "credentials",
    advice:
      "STS refuses the keys: check the access key, the secret key and the session token of the destination, that they have not ended, and that the region of STS is switched on for their account.",
  }),
  fetchedRefused: unavailable({
    code: "credentials_refused",
    blame: "credentials",
    advice: "The service does not take the temporary credentials; new ones are fetched.",
  }),
  roleRefused: unavailable({
    code: "role_refused",
    blame: "credentials",
    advice:
      "Check that the role is there, that its trust policy names the caller and the external id, and that the caller may assume it; the destination's check says which and shows the policies.",
  }),
  roleInvalid: unavailable({
    code: "role_invalid",
    blame: "settings",
    advice: "Check roleArn, externalId and roleSessionName of the destination.",
  }),
  stsRegion: unavailable({
    code: "sts_region",
    blame: "settings",
    advice: "STS is switched off in this region for the caller's account: set stsRegion to another one.",
  }),
  stsThrottled: unavailable({
    code: "throttled",
    blame: "destination",
    advice: "STS asks to slow down; it is asked again.",
  }),
  stsBroken: unavailable({
    code: "service_error",
    blame: "destination",
    advice: "STS has a problem; sending goes on when it has passed.",
  }),
  stsUnclear: unavailable({
    code: "sts_unclear",
    blame: "destination",
    advice: "Check stsEndpointUrl and stsRegion: what answers there is not STS.",
  }),
  stsUnreachable: unavailable({
    code: "sts_unreachable",
    blame: "network",
    advice:
      "STS does not answer: check the network on the way to it, and stsRegion and stsEndpointUrl where the destination has them.",
  }),
  clock: unavailable({
    code: "clock_wrong",
    blame: "millrace",
    advice: "The clock of this machine is off: set it right.",
  }),
} satisfies Record<string, ErrorRule>;

/** A failure that Millrace itself tells. */
export function ownFailure(rule: ErrorRule, message: string): AwsFailure {
  return { name: "", message, status: undefined, rule };
}

/** Names that only STS has, or that mean something else there. */
const NAMED: Readonly<Record<string, ErrorRule>> = {
  AccessDenied: CREDENTIAL_RULES.roleRefused,
  AccessDeniedException: CREDENTIAL_RULES.roleRefused,
  ValidationError: CREDENTIAL_RULES.roleInvalid,
  RegionDisabledException: CREDENTIAL_RULES.stsRegion,
};

/**
 * What STS's failure means.
 * @param asHost whether the host's credentials asked, not a destination's keys
 */
export function stsFailure(failure: AwsFailure, asHost: boolean): AwsFailure {
  const { rule, ...said } = failure;
  // What the host's credentials say of being refused is said of services; STS is told apart.
  const known = rule === CREDENTIAL_RULES.fetchedRefused ? undefined : rule;
  return { ...said, rule: known ?? stsRule(said, asHost) };
}

function stsRule(failure: AwsFailure, asHost: boolean): ErrorRule {
  const { name, message, status } = failure;
  if (status === undefined) return CREDENTIAL_RULES.stsUnreachable;
  if (/Signature (?:expired|not yet current)/.test(message)) return CREDENTIAL_RULES.clock;
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (named !== undefined) return named;
  const { code } = ruleOf(failure);
  if (code === "credentials_refused")
    return asHost ? CREDENTIAL_RULES.hostRefused : CREDENTIAL_RULES.keysRefused;
  if (code === "clock_wrong") return CREDENTIAL_RULES.clock;
  if (code === "throttled") return CREDENTIAL_RULES.stsThrottled;
  if (status >= 500) return CREDENTIAL_RULES.stsBroken;
  return name === "" ? CREDENTIAL_RULES.stsUnclear : CREDENTIAL_RULES.roleRefused;
}
